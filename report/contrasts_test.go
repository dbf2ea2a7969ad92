package report

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/measure"
	"matchday/results"
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

// A change of sides changes the sign of everything, and what was better is worse.
func TestContrastsSwapped(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	opposite := map[Finding]Finding{Better: Worse, Worse: Better, NoDifference: NoDifference, CannotTell: CannotTell}
	asks := []Ask{{Metric: "users_served"}, {Metric: "p50"}, {Metric: "p99"}, {Metric: ShapeMetric}, {Metric: "offered"}}
	for range 60 {
		made := func(around float64) [][]Cell {
			var out [][]Cell
			for range 1 + random.IntN(7) {
				after := time.Duration(around * (1 + .1*random.Float64()) * float64(time.Second))
				out = append(out, whole(.5+.5*random.Float64(), after, 2*after))
			}
			return out
		}
		a, b := variantWith("a", made(.1)...), variantWith("b", made(.1*(1+.4*random.Float64()))...)
		if random.IntN(2) == 0 {
			b = reseeded(b)
		}
		there, back := held(t, a, b, slices.Clone(asks)...), held(t, b, a, slices.Clone(asks)...)
		for i, x := range there {
			checkSwapped(t, x, back[i], opposite)
			for j := range x.Shape {
				checkSwapped(t, x.Shape[j], back[i].Shape[j], opposite)
			}
		}
	}
}

func checkSwapped(t *testing.T, x, y Contrast, opposite map[Finding]Finding) {
	t.Helper()
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }
	switch {
	case *x.Before != *y.After || *x.After != *y.Before || x.Rounds[0] != y.Rounds[1] || x.Paired != y.Paired || x.Test != y.Test:
		t.Errorf("%s: %+v and %+v are not of the same sides", x.Metric, x, y)
	case (x.P == nil) != (y.P == nil) || x.P != nil && (!near(*x.P, *y.P) || !near(*x.Adjusted, *y.Adjusted)):
		t.Errorf("%s: p %v and %v, adjusted %v and %v", x.Metric, x.P, y.P, x.Adjusted, y.Adjusted)
	case x.Metric == ShapeMetric: // its own figures are of the quantile that leads
	case !near(*x.Shift, -*y.Shift):
		t.Errorf("%s: shifts %v and %v", x.Metric, *x.Shift, *y.Shift)
	case x.Interval != nil && (!near(x.Interval.Low, -y.Interval.High) || !near(x.Interval.High, -y.Interval.Low)):
		t.Errorf("%s: intervals %v and %v", x.Metric, *x.Interval, *y.Interval)
	case x.Finding != opposite[y.Finding] && !lies(math.Abs(*x.Shift), x.Least, y.Least): // a margin is a share of what was before
		t.Errorf("%s: %s (%s) and %s (%s)", x.Metric, x.Finding, x.Why, y.Finding, y.Why)
	}
}

func lies(x, a, b float64) bool { return x >= min(a, b) && x <= max(a, b) }

// A run against itself shows no difference in anything.
func TestContrastsOfTheSame(t *testing.T) {
	for n := 2; n <= 12; n++ {
		v := variantWith("a", times(n, 100*msec)...)
		for _, got := range held(t, v, v, Ask{Metric: "users_served"}, Ask{Metric: "p99"}, Ask{Metric: ShapeMetric}, Ask{Metric: "offered"}, Ask{Metric: "users_failed"}, Ask{Metric: "p99", Worse: true}) {
			if got.Finding != NoDifference || *got.Shift != 0 {
				t.Errorf("%d rounds, %s: %s, %s", n, got.Metric, got.Finding, got.Why)
			}
		}
	}
}

// What cannot be told is not told, and why is.
func TestContrastsThatCannotBeTold(t *testing.T) {
	fine := variantWith("a", times(6, 100*msec)...)
	down := variantWith("b", whole(0), whole(0), whole(0), whole(0), whole(0), whole(0))
	check := func(name string, got Contrast, finding Finding, why string) {
		t.Helper()
		if got.Finding != finding || got.Why != why {
			t.Errorf("%s: %s, %q; want %s, %q", name, got.Finding, got.Why, finding, why)
		}
		if got.Shift != nil && math.IsNaN(*got.Shift) || got.P != nil && math.IsNaN(*got.P) {
			t.Errorf("%s: not a number in %+v", name, got)
		}
	}
	all := held(t, fine, down, Ask{Metric: "users_served"}, Ask{Metric: "p99"}, Ask{Metric: ShapeMetric})
	check("nobody served", all[0], Worse, "served is 100 points lower (−100 points to −100 points, 96.9 %), p = 0.002")
	check("nobody served", all[1], CannotTell, "p99 cannot be told: it was measured in the reference alone")
	check("nobody served", all[2], CannotTell, "shape cannot be told: it was measured in the reference alone")
	if all[1].Before == nil || all[1].After != nil || all[1].Shift != nil {
		t.Errorf("of an unknown p99: %+v", all[1])
	}
	check("served again", held(t, down, fine, Ask{Metric: "p99"})[0], CannotTell, "p99 cannot be told: it was not measured in the reference")
	check("on neither side", held(t, down, down, Ask{Metric: "p99"})[0], CannotTell, "p99 cannot be told: it was measured on neither side")
	check("no such metric", held(t, fine, fine, Ask{Metric: "p9"})[0].untitled(), CannotTell, "")
	check("no such phase", held(t, fine, fine, Ask{Metric: "p99", Phase: "peak-9"})[0], CannotTell, `p99 cannot be told: there is no phase "peak-9"`)
	twice := fine
	twice.Cells = slices.Repeat(fine.ByRound[0], 2)
	check("a phase that comes twice", held(t, fine, twice, Ask{Metric: "p99", Phase: measure.Whole})[0], CannotTell, `p99 cannot be told: phase "all" comes more than once`)
	check("no such stream", held(t, fine, fine, Ask{Metric: "p99", Stream: "browse"})[0], CannotTell, `p99 cannot be told: there is no stream "browse": all traffic is of one kind`)

	limited := fine
	limited.Validity = measure.Invalid
	check("the generator's own", held(t, fine, limited, Ask{Metric: "p99"})[0], CannotTell, "p99 cannot be told: the generator was the limit: the figures are its own, not the target's")
	check("the generator's own, before", held(t, limited, fine, Ask{Metric: "p99"})[0], CannotTell, "p99 cannot be told: a: the generator was the limit: the figures are its own, not the target's")
}

