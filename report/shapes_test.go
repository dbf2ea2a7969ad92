package report

import (
	"slices"
	"testing"
	"time"

	"matchday/results"
)

// Two in a hundred who wait 200 ms longer show in the tail of the shape, although
// the median does not move.
func TestShape(t *testing.T) {
	mixed := func(slow time.Duration, round int) []Cell {
		var after []time.Duration
		for i := range 100 {
			after = append(after, time.Duration(50+i/10+round)*msec)
		}
		after[10], after[60] = after[10]+slow, after[60]+slow
		return whole(1, after...)
	}
	var before, after [][]Cell
	for i := range 6 {
		before, after = append(before, mixed(0, i)), append(after, mixed(200*msec, i))
	}
	got := held(t, variantWith("a", before...), variantWith("b", after...), Ask{Metric: "p50"}, Ask{Metric: ShapeMetric})
	if got[0].Finding != NoDifference {
		t.Errorf("median: %s, %s", got[0].Finding, got[0].Why)
	}
	shape := got[1]
	if want := "p99, p99.9 worse; the most: p99.9 is 197 ms higher (+197 ms to +197 ms, 96.9 %), p = 0.002"; shape.Finding != Worse || shape.Why != want {
		t.Errorf("shape: %s, %q, want %q", shape.Finding, shape.Why, want)
	}
	if len(shape.Shape) != 12 || shape.Shape[4].Finding == Worse || *shape.Shift != *shape.Shape[11].Shift || shape.Test != together(byRanks) {
		t.Errorf("%+v", shape)
	}
	if back := held(t, variantWith("a", after...), variantWith("b", before...), Ask{Metric: ShapeMetric})[0]; back.Finding != Better {
		t.Errorf("the other way: %s, %s", back.Finding, back.Why)
	}
}

// A minority that got slower is not made good by a majority that got quicker.
func TestShapeOfBoth(t *testing.T) {
	var before, after [][]Cell
	for i := range 6 {
		x := time.Duration(i) * msec
		before = append(before, whole(1, 100*msec+x, 101*msec+x, 102*msec+x, 103*msec+x))
		after = append(after, whole(1, 50*msec+x, 51*msec+x, 52*msec+x, 203*msec+x))
	}
	a, b := variantWith("a", before...), variantWith("b", after...)
	for _, got := range []Contrast{held(t, a, b, Ask{Metric: ShapeMetric})[0], held(t, b, a, Ask{Metric: ShapeMetric})[0]} {
		if got.Finding != Worse {
			t.Errorf("%s, %s", got.Finding, got.Why)
		}
	}
}

// Quantiles that one side alone has may be what got worse: without them nothing
// is called better or no different, and they are named.
func TestShapeWithoutItsTail(t *testing.T) {
	sideOf := func(after time.Duration) Comparison {
		var rounds [][]Cell
		for i := range 6 {
			rounds = append(rounds, whole(1, after+time.Duration(i)*msec))
		}
		v := variantWith("a", rounds...)
		v.Cells = rounds[0]
		return Comparison{Variants: []Variant{v}}
	}
	torn := sideOf(50 * msec).Baseline("main")
	torn.Variants[0].Figures = slices.DeleteFunc(torn.Variants[0].Figures, func(f results.BaselineFigure) bool {
		return f.Metric == "p99" || f.Metric == "p999"
	})
	ref := ReferenceBaseline(torn).Forced()
	check := func(after time.Duration, finding Finding, why string) {
		t.Helper()
		got := sideOf(after).Contrasts(ref, []Ask{{Variant: "a", Metric: ShapeMetric}})[0]
		if got.Finding != finding || got.Why != why || !slices.Equal(got.Missing, []string{"p99", "p999"}) {
			t.Errorf("%s: %s, %q, want %q; missing %q", after, got.Finding, got.Why, why, got.Missing)
		}
	}
	const tail = "; not measured in every round of both sides: p99, p99.9"
	check(50*msec, CannotTell, "of the whole nothing can be told; the most: p10 is the same in 6 rounds"+tail)
	check(20*msec, CannotTell, "of the whole nothing can be told; the most: p10 is 30 ms lower (−30 ms to −30 ms, 96.9 %), p = 0.002"+tail)
	check(90*msec, Worse, "p10 to p95 worse; the most: p10 is 40 ms higher (+40 ms to +40 ms, 96.9 %), p = 0.002"+tail)
}
