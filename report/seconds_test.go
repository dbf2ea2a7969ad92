package report

import (
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// Every metric that is known by window comes to what the stretch of that window
// alone would come to.
func TestWindowFigures(t *testing.T) {
	row := results.Row{P50: 40 * time.Millisecond, P99: 90 * time.Millisecond, LagP99: time.Millisecond}
	row.Length, row.Gauge = 2*time.Second, 5*time.Second
	row.Counts = measure.Counts{Users: 30, InSLO: 9, SentDue: 33, Answered: 20}
	row.Attempts = measure.ByOutcome{measure.OK: 12, measure.Rejected: 8, measure.Timeout: 6, measure.ServerError: 4, measure.Unsent: 2, measure.Cut: 3}
	stretch := measure.Stretch{Phase: measure.Phase{End: row.Length}, Tally: measure.Tally{Counts: row.Counts}, Gauge: row.Gauge}
	f := stretch.Figures(measure.Limits{})
	f.Response = measure.Latency{Count: 12, P50: row.P50, P99: row.P99}
	f.Lag = measure.Latency{Count: 33, P99: row.LagP99}
	cell := Cell{PhaseFigures: measure.PhaseFigures{Figures: f}}

	known := 0
	for _, m := range Metrics() {
		got, ok := windowOf(row).Of(m)
		if ok != m.ByWindow() {
			t.Errorf("%s is known: %v, want %v", m.Name, ok, m.ByWindow())
		}
		if !ok {
			continue
		}
		known++
		if want, _ := m.Of(cell); got != want {
			t.Errorf("%s is %v, want %v", m.Name, got, want)
		}
	}
	if known != len(windowMetrics()) {
		t.Errorf("%d metrics by window, want %d", known, len(windowMetrics()))
	}
}

func TestWholeSeconds(t *testing.T) {
	tenths := func(lengths ...int) []Window {
		var out []Window
		var at time.Duration
		for i, n := range lengths {
			w := Window{Start: at, Length: time.Duration(n) * 100 * time.Millisecond, OK: 1, P99: time.Duration(i)}
			out, at = append(out, w), at+w.Length
		}
		return out
	}
	check := func(name string, windows []Window, from, to float64, want ...int32) {
		t.Helper()
		at := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
		got := WholeSeconds(windows, measure.Phase{Start: at(from), End: at(to)})
		if len(got) != len(want) {
			t.Fatalf("%s: %d seconds, want %d: %+v", name, len(got), len(want), got)
		}
		for i, w := range got {
			if w.OK != want[i] {
				t.Errorf("%s: second %d is made of %d windows, want %d", name, i, w.OK, want[i])
			}
		}
	}
	half := tenths(5, 5, 5, 5, 5)
	check("halves", half[:4], 0, 2, 2, 2)
	check("one left over", half, 0, 2.5, 2, 3)
	check("from the phase's start", half, .5, 1.5, 2)
	check("less than a second", half, 0, .5, 1)
	check("none wholly in it", half, .1, .4)
	check("seconds", tenths(10, 10, 10), 0, 3, 1, 1, 1)
	check("those that reach out are left out", tenths(10, 10, 10), .5, 2.5, 1)
	check("longer ones", tenths(20, 20), 0, 4, 1, 1)
	if got := WholeSeconds(half, measure.Phase{End: time.Second}); got[0].P99 != 1 || got[0].Length != time.Second {
		t.Errorf("two halves are %+v, want a second with the higher p99", got[0])
	}
}
