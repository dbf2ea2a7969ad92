package engine_test

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// A target that takes in everybody and never answers leaves nothing behind: no
// descriptor, no goroutine, and of each attempt a timeout that is never early.
func TestNativeSilence(t *testing.T) {
	before := descriptors(t)
	p := get(t, listen(t, untilGone), every(100*time.Microsecond, 2000))
	p.Client.Timeout = time.Second // long enough to connect on a busy machine
	r := play(t, engine.Native{}, p)
	r.want(t, all(measure.Timeout, 2000))
	for _, s := range r.samples {
		if s.Response() < p.Client.Timeout {
			t.Errorf("gave up after %v; want %v", s.Response(), p.Client.Timeout)
		}
	}
	for deadline := time.Now().Add(longest); descriptors(t) > before+2; { // the target's own and its poller's
		if time.Now().After(deadline) {
			t.Fatalf("%d descriptors are open, %d were", descriptors(t), before)
		}
	}
}

// descriptors returns how many this process has open, 0 where that is not told.
func descriptors(t testing.TB) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(all)
}

// BenchmarkNativeSilence tells how late attempts are given up that are never
// answered. Run it with -benchtime 50000x.
func BenchmarkNativeSilence(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go untilGone(c.(*net.TCPConn))
		}
	}()
	source, err := engine.RoundRobin([]engine.Request{{URL: "http://" + l.Addr().String() + "/"}})
	if err != nil {
		b.Fatal(err)
	}
	const timeout = 300 * time.Millisecond
	rec := &lateness{timeout: timeout}
	account, err := engine.Native{}.Run(context.Background(), engine.Plan{
		Arrivals: every(200*time.Microsecond, b.N), Length: time.Duration(b.N) * 200 * time.Microsecond,
		Source: source, Client: engine.Client{Timeout: timeout},
	}, rec)
	if err != nil || rec.by[measure.Timeout] != int64(b.N) {
		b.Fatalf("%v: %v, %+v", err, rec.by, account)
	}
	b.ReportMetric(float64(rec.late.Quantile(.5).Microseconds()), "late-p50-µs")
	b.ReportMetric(float64(rec.late.Quantile(.99).Microseconds()), "late-p99-µs")
	b.ReportMetric(float64(rec.late.Max().Microseconds()), "late-max-µs")
	b.ReportMetric(float64(descriptors(b)), "descriptors")
}

// A lateness is a recorder of how long after their timeout attempts ended.
type lateness struct {
	timeout time.Duration
	late    measure.Hist
	by      measure.ByOutcome
}

func (l *lateness) Record(s measure.Sample) {
	l.late.Record(s.Response() - l.timeout)
	l.by[s.Outcome]++
}

func (l *lateness) Level(measure.Level) {}
