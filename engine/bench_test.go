//go:build unix

package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// serveEnv makes the test binary a plain server instead, so that a benchmark can
// tell the generator's work from the target's. The server burns a core beside
// its work when the variable is "busy".
const serveEnv = "MATCHDAY_ENGINE_SERVE"

func TestMain(m *testing.M) {
	switch os.Getenv(serveEnv) {
	case "":
		os.Exit(m.Run())
	case "busy":
		go func() {
			for n := 0; ; n++ {
			}
		}()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s/\n", l.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until the benchmark ends
		os.Exit(0)
	}()
	_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "served")
	}))
}

// serveApart runs a plain server in a process of its own and returns its URL.
func serveApart(b *testing.B, how string) string {
	b.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), serveEnv+"="+how)
	hold, _ := c.StdinPipe()
	out, _ := c.StdoutPipe()
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		hold.Close()
		_ = c.Wait()
	})
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return url[:len(url)-1]
}

// A lagging is a recorder that keeps nothing but what the benchmark reports.
type lagging struct {
	lag measure.Hist
	by  measure.ByOutcome
}

func (l *lagging) Record(s measure.Sample) { l.lag.Record(s.Lag()); l.by[s.Outcome]++ }
func (l *lagging) Level(measure.Level)     {}

func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkVegeta sends 1300 attempts a second to a server in another process.
// An operation is an attempt; ns/op is the schedule's gap and says nothing.
func BenchmarkVegeta(b *testing.B) { benchmark(b, engine.Vegeta{}) }

// BenchmarkNative does the same.
func BenchmarkNative(b *testing.B) { benchmark(b, engine.Native{}) }

func benchmark(b *testing.B, e engine.Engine) {
	for _, target := range []string{"quiet", "busy"} {
		b.Run(target, func(b *testing.B) { sendTo(b, e, serveApart(b, target)) })
	}
}

func sendTo(b *testing.B, e engine.Engine, url string) {
	const gap = time.Second / 1300
	source, err := engine.RoundRobin([]engine.Request{{URL: url}})
	if err != nil {
		b.Fatal(err)
	}
	plan := engine.Plan{
		Arrivals: every(gap, b.N), Length: gap * time.Duration(b.N),
		Source: source, Client: engine.Client{Timeout: 10 * time.Second},
	}
	var rec lagging
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := cpu()
	account, err := e.Run(context.Background(), plan, &rec)
	spent := cpu() - began
	runtime.ReadMemStats(&after)
	if err != nil || rec.by[measure.OK] != int64(b.N) {
		b.Fatalf("%v: %v, %+v", err, rec.by, account)
	}
	n := float64(b.N)
	b.ReportMetric(float64(spent.Microseconds())/n, "cpu-µs/attempt")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/attempt")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/n, "B/attempt")
	b.ReportMetric(float64(rec.lag.Quantile(.5).Microseconds()), "lag-p50-µs")
	b.ReportMetric(float64(rec.lag.Quantile(.99).Microseconds()), "lag-p99-µs")
	b.ReportMetric(float64(rec.lag.Max().Microseconds()), "lag-max-µs")
}
