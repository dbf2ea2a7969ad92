package ci

import (
	"slices"
	"testing"

	"matchday/report"
)

// The default rules are about the variants that both sides have.
func TestDefaultRules(t *testing.T) {
	check := func(c, base report.Comparison, want ...string) {
		t.Helper()
		var got []string
		for _, r := range DefaultRules(c, report.ReferenceRun(base)) {
			got = append(got, r.String())
			if again, err := ParseRule(r.String()); err != nil || again != r {
				t.Errorf("%s reads back as %+v, %v; want %+v", r, again, err, r)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	cell := served("", 1, 50*ms)
	one, two := steady(1, 50*ms), comparison(variant("none", cell, cell), variant("20/20", cell, cell))
	all := []string{"users_served >= baseline", "shape <= baseline", "verdict no worse than baseline"}
	check(one, one, all...)
	check(one, two, all...)
	check(two, one, "20/20: users_served >= baseline", "20/20: shape <= baseline", "20/20: verdict no worse than baseline")
	check(one, comparison(), all...)
	one.Phases = nil
	check(one, one, all[:2]...)
}

// What the default rules ask nothing of is told, whichever side has it.
func TestLeftOut(t *testing.T) {
	cell := served("", 1, 50*ms)
	of := func(names ...string) report.Comparison {
		c := comparison()
		for _, name := range names {
			c.Variants = append(c.Variants, variant(name, cell, cell))
		}
		return c
	}
	check := func(now, base report.Comparison, want ...string) {
		t.Helper()
		if got := LeftOut(now, report.ReferenceRun(base)); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(of("none", "20/20"), of("20/20", "none"))
	check(of("none", "20/20"), of("20/20"), `variant "none" is not in the baseline: nothing was asked of it`)
	check(of("20/20"), of("none", "20/20"), `variant "none" of the baseline was not made here: nothing was asked of it`)
	check(of("20/20"), of("none"))
	check(of("20/20"), of())
}
