package report

import (
	"slices"
	"testing"
)

// A unit stands over a column where all of the column can be written in it.
func TestHoist(t *testing.T) {
	check := func(unit string, want []string, column ...string) {
		t.Helper()
		g := grid{Head: []heading{{}}}
		for _, text := range column {
			g.Rows = append(g.Rows, line{Fields: []field{{Text: text}}})
		}
		g.hoist()
		var got []string
		for _, r := range g.Rows {
			got = append(got, r.Fields[0].Text)
		}
		if g.Head[0].Unit != unit || !slices.Equal(got, want) {
			t.Errorf("%q reads %q in %q, want %q in %q", column, got, g.Head[0].Unit, want, unit)
		}
	}
	check("%", []string{"94.4", "0", unknown, "> 99.99"}, "94.4 %", "0 %", unknown, "> 99.99 %")
	check("ms", []string{"99.7", "> 500", "0", "never", "1 200"}, "99.7 ms", "> 500 ms", "0 s", "never", "1.2 s")
	check("", []string{"400 ns", "2 s"}, "400 ns", "2 s")
	check("", []string{"50 ms", "12m 10s"}, "50 ms", "12m 10s")
	check("", []string{"1 322", "40"}, "1 322", "40")
	check("", []string{"3 %", "3 s"}, "3 %", "3 s")
	check("", []string{"0 s", unknown}, "0 s", unknown)
}

// What a chip adds is written in the unit of its column.
func TestHoistChips(t *testing.T) {
	g := grid{Head: []heading{{}, {}}, Rows: []line{{Fields: []field{
		{Text: "94.4 %", Chip: &chip{Text: "+1 point"}}, {Text: "99 ms", Chip: &chip{Text: "−1.2 s"}},
	}}}}
	g.hoist()
	if got := g.Rows[0].Fields; got[0].Chip.Text != "+1" || got[1].Chip.Text != "−1 200" {
		t.Errorf("chips read %q and %q", got[0].Chip.Text, got[1].Chip.Text)
	}
}
