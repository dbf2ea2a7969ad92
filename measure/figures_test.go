package measure

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// tenSeconds is a stretch whose figures are easily computed by hand.
func tenSeconds() Stretch {
	s := Stretch{Phase: Phase{Name: "peak", Start: time.Minute, End: 70 * time.Second}, Gauge: 25 * time.Second, MaxFlight: 9}
	s.Counts = Counts{
		Users:      100,
		Attempts:   ByOutcome{OK: 60, Rejected: 20, Timeout: 10, ConnectTimeout: 6, Reset: 3, Unsent: 1, Cut: 20},
		Final:      ByOutcome{OK: 60, Rejected: 10, Timeout: 6, Reset: 4, Cut: 20},
		InSLO:      45,
		UsersInSLO: 40,
		SentDue:    110,
		Sent:       115,
		Answered:   83,
		Good:       61,
		BytesIn:    5000,
	}
	for range 60 {
		s.Response[OK].Record(100 * time.Millisecond)
		s.Service.Record(90 * time.Millisecond)
	}
	s.Response[Rejected].RecordN(2*time.Millisecond, 20)
	s.Lag.RecordN(10*time.Millisecond, 110)
	return s
}

func TestFiguresByHand(t *testing.T) {
	limits := Limits{Timeout: 500 * time.Millisecond}
	f := tenSeconds().Figures(limits)
	same := func(d time.Duration, n int64) Latency {
		var h Hist
		h.RecordN(d, n)
		l := LatencyOf(h)
		if !near(l.P50, d) || l.Max != l.P50 || l.Count != n {
			t.Fatalf("%d × %v: %+v", n, d, l)
		}
		return l
	}
	want := Figures{
		Users: 100, Attempts: 120, Sent: 110, Unsent: 1, Cut: 20,
		Offered: 10, AttemptRate: 12, Amplification: 1.2, SentRate: 11.5,
		Throughput: 8.3, Goodput: 6, GoodputSLO: 4.5,
		UsersServed: .75, UsersRejected: .125, UsersTimedOut: .075, UsersFailed: .05, UsersInSLO: .5,
		Success: .6, Rejected: .2, TimedOut: .16, Failed: .04, InSLO: .45,
		Outcomes:   tenSeconds().Counts.Attempts,
		Response:   same(100*time.Millisecond, 60),
		Waited:     f.Waited, // of its own below
		RejectTime: same(2*time.Millisecond, 20),
		Service:    same(90*time.Millisecond, 60),
		Lag:        same(10*time.Millisecond, 110),
		InFlight:   2.5, MaxInFlight: 9, Bandwidth: 500,
	}
	if f != want {
		got, want := reflect.ValueOf(f), reflect.ValueOf(want)
		for i := range got.NumField() {
			if g, w := got.Field(i).Interface(), want.Field(i).Interface(); g != w {
				t.Errorf("%s is %v, want %v", got.Type().Field(i).Name, g, w)
			}
		}
	}
}

func TestFiguresOfNothing(t *testing.T) {
	if f := (Stretch{}).Figures(Limits{}); f != (Figures{}) {
		t.Errorf("nothing measured in no time: %+v", f)
	}
	if f := (Stretch{Phase: Phase{End: time.Second}}).Figures(Limits{Timeout: time.Second}); f != (Figures{}) {
		t.Errorf("nothing measured in a second: %+v", f)
	}
	// All cut off: counted, but a share of nothing.
	var s Stretch
	s.Counts = Counts{Users: 2, Attempts: ByOutcome{Cut: 2}, Final: ByOutcome{Cut: 2}}
	if f := s.Figures(Limits{}); f.Attempts != 2 || f.Cut != 2 || f.Success != 0 || f.UsersServed != 0 || f.Amplification != 1 {
		t.Errorf("all cut off: %+v", f)
	}
}

// recorded returns the stretch of samples that are all due within a second.
func recorded(samples ...Sample) Stretch {
	tl := NewTimeline(Grid{Length: time.Second})
	for _, s := range samples {
		tl.Record(s)
	}
	return tl.Stretches()[0]
}

// ended makes an attempt that is due at 0 and ends after d.
func ended(o Outcome, d time.Duration) Sample {
	return Sample{Attempt: 1, Last: true, Done: d, Outcome: o}
}

