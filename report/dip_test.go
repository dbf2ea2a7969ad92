package report

import (
	"math"
	"strings"
	"testing"
	"time"

	"matchday/results"
)

// What a target can do is what its dips leave of it, in the mean over a span: the
// deepest of those that overlap, and nothing known behind a database.
func TestCapacityIn(t *testing.T) {
	const s = time.Second
	check := func(e results.Experiment, from, to time.Duration, want float64) {
		t.Helper()
		e.Length, e.CPUs, e.Capacity = time.Minute, 20, 400
		got := Variant{Dips: dipsOf(e)}.capacityIn(400, from, to)
		if math.Abs(got-want) > 1e-9 && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%q%s between %v and %v: %v, want %v", e.Dips, e.Database, from, to, got, want)
		}
	}
	once := results.Experiment{Dips: []string{"10 at 10s for 2s"}}
	check(once, 0, 10*s, 400)
	check(once, 10*s, 12*s, 200)
	check(once, 12*s, 20*s, 400)
	check(once, 9*s, 11*s, 300)
	check(once, 8*s, 16*s, 350)
	check(results.Experiment{Dips: []string{"10 at 10s for 4s", "0 at 11s for 1s"}}, 10*s, 14*s, 150)
	check(results.Experiment{Dips: []string{"0 at 11s for 1s", "10 at 10s for 4s"}}, 10*s, 14*s, 150)
	pauses := results.Experiment{Dips: []string{"0 at 1s for 500ms every 2s"}}
	check(pauses, 0, s, 400)
	check(pauses, s, 2*s, 200)
	check(pauses, 5*s, 5*s+s/2, 0)
	check(pauses, s, 101*s, 300)
	once.Database = "20 cpus, 50ms"
	check(once, 0, 10*s, 400)
	check(once, 9*s, 11*s, math.NaN())
	check(results.Experiment{Dips: []string{"10 at 60s for 2s"}}, 60*s, 61*s, 400)
	check(results.Experiment{Dips: []string{"half of it for a while"}}, 0, s, 400)
}

// A dip is a step of the capacity under its name, or where it leaves nobody knows
// how much a gap; the page's script is told the same.
func TestDipIsDrawn(t *testing.T) {
	c := shortDay().comparison("none")
	c.Limits.Capacity = 400
	dip := Dip{Name: "10 of 20 processors", At: c.Length / 4, For: c.Length / 4}
	for name, is := range map[string]struct {
		capacity *float64
		lines    int
	}{"known": {new(200.0), 1}, "unknown": {nil, 2}} {
		dip.Capacity = is.capacity
		c.Variants[0].Dips = []Dip{dip}
		var b strings.Builder
		if err := Chart(&b, c, "none"); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), `<path class="capacity"`); n != is.lines || !strings.Contains(b.String(), ">"+dip.Name+"<") {
			t.Errorf("%s: %d lines of the capacity, want %d, and the dip's name", name, n, is.lines)
		}
		p := plotsOf(frameOf(c, figureWidth, 130).zoomable()).Variants[0]
		middle := p.Capacity[len(p.Capacity)*3/8]
		if p.Capacity[0] != 400 || is.capacity != nil && middle != 200 || is.capacity == nil && !math.IsNaN(middle) {
			t.Errorf("%s: the script draws %v and in the dip %v, want 400 and what is left", name, p.Capacity[0], middle)
		}
	}
}
