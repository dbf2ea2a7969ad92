package report

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

func differencesOf(t *testing.T, c Comparison) string {
	t.Helper()
	var b strings.Builder
	s := sheet{margin: 12}
	if err := errors.Join(s.differences(c), s.writeTo(&b)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rerun is two settings in two runs of ten rounds, one of which has become slower
// for two in a hundred.
func rerun(facts ...Fact) Comparison {
	round := func(slow time.Duration, i int) []Cell {
		var after []time.Duration
		for k := range 100 {
			after = append(after, time.Duration(50+k/10+i%3)*msec)
		}
		after[10], after[60] = after[10]+slow, after[60]+slow
		return whole(1, after...)
	}
	c := Comparison{Runs: append(told("1-a").Runs, told("2-b", facts...).Runs...)}
	for _, run := range []string{"a", "b"} {
		for _, setting := range []string{"20/20", "20/100"} {
			slow := time.Duration(0)
			if run == "b" && setting == "20/100" {
				slow = 200 * msec
			}
			var all [][]Cell
			for i := range 10 {
				all = append(all, round(slow, i))
			}
			v := variantWith(setting, all...)
			v.Name, v.Run = setting+" ("+run+")", map[string]string{"a": "1-a", "b": "2-b"}[run]
			c.Variants = append(c.Variants, v)
		}
	}
	return c.Against(c.Usual())
}

func TestDifferences(t *testing.T) {
	golden(t, "differences.txt", differencesOf(t, rerun()))
	golden(t, "differences-apart.txt", differencesOf(t, rerun(Fact{"SLO", "125 ms"})))
	c := rerun()
	for i := range c.Variants {
		c.Variants[i].ByRound = c.Variants[i].ByRound[:4]
	}
	golden(t, "differences-few.txt", differencesOf(t, c.Against(c.Usual())))
	for i := range c.Variants {
		c.Variants[i].ByRound = c.Variants[i].ByRound[:1]
	}
	golden(t, "differences-round.txt", differencesOf(t, c.Against(c.Usual())))
}

// Forced, the sides are compared, and the reader is told.
func TestDifferencesForced(t *testing.T) {
	apart := rerun(Fact{"SLO", "125 ms"})
	if apart.Comparable() {
		t.Error("two runs with different promises are comparable")
	}
	forced := apart.Against(apart.Usual().Forced())
	if !forced.Comparable() || forced.Variants[3].Against[2].Finding != Worse {
		t.Errorf("forced: %+v", forced.Variants[3].Against)
	}
	want := "compared by force with run 1-a, which is not alike in SLO (none against 125 ms): what differs need not be the target's doing"
	if len(forced.Warnings) != 1 || forced.Warnings[0] != want {
		t.Errorf("warnings are %q, want %q", forced.Warnings, want)
	}
}

// A baseline that was set although it is unfit is warned of, until something else
// is the reference.
func TestDifferencesToAnUnfitBaseline(t *testing.T) {
	before := told("0-z")
	before.Runs[0].Partial = true
	c := told("1-a")
	c.Variants = []Variant{variantWith("a", whole(1, msec)), variantWith("b", whole(1, msec))}
	c = c.Against(ReferenceBaseline(before.Baseline("main")))
	want := []string{`baseline main was set although nothing should be held against it: run "0-z" is not whole; there are no variants`}
	if !slices.Equal(c.Warnings, want) {
		t.Errorf("%q, want %q", c.Warnings, want)
	}
	if c = c.Against(c.Usual()); len(c.Warnings) > 0 {
		t.Errorf("%q, want no warning", c.Warnings)
	}
}

// Only what brings the same users to both sides makes pairs of the same seeds,
// whatever else is compared by force.
func TestDifferencesForcedOfPairs(t *testing.T) {
	check := func(fact Fact, paired bool) {
		t.Helper()
		apart := rerun(fact)
		forced := apart.Against(apart.Usual().Forced())
		got := forced.Variants[3].Against[0]
		if said := strings.Contains(forced.againstWhat(), "same users"); got.Paired != paired || said != paired || got.Finding != NoDifference {
			t.Errorf("%v: paired %t, %q, %s", fact, got.Paired, forced.againstWhat(), got.Finding)
		}
	}
	check(Fact{"SLO", "125 ms"}, true)
	check(Fact{"dips", "10 at 5s for 2s"}, true)
	check(Fact{"length", "20 s"}, false)
	check(Fact{"arrivals", "even"}, false)
	check(Fact{"streams", "browse 70 %"}, false)
	check(Fact{"callers", "64 take turns"}, false)

	mixed := rerun()
	mixed.Variants[2].Seeds = []uint64{0} // no round of it finds its like
	if got, want := mixed.Against(mixed.Usual()).againstWhat(), "run 1-a, round by round where the same users came to both sides"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A setting that two runs have goes by its full name where both are held against
// something else.
func TestDifferencesOfSeveralRuns(t *testing.T) {
	check := func(c Comparison, want ...string) {
		t.Helper()
		var names []string
		for _, r := range c.differing() {
			if r.name != "" {
				names = append(names, r.name)
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("%q, want %q", names, want)
		}
	}
	two := rerun()
	check(two, "20/20", "20/100")
	check(two.Against(ReferenceBaseline(results.Baseline{Name: "main"})), "20/20 (a)", "20/100 (a)", "20/20 (b)", "20/100 (b)")
	one, err := two.ReferenceVariant("20/20 (a)")
	if err != nil {
		t.Fatal(err)
	}
	check(two.Against(one), "20/100 (a)", "20/20 (b)", "20/100 (b)")
}

// Where no difference is known none is announced: why is said, and no more.
func TestDifferencesUnknown(t *testing.T) {
	check := func(name string, c Comparison, announced, marked bool) {
		t.Helper()
		held := againstGrid(c) != nil && c.markdownUnlike() != ""
		if held != announced || c.marked() != marked {
			t.Errorf("%s: announced %v, marked %v; want %v, %v", name, held, c.marked(), announced, marked)
		}
	}
	c := rerun()
	check("ten rounds", c, true, true)
	for i := range c.Variants {
		c.Variants[i].ByRound = c.Variants[i].ByRound[:1]
	}
	check("one round", c.Against(c.Usual()), true, false)
	for i := range c.Variants {
		c.Variants[i].Validity = measure.Invalid
	}
	c = c.Against(c.Usual())
	check("none", c, false, false)
	if got := differencesOf(t, c); strings.Contains(got, unknown) || !strings.Contains(got, "unclear     20/20: ") {
		t.Errorf("without a difference the screen says\n%s\nwant no table, and why", got)
	}
}

// A variant whose first figure is not known is named beside the next.
func TestEstimated(t *testing.T) {
	var names []string
	known := Contrast{Shift: of(1)}
	for _, r := range estimated([]differing{{Contrast{}, "a"}, {known, ""}, {known, ""}, {Contrast{}, "b"}, {known, "c"}, {Contrast{}, ""}, {known, ""}}) {
		names = append(names, r.name)
	}
	if want := []string{"a", "", "c", ""}; !slices.Equal(names, want) {
		t.Errorf("lines are named %q, want %q", names, want)
	}
}

func TestDifferencesOfNothing(t *testing.T) {
	want := "difference  there is nothing to hold the variants against: it takes a second variant, another run or a\n            baseline\n"
	if got := differencesOf(t, Compare([]Input{twoRounds()})); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
