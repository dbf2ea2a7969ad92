package report

import (
	"slices"
	"strings"
	"testing"
)

func TestChips(t *testing.T) {
	six := func(cells []Cell) [][]Cell { return slices.Repeat([][]Cell{cells}, 6) }
	worse := variantWith("worse", six(whole(.5, 200*msec))...)
	c := Comparison{Variants: []Variant{
		variantWith("before", six(whole(.8, 100*msec))...),
		variantWith("better", six(whole(.9, 50*msec))...), worse,
		variantWith("alike", six(whole(.8, 100*msec))...),
	}}
	for i := range c.Variants {
		c.Variants[i].Cells = c.Variants[i].ByRound[0]
	}
	c = c.Against(c.Usual())
	check := func(variant int, metric, want string) {
		t.Helper()
		got, ok := c.Variants[variant].chip(metric)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%s of %s: %q, want %q", metric, c.Variants[variant].Name, got, want)
		}
	}
	check(0, "p99", "") // the reference itself
	check(1, "users_served", "+10 points ▲ better")
	check(1, "p99", "−50 ms ▲ better")
	check(2, "p99", "+100 ms ▼ worse")
	check(3, "p99", "= no different")
	check(3, "max_in_flight", "") // not of the headline

	line := variantGrid(c).Rows[2].Fields
	i := slices.IndexFunc(line, func(f field) bool {
		return f.Chip != nil && f.Chip.Tone == "bad" && strings.HasPrefix(f.Chip.Hint, "served is 30 points lower")
	})
	if i < 0 {
		t.Errorf("no chip in the page says that fewer were served: %+v", line)
	}
	if cells := c.markdownColumns()[1].cells; cells[2] != "50 % (−30 points ▼ worse)" || cells[0] != "80 %" {
		t.Errorf("Markdown has %q", cells)
	}
}

// A single round shows a difference and claims nothing.
func TestChipOfARound(t *testing.T) {
	c := Comparison{Variants: []Variant{variantWith("a", whole(1, 100*msec)), variantWith("b", whole(1, 150*msec))}}
	c = c.Against(c.Usual())
	if got, _ := c.Variants[1].chip("p99"); got.String() != "+50.1 ms" || got.Tone != "open" {
		t.Errorf("got %+v", got)
	}
}
