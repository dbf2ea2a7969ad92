package report

import (
	"math"
	"slices"
	"testing"
	"time"

	"matchday/measure"
)

// whole is a round in which that share of a thousand users was served, after the
// given times in turn.
func whole(served float64, after ...time.Duration) []Cell {
	var h measure.Hist
	for i := range int64(math.Round(1000 * served)) {
		h.Record(after[i%int64(len(after))])
	}
	f := measure.Figures{
		Users: 1000, Attempts: 1000, UsersServed: served, UsersInSLO: served, UsersTimedOut: 1 - served, Success: served, TimedOut: 1 - served,
		Response: measure.LatencyOf(h),
	}
	cell := Cell{PhaseFigures: measure.PhaseFigures{Phase: measure.Phase{Name: measure.Whole}, Figures: f}}
	cell.Stretch.Response[measure.OK] = h
	return []Cell{cell}
}

// variantWith is a variant with these rounds, the first of which has seed 1.
func variantWith(name string, rounds ...[]Cell) Variant {
	v := Variant{Name: name, Setting: name, Run: "1-a", Rounds: len(rounds), ByRound: rounds}
	for i := range rounds {
		v.Seeds = append(v.Seeds, uint64(i+1))
	}
	return v
}

// reseeded gives every round other users.
func reseeded(v Variant) Variant {
	v.Seeds = slices.Clone(v.Seeds)
	for i := range v.Seeds {
		v.Seeds[i] += 1000
	}
	return v
}

// held holds variant "b" against variant "a".
func held(t *testing.T, a, b Variant, asks ...Ask) []Contrast {
	t.Helper()
	a.Name, a.Setting, b.Name, b.Setting = "a", "a", "b", "b"
	c := Comparison{Variants: []Variant{a, b}}
	ref, err := c.ReferenceVariant("a")
	if err != nil {
		t.Fatal(err)
	}
	for i := range asks {
		asks[i].Variant = "b"
	}
	return c.Contrasts(ref, asks)
}

// times returns so many rounds in which everybody was served after about that
// long; rounds differ by a millisecond from one to the next.
func times(n int, after time.Duration) [][]Cell {
	var out [][]Cell
	for i := range n {
		out = append(out, whole(1, after+time.Duration(i)*time.Millisecond))
	}
	return out
}

const msec = time.Millisecond

func TestContrast(t *testing.T) {
	p99 := Ask{Metric: "p99"}
	check := func(name string, got Contrast, finding Finding, test, why string) {
		t.Helper()
		if got.Finding != finding || got.Test != test || got.Why != why {
			t.Errorf("%s:\n got %s by %q: %s\nwant %s by %q: %s", name, got.Finding, got.Test, got.Why, finding, test, why)
		}
	}
	a := variantWith("a", times(5, 100*msec)...)
	check("pairs, too few for signs", held(t, a, variantWith("b", times(5, 112*msec)...), p99)[0], Worse, byRanks,
		"p99 is 12 ms higher (+12 ms to +12.1 ms, 93.8 %), p = 0.008")
	check("the same the other way", held(t, variantWith("b", times(5, 112*msec)...), a, p99)[0], Better, byRanks,
		"p99 is 12 ms lower (−12.1 ms to −12 ms, 93.8 %), p = 0.008")
	check("pairs enough for signs", held(t, variantWith("a", times(8, 100*msec)...), variantWith("b", times(8, 103*msec)...), p99)[0], Worse, bySigns,
		"p99 is 3.01 ms higher (+2.98 ms to +3.01 ms, 96.1 %), p = 0.008")
	check("no pairs", held(t, a, reseeded(variantWith("b", times(5, 112*msec)...)), p99)[0], Worse, byRanks,
		"p99 is 12 ms higher (+9.04 ms to +15 ms, 96.8 %), p = 0.008")
	check("itself", held(t, a, a, p99)[0], NoDifference, byRanks, "p99 is the same in 5 rounds")
	check("a round", held(t, variantWith("a", times(1, 100*msec)...), variantWith("b", times(1, 112*msec)...), p99)[0], CannotTell, "",
		"p99 is 12 ms higher in one round, which is indicative only")
	check("too few rounds", held(t, variantWith("a", times(3, 100*msec)...), variantWith("b", times(3, 112*msec)...), p99)[0], CannotTell, "",
		"p99 is 12 ms higher; of 3 rounds that may be chance: it takes 4 to tell")
}
