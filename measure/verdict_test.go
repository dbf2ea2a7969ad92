package measure

import (
	"strings"
	"testing"
	"time"
)

// A stretch of a drawn trial: windows of a tenth of a second until an instant.
type until struct {
	at float64 // seconds
	Counts
}

func good(n int64) Counts {
	return Counts{Users: n, Attempts: ByOutcome{OK: n}, InSLO: n}
}

func late(n int64) Counts { return Counts{Users: n, Attempts: ByOutcome{OK: n}} }

// down is a target that answers nobody in time; users try more than once.
func down(users, attempts int64) Counts {
	return Counts{Users: users, Attempts: ByOutcome{Timeout: attempts}}
}

// partly is a target that answers some.
func partly(ok, timeouts int64) Counts {
	return Counts{Users: ok + timeouts, Attempts: ByOutcome{OK: ok, Timeout: timeouts}, InSLO: ok}
}

// oneEvening has one peak, from 2 s to 4 s.
var oneEvening = []Phase{
	{Name: "base", End: 2 * time.Second},
	{Name: "peak 1", Start: 2 * time.Second, End: 4 * time.Second, Peak: true},
	{Name: "tail", Start: 4 * time.Second, End: 14 * time.Second},
}

// twoPeaks has a second one from 8 s to 10 s.
var twoPeaks = []Phase{
	oneEvening[0], oneEvening[1],
	{Name: "between", Start: 4 * time.Second, End: 8 * time.Second},
	{Name: "peak 2", Start: 8 * time.Second, End: 10 * time.Second, Peak: true},
	{Name: "tail", Start: 10 * time.Second, End: 14 * time.Second},
}

// told makes the trace of a trial from its stretches.
func told(phases []Phase, stretches ...until) Trace {
	tr := Trace{Grid: Grid{Window: tenth, Phases: phases, Limits: eveningLimits()}}
	for _, s := range stretches {
		for ; tr.Grid.Length < seconds(s.at); tr.Grid.Length += tenth {
			tr.Windows = append(tr.Windows, Window{Start: tr.Grid.Length, Length: tenth, Counts: s.Counts})
		}
	}
	return tr
}

// holding returns the trace with that many requests in the target at any time.
func (t Trace) holding(n float64) Trace {
	t.Backlog = func(time.Duration) float64 { return n }
	return t
}

// unknown returns the trace of a target whose capacity nobody knows.
func (t Trace) unknown() Trace {
	t.Grid.Limits.Capacity = 0
	return t
}

func TestJudge(t *testing.T) {
	check := func(name string, tr Trace, want Verdict, reason string) {
		t.Helper()
		if got := tr.Judge(); got.Verdict != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("%s: %s: %s\nwant %s: … %s …", name, got.Verdict, got.Reason, want, reason)
		}
	}
	check("no peak", told(oneEvening[:1], until{14, good(30)}), NoPeak, "no phase that is a peak")

	check("back", told(oneEvening, until{2, good(30)}, until{4.3, down(60, 90)}, until{14, good(30)}),
		Recovered, "back in time and within the SLO after every peak")
	unasked := told(oneEvening, until{2, good(30)}, until{4.3, down(60, 90)}, until{14, good(30)})
	unasked.Grid.Limits.SLO = 0
	check("back, where there is no SLO to be within", unasked, Recovered, "back in time after every peak")
	check("back when the backlog was gone", told(oneEvening, until{2, good(30)}, until{6, down(60, 90)}, until{14, good(30)}).holding(215),
		Recovered, "back in time") // 200 too many at 100/s to spare: 2 s
	check("no room to drain, and back all the same", told(oneEvening, until{2, good(30)}, until{6, down(60, 90)}, until{14, good(40)}).holding(215),
		Recovered, "back in time")

	check("late", told(oneEvening, until{2, good(30)}, until{6, down(60, 90)}, until{14, good(30)}),
		Slow, "back 2 s after peak 1; draining its backlog takes no more than 500 ms")
	check("later than draining takes", told(oneEvening, until{2, good(30)}, until{9, down(33, 50)}, until{14, good(27)}).holding(215),
		Slow, "back 5 s after peak 1; draining its backlog takes no more than 3.5 s")
	check("not before the next peak", told(twoPeaks, until{2, good(30)}, until{10, down(60, 90)}, until{14, good(30)}),
		Slow, "not back within 4 s after peak 1, before peak 2 came")

	check("never within the SLO", told(oneEvening, until{2, good(30)}, until{14, late(30)}),
		Degraded, "back in time, but not within the SLO in the 10 s after peak 1")
	check("within the SLO late", told(twoPeaks, until{4, good(30)}, until{6, late(30)}, until{14, good(30)}),
		Degraded, "back in time, but within the SLO only 2 s after peak 1")

	check("down with little to drain", told(oneEvening, until{2, good(30)}, until{4, good(50)}, until{14, down(20, 20)}).holding(100),
		Metastable, "not back 10 s after peak 1 at a load served before (200 users/s)")
	check("down by retries", told(oneEvening, until{2, good(30)}, until{14, down(25, 50)}).holding(50_000),
		Metastable, "(250 users/s); retries make that 500 attempts/s against a capacity of 400/s")
	check("down by retries, few by chance in the end", told(oneEvening, until{2, good(30)}, until{11, down(25, 50)}, until{14, down(20, 39)}).holding(50_000),
		Metastable, "retries make that 434 attempts/s against a capacity of 400/s")
	check("down by retries, capacity unknown", told(oneEvening, until{2, good(30)}, until{14, down(25, 31)}).holding(50_000).unknown(),
		Metastable, "retries make that 310 attempts/s against the 300/s that it served at most")

	check("down with much to drain", told(oneEvening, until{2, good(30)}, until{14, down(20, 20)}).holding(1010),
		Undecided, "not back 10 s after peak 1; only after 15 s could one say") // 3 × 1000 at 200/s
	check("retries that stopped", told(oneEvening, until{2, good(30)}, until{9, down(25, 90)}, until{14, down(25, 30)}).holding(1010),
		Undecided, "make the tail longer")
	check("tail too short", told(oneEvening, until{2, good(30)}, until{6.9, down(25, 50)}),
		Undecided, "not back 2.9 s after peak 1; only after 3 s could one say whether it ever comes: make the tail longer")
	check("rising", told(oneEvening, until{2, good(30)}, until{12.5, partly(3, 27)}, until{14, partly(5, 25)}),
		Undecided, "goodput was still rising")
	check("not rising", told(oneEvening, until{2, good(30)}, until{12.5, partly(3, 27)}, until{14, partly(4, 26)}),
		Metastable, "not back 10 s")
	check("load never back", told(oneEvening, until{2, good(30)}, until{14, down(35, 35)}),
		Undecided, "the load after peak 1 (350/s) never fell to a level served before it (300/s)")
	check("nothing served before", told(oneEvening, until{14, down(20, 20)}),
		Undecided, "a level served before it (0/s)")
}