// untitled leaves out the reason, which lists all metrics.
func (c Contrast) untitled() Contrast {
	c.Why = ""
	return c
}

// A ratio to nothing is none; the difference is there all the same.
func TestContrastWithNothingBefore(t *testing.T) {
	before, after := whole(1, 50*msec), whole(.9, 50*msec)
	a := variantWith("a", before, before, before, before, before)
	b := variantWith("b", after, after, after, after, after)
	got := held(t, a, b, Ask{Metric: "users_timed_out"})[0]
	if got.Ratio != nil || *got.Before != 0 || got.Finding != Worse {
		t.Errorf("from nothing: %+v", got)
	}
	if got.Least != .002 {
		t.Errorf("what matters beside nothing is %v, want 0.2 points", got.Least)
	}
}

// Fewer rounds on one side are compared as far as there are pairs, and tested with
// all of them where signs cannot tell.
func TestContrastOfUnequalRounds(t *testing.T) {
	got := held(t, variantWith("a", times(8, 100*msec)...), variantWith("b", times(5, 150*msec)...), Ask{Metric: "p99"})[0]
	if !got.Paired || got.Rounds != [2]int{8, 5} || got.Test != byRanks || got.Finding != Worse || math.Abs(*got.Shift-.05) > .0001 {
		t.Errorf("eight against five: %+v", got)
	}
	late := variantWith("b", times(5, 150*msec)...)
	late.Seeds = []uint64{4, 5, 6, 7, 8} // of eight rounds three were lost
	if got := held(t, variantWith("a", times(8, 100*msec)...), late, Ask{Metric: "p99"})[0]; !got.Paired || math.Abs(*got.Shift-.047) > .0002 {
		t.Errorf("rounds find their like by seed: %+v", got)
	}
}

// The margin decides what of a sure change matters.
func TestContrastMargins(t *testing.T) {
	a, b := variantWith("a", times(6, 100*msec)...), variantWith("b", times(6, 103*msec)...)
	check := func(name string, ask Ask, floor float64, want Finding, least float64) {
		t.Helper()
		c := Comparison{Variants: []Variant{a, b}}
		ref, _ := c.ReferenceVariant("a")
		ask.Variant, ask.Metric = "b", "p99"
		got := c.Contrasts(ref.Floors([]Floor{{Metric: "p99", Least: floor}}), []Ask{ask})[0]
		if got.Finding != want || math.Abs(got.Least-least) > 1e-5 || got.Floor != floor {
			t.Errorf("%s: %s, %s; margin %v, floor %v", name, got.Finding, got.Why, got.Least, got.Floor)
		}
	}
	check("2 % of 102 ms", Ask{}, 0, Worse, .00205)
	check("5 % of 102 ms", Ask{Margin: Margin{Share: .05}}, 0, NoDifference, .00512)
	check("10 ms", Ask{Margin: Margin{Absolute: .01}}, 0, NoDifference, .01)
	check("below what can be seen", Ask{}, .02, NoDifference, .02)
	check("only what is worse", Ask{Worse: true}, 0, Worse, .00205)
	a, b = b, a
	a.Name, a.Setting, b.Name, b.Setting = "a", "a", "b", "b"
	check("for the better", Ask{}, 0, Better, .00211)
	check("not worse", Ask{Worse: true}, 0, NoDifference, .00211)
}