func TestWaited(t *testing.T) {
	const timeout = 700 * time.Millisecond
	var samples []Sample
	add := func(n int, s Sample) {
		for range n {
			samples = append(samples, s)
		}
	}
	add(80, ended(OK, 100*time.Millisecond))
	add(9, ended(OK, 400*time.Millisecond))
	add(6, ended(Timeout, timeout))
	add(3, ended(Reset, time.Millisecond)) // quick, but its caller has nothing
	add(1, ended(Unsent, 0))
	add(1, ended(ServerError, time.Second)) // slow, and given up before
	add(50, ended(Rejected, time.Millisecond))
	add(50, ended(Cut, 300*time.Millisecond))
	f := recorded(samples...).Figures(Limits{Timeout: timeout})
	if f.Waited.Count != 100 {
		t.Errorf("%d waited, want 100: neither those turned away nor those cut off", f.Waited.Count)
	}
	if !near(f.Waited.P50, 100*time.Millisecond) {
		t.Errorf("p50 %v, want 100ms", f.Waited.P50)
	}
	for name, got := range map[string]time.Duration{"p90": f.Waited.P90, "p99": f.Waited.P99, "p99.9": f.Waited.P999, "max": f.Waited.Max} {
		if got != timeout {
			t.Errorf("%s is %v, want exactly the timeout", name, got)
		}
	}
	if !near(f.Response.P99, 400*time.Millisecond) || f.Response.Count != 89 {
		t.Errorf("successes: %+v", f.Response)
	}
	if f := recorded(samples...).Figures(Limits{}); f.Waited != f.Response {
		t.Errorf("without a timeout: %+v, want %+v", f.Waited, f.Response)
	}
}

// Whatever is recorded: shares sum to one, quantiles are in order, and waiting
// with failures is never quicker than waiting without.
func TestFiguresProperties(t *testing.T) {
	const timeout = 1500 * time.Millisecond
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		var samples []Sample
		for range 1 + r.IntN(50) {
			s := ended(Outcome(r.IntN(Outcomes)), time.Duration(r.Int64N(int64(timeout)+1)))
			if s.Outcome.TimedOut() || r.IntN(10) == 0 { // also just in time
				s.Done = timeout
			}
			samples = append(samples, s)
		}
		f := recorded(samples...).Figures(Limits{Timeout: timeout, SLO: timeout / 2})
		checkShares(t, f)
		for _, l := range []Latency{f.Response, f.Waited, f.RejectTime, f.Service, f.Lag} {
			if l.P50 > l.P90 || l.P90 > l.P99 || l.P99 > l.P999 || l.P999 > l.Max || l.Mean > l.Max {
				t.Fatalf("quantiles out of order: %+v", l)
			}
		}
		if w, r := f.Waited, f.Response; w.Mean < r.Mean || w.P50 < r.P50 || w.P90 < r.P90 || w.P99 < r.P99 || w.P999 < r.P999 || w.Max < r.Max {
			t.Fatalf("waited %+v is quicker than response %+v", w, r)
		}
	}
}

func checkShares(t *testing.T, f Figures) {
	t.Helper()
	attempts := f.Success + f.Rejected + f.TimedOut + f.Failed
	users := f.UsersServed + f.UsersRejected + f.UsersTimedOut + f.UsersFailed
	one := 1.0
	if f.Attempts == f.Cut {
		one = 0
	}
	if math.Abs(attempts-one) > 1e-12 || math.Abs(users-one) > 1e-12 {
		t.Fatalf("shares sum to %v and %v, want %v: %+v", attempts, users, one, f)
	}
	if f.InSLO > f.Success || f.UsersInSLO > f.UsersServed {
		t.Fatalf("more within the SLO than at all: %+v", f)
	}
}

// Of three answers whose target told how long it took, one had waited there.
func TestSplitOfServiceTime(t *testing.T) {
	const ms = time.Millisecond
	tl := NewTimeline(Grid{Length: time.Second})
	for _, queued := range []time.Duration{0, 0, 30 * ms} {
		tl.Record(Sample{Done: queued + 60*ms, Queued: queued, Inside: 50 * ms, Outcome: OK})
	}
	tl.Record(Sample{Done: 100 * ms, Outcome: OK})                                 // said nothing
	tl.Record(Sample{Done: ms, Queued: ms, Outcome: Rejected})                     // was turned away
	tl.Record(Sample{Done: ms, Queued: ms, Inside: ms, Outcome: OK, Sent: ms / 2}) // said more than can be
	s := tl.Stretches()[0].Figures(Limits{}).Split
	if s.Queued.Count != 4 || s.Queued.P50 != 0 || s.Queued.Max < 30*ms || s.Queued.Max > 31*ms {
		t.Errorf("queued %+v", s.Queued)
	}
	if s.Inside.Count != 4 || s.Inside.P50 < 50*ms || s.Inside.P50 > 51*ms || s.Network.P50 < 10*ms || s.Network.P50 > 11*ms {
		t.Errorf("inside %+v, network %+v", s.Inside, s.Network)
	}
	if n := NewTimeline(Grid{Length: time.Second}); len(n.Stretches()) != 1 || n.Stretches()[0].Figures(Limits{}).Split != (Split{}) {
		t.Error("nothing is told of nothing")
	}
}
