package ci

import (
	"testing"
	"time"

	"matchday/measure"
	"matchday/report"
)

// second is a second of ten attempts, all answered, with the given p99.
func second(at int, p99 time.Duration) report.Window {
	return report.Window{
		Start: time.Duration(at) * time.Second, Length: time.Second,
		Users: 10, Attempts: 10, Sent: 10, Counted: 10, OK: 10, InSLO: 10, Answered: 10, P99: p99,
	}
}

// A rule on a share of seconds looks at the seconds of all rounds that lie wholly
// in the phase.
func TestShareOfSeconds(t *testing.T) {
	silent := report.Window{Start: 2 * time.Second, Length: time.Second}
	down := report.Window{Start: 2 * time.Second, Length: time.Second, Users: 10, Attempts: 10, Sent: 10, Counted: 10, Late: 10}
	unsent := report.Window{Start: 2 * time.Second, Length: time.Second, Users: 10, Attempts: 10, Counted: 10, Wrong: 10}
	check := func(name, text string, third report.Window, want Status, reason string) {
		t.Helper()
		c := steady(1, 50*ms)
		c.Variants[0].Cells[1].End = 4 * time.Second
		c.Variants[0].ByWindow = [][]report.Window{
			{second(0, 50*ms), second(1, 300*ms), third, second(3, 50*ms)},
			{second(0, 50*ms), second(1, 50*ms), second(2, 50*ms), second(3, 50*ms), second(4, 900*ms)},
		}
		got := only(t, text+" @ peak-1", c, nil)
		if got.Status != want || got.Reason != reason {
			t.Errorf("%s: %s is %s, %q; want %s, %q", name, text, got.Status, got.Reason, want, reason)
		}
	}
	check("one slow second of eight", "p99 < 250ms for 87.5% of seconds", second(2, 50*ms), Pass, "it holds in 7 of 8 seconds, 87.5 %, of the 87.5 % that are wanted")
	check("one too many", "p99 < 250ms for 88% of seconds", second(2, 50*ms), Fail, "it holds in 7 of 8 seconds, 87.5 %, of the 88 % that are wanted")
	check("nothing due", "p99 < 250ms for 85% of seconds", silent, Pass, "it holds in 6 of 7 seconds, 85.7 %, of the 85 % that are wanted")
	check("nobody answered", "p99 < 250ms for 75% of seconds", down, Pass, "it holds in 6 of 8 seconds, 75 %, of the 75 % that are wanted")
	check("nobody answered", "p99 < 250ms for 85% of seconds", down, Fail, "it holds in 6 of 8 seconds, 75 %, of the 85 % that are wanted")
	check("nobody answered", "timed_out < 1% for 90% of seconds", down, Fail, "it holds in 7 of 8 seconds, 87.5 %, of the 90 % that are wanted")
	check("nothing sent", "lag_p99 < 5ms for 99% of seconds", unsent, Fail, "it holds in 7 of 8 seconds, 87.5 %, of the 99 % that are wanted")
	check("a floor", "throughput >= 10/s for 100% of seconds", second(2, 50*ms), Pass, "it holds in 8 of 8 seconds, 100 %, of the 100 % that are wanted")
}

// Where there is no second there is no share of any.
func TestNoSeconds(t *testing.T) {
	c := steady(1, 50*ms)
	if got := only(t, "p99 < 250ms for 1% of seconds", c, nil); got.Status != Invalid || got.Reason != "there is no second in which anything was due" {
		t.Errorf("no windows: %s (%s), want invalid", got.Status, got.Reason)
	}
	if got := only(t, "p99 < 250ms for 1% of seconds @ peak-2", c, nil); got.Status != Invalid {
		t.Errorf("no such phase: %s (%s), want invalid", got.Status, got.Reason)
	}
}

// A recovery is held against its limit where it came, or was awaited for as long.
func TestRecovery(t *testing.T) {
	const s = time.Second
	c := steady(1, 50*ms)
	c.Limits.SLO, c.Window = 100*ms, 100*ms // a return has to stay for a second
	c.Variants[0].Recovery = []measure.Recovery{
		{Peak: "peak-1", InTime: measure.Return{Back: true, After: 3 * s}, InSLO: measure.Return{Back: true, After: 12 * s}},
		{Peak: "peak-2", InTime: measure.Return{After: 7200 * ms, Until: "peak-3"}},
		{Peak: "peak-3", InTime: measure.Return{After: 20 * s, Until: "end"}},
	}
	check := func(text string, want Status, observed, reason string) {
		t.Helper()
		got := only(t, text, c, nil)
		if got.Status != want || got.Observed.String() != observed || got.Reason != reason {
			t.Errorf("%s is %s, %s, %q; want %s, %s, %q", text, got.Status, got.Observed, got.Reason, want, observed, reason)
		}
	}
	check("recovery(peak-1) < 10s", Pass, "3 s", "3 s against a limit of 10 s")
	check("recovery(peak-1) < 3s", Fail, "3 s", "3 s against a limit of 3 s: the limit itself does not count")
	check("recovery(peak-1) <= 3s", Pass, "3 s", "3 s against a limit of 3 s")
	check("recovery_slo(peak-1) < 10s", Fail, "12 s", "12 s against a limit of 10 s: 2 s too much")
	check("recovery(peak-2) < 5s", Fail, "> 7.2 s", "not back within 7.2 s after peak-2, against a limit of 5 s")
	check("recovery(peak-2) < 6.2s", Fail, "> 7.2 s", "not back within 7.2 s after peak-2, against a limit of 6.2 s")
	check("recovery(peak-2) < 6.3s", Invalid, "> 7.2 s", "peak-3 came 7.2 s after peak-2, and it was not back by then; a return counts once it has stayed for 1 s")
	check("recovery(peak-3) < 30s", Invalid, "> 20 s", "the end came 20 s after peak-3, and it was not back by then; a return counts once it has stayed for 1 s")
	check("recovery(peak-9) < 30s", Invalid, "–", `there is no peak "peak-9", only peak-1, peak-2, peak-3`)

	c.Variants[0].Verdict = measure.Metastable
	check("recovery(peak-3) < 30s", Fail, "never", `never back after peak-3: the verdict is "metastable"`)
	check("recovery(peak-2) < 10s", Fail, "never", `never back after peak-2: the verdict is "metastable"`)
	c.Limits.SLO = 0
	check("recovery_slo(peak-1) < 10s", Invalid, "–", "there is no SLO to be back within")
	c.Variants[0].Recovery = nil
	check("recovery(peak-1) < 10s", Invalid, "–", "the profile has no phase that is a peak")
}
