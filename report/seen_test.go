package report

import (
	"testing"

	"matchday/report/stats"
)

// What would have been seen is half the interval, and never less than what
// matters; of a shape that of its middle quantile.
func TestSeen(t *testing.T) {
	between := func(low, high float64) Contrast {
		return Contrast{Least: 1, Interval: &stats.Interval{Low: low, High: high}}
	}
	check := func(name string, k Contrast, want float64, known, blind bool) {
		t.Helper()
		if got, ok := k.Seen(); got != want || ok != known || k.Blind() != blind {
			t.Errorf("%s: %v (known %v), blind %v, want %v (%v), %v", name, got, ok, k.Blind(), want, known, blind)
		}
	}
	check("no interval", Contrast{Least: 1}, 0, false, true)
	check("narrow", between(-.5, .5), 1, true, false)
	check("wide", between(-3, 5), 4, true, false)
	check("ten times", between(0, 20), 10, true, false)
	check("more", between(0, 20.5), 10.25, true, true)
	check("a shape", Contrast{Shape: []Contrast{between(0, 100), between(0, 8), between(0, 2)}}, 4, true, false)
	check("a shape of noise", Contrast{Shape: []Contrast{between(0, 100), between(0, 30), between(0, 2)}}, 15, true, true)
}