// Variants that are asked about at once are one family.
func TestContrastsAreAFamily(t *testing.T) {
	c := Comparison{Variants: []Variant{variantWith("a", times(5, 100*msec)...)}}
	asked := func(n int, more ...Ask) []Contrast {
		t.Helper()
		asks := more
		for i := range n {
			name := string(rune('b' + i))
			c.Variants = append(c.Variants, variantWith(name, times(5, 150*msec)...))
			asks = append(asks, Ask{Variant: name, Metric: "p99"})
		}
		ref, err := c.ReferenceVariant("a")
		if err != nil {
			t.Fatal(err)
		}
		got := c.Contrasts(ref, asks)
		c.Variants = c.Variants[:1]
		return got
	}
	if got := asked(6)[5]; got.Finding != Worse || got.Test != byRanks || math.Abs(*got.Adjusted-6*2./252) > 1e-12 {
		t.Errorf("one of six: %s, %s", got.Finding, got.Why)
	}
	if got := asked(7)[6]; got.P != nil || got.Why != "p99 is 50 ms higher (+50 ms to +50.1 ms, 93.8 %); of 5 rounds that may be chance: it takes 6 to tell with 7 comparisons at once" {
		t.Errorf("one of seven: %s, %s", got.Finding, got.Why)
	}
	if got := asked(6, Ask{Variant: "b", Metric: "p99", Phase: "nowhere"})[1]; got.Finding != Worse {
		t.Errorf("what cannot be asked does not count: %s, %s", got.Finding, got.Why)
	}
}

// However much is asked of the same trials, chance has one try at it: seven
// figures cost no more than one. Their rounds change sides as wholes, or where
// there are enough pairs the two of each do.
func TestContrastsOfTheSameTrials(t *testing.T) {
	asks := []Ask{{Metric: "users_served"}, {Metric: "p50"}, {Metric: "p90"}, {Metric: "p99"}, {Metric: ShapeMetric}, {Metric: "max"}, {Metric: "users_failed"}}
	check := func(rounds int, worse bool, test string, p float64) {
		t.Helper()
		for i := range asks {
			asks[i].Worse = worse
		}
		a, b := variantWith("a", times(rounds, 100*msec)...), variantWith("b", times(rounds, 150*msec)...)
		got := held(t, a, b, asks...)
		for _, i := range []int{1, 2, 3, 4} {
			if k := got[i]; k.Finding != Worse || k.Test != test || math.Abs(*k.Adjusted-p) > 1e-12 {
				t.Errorf("%d rounds, %s: %s by %q, %v, want worse by %q, %v", rounds, k.Metric, k.Finding, k.Test, *k.Adjusted, test, p)
			}
		}
		if k := got[0]; k.Finding != NoDifference {
			t.Errorf("%d rounds, %s: %s", rounds, k.Metric, k.Why)
		}
		if k := held(t, b, a, asks...)[3]; worse && k.Finding == Worse || !worse && k.Finding != Better {
			t.Errorf("%d rounds, the other way: %s, %s", rounds, k.Finding, k.Why)
		}
	}
	check(5, false, together(byRanks), 2./252)
	check(5, true, together(byRanks), 2./252) // one way to happen, and twice the p
	check(8, false, together(bySigns), 2./256)
}

// More is better of some figures and worse of others, and a test for the worse
// alone has to look the right way in each.
func TestContrastsForTheWorseOfBothKinds(t *testing.T) {
	var good, bad [][]Cell
	for i := range 5 {
		x := time.Duration(i) * msec
		good, bad = append(good, whole(.9+float64(i)/1000, 100*msec+x)), append(bad, whole(.7+float64(i)/1000, 150*msec+x))
	}
	a, b := variantWith("a", good...), variantWith("b", bad...)
	asks := []Ask{{Metric: "users_served", Worse: true}, {Metric: "p99", Worse: true}}
	for i, got := range held(t, a, b, asks...) {
		if got.Finding != Worse {
			t.Errorf("%s: %s, %s", asks[i].Metric, got.Finding, got.Why)
		}
	}
	for i, got := range held(t, b, a, asks...) {
		if got.Finding != NoDifference {
			t.Errorf("%s the other way: %s, %s", asks[i].Metric, got.Finding, got.Why)
		}
	}
}

// Whether a side was a run or its baseline makes no difference.
func TestContrastsWithABaseline(t *testing.T) {
	of := func(id string, after time.Duration) Comparison {
		e := experimentOf(variantOf("20/20", 20, 20))
		var trials []made
		for round := range 6 {
			m := steady("20/20", round+1, 20, ok(after+time.Duration(round)*msec))
			m.Seed = uint64(round)
			trials = append(trials, m)
		}
		return Compare([]Input{runOf(id, e, trials...)})
	}
	before, after := of("1-a", 50*msec), of("2-b", 60*msec)
	b := before.Baseline("main")
	kept, err := results.ParseBaseline("main", b.String())
	if err != nil {
		t.Fatal(err)
	}
	run, base := ReferenceRun(before), ReferenceBaseline(kept)
	if d := cmp.Diff(after.Contrasts(run, after.Headline(run)), after.Contrasts(base, after.Headline(base))); d != "" {
		t.Errorf("against the run and against its baseline (-run +baseline):\n%s", d)
	}
	if got := after.Against(base).Variants[0].Against; len(got) != 5 || got[3].Finding != Worse {
		t.Errorf("%+v", got)
	}
}