// Attempts cut off say nothing: neither that the target is back nor that it
// is down.
func TestJudgeCutOff(t *testing.T) {
	cut := Counts{Users: 30, Attempts: ByOutcome{Cut: 30}}
	check := func(name string, tr Trace, want Verdict, reason string) {
		t.Helper()
		if got := tr.Judge(); got.Verdict != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("%s: %s: %s\nwant %s: … %s …", name, got.Verdict, got.Reason, want, reason)
		}
	}
	check("while down", told(oneEvening, until{2, good(30)}, until{6, down(25, 50)}, until{14, cut}),
		Undecided, "not back when the trial was cut off, 2 s after peak 1")
	check("before the peak", told(oneEvening, until{1.5, good(30)}, until{14, cut}),
		Undecided, "the trial was cut off before peak 1 was over")
	check("in the peak", told(oneEvening, until{2, good(30)}, until{3.9, down(60, 60)}, until{14, cut}),
		Undecided, "the trial was cut off before peak 1 was over")
	check("as the peak ended", told(oneEvening, until{2, good(30)}, until{4, down(60, 60)}, until{14, cut}),
		Undecided, "not back when the trial was cut off, 0 s after peak 1")
	check("long after it went down", told(oneEvening, until{2, good(30)}, until{13, down(25, 50)}, until{14, cut}),
		Metastable, "not back 9 s after peak 1")
	check("after it was back", told(oneEvening, until{2, good(30)}, until{4.1, down(25, 50)}, until{5.2, good(30)}, until{14, cut}),
		Recovered, "")
	check("between peaks, back", told(twoPeaks, until{6, good(30)}, until{14, cut}),
		Undecided, "the trial was cut off before peak 2 was over")
	check("between peaks, not back", told(twoPeaks, until{2, good(30)}, until{5, down(25, 50)}, until{14, cut}),
		Undecided, "not back when the trial was cut off, 1 s after peak 1")

	got := told(twoPeaks, until{2, good(30)}, until{6, down(25, 50)}, until{14, cut}).recoveries()
	if want := (Return{After: 2 * time.Second, Until: "cut"}); len(got) != 1 || got[0].InTime != want {
		t.Errorf("cut off between peaks: %+v, want nothing but %+v", got, want)
	}
}

func TestRecoveries(t *testing.T) {
	tr := told(twoPeaks, until{4.2, down(60, 60)}, until{5, late(30)}, until{10, good(30)}, until{14, down(40, 80)}).holding(115)
	got := tr.recoveries()
	want := []Recovery{{
		Peak: "peak 1", End: 4 * time.Second,
		InTime:  Return{Back: true, After: 200 * time.Millisecond},
		InSLO:   Return{Back: true, After: time.Second},
		Backlog: 115 - 315*.05, Drain: 1167647058, // 99.25 at 85/s
	}, {
		Peak: "peak 2", End: 10 * time.Second,
		InTime:  Return{After: 4 * time.Second, Until: "end"},
		InSLO:   Return{After: 4 * time.Second, Until: "end"},
		Backlog: 95, Drain: -1, // the users alone are all the capacity
	}}
	if len(got) != 2 {
		t.Fatalf("%d recoveries, want 2", len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("\n got %+v\nwant %+v", got[i], want[i])
		}
	}
}

func TestDrain(t *testing.T) {
	check := func(backlog, rate float64, want time.Duration) {
		t.Helper()
		if got := drain(backlog, rate); got != want {
			t.Errorf("%v at %v/s: %v, want %v", backlog, rate, got, want)
		}
	}
	check(0, 100, 0)
	check(0, -100, 0)
	check(50, 100, 500*time.Millisecond)
	check(50, 0, -1)
	check(50, -1, -1)
	check(50, 1e-9, -1)
}
