package report

import (
	"slices"
	"strings"
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
	check("%", []string{"94.4", "0", unknown, "> 99.99", "93.0", "0.27"}, "94.4 %", "0 %", unknown, "> 99.99 %", "93 %", "0.27 %")
	check("ms", []string{"99.7", "> 500", "0", "never", "50.0", "0.36"}, "99.7 ms", "> 500 ms", "0 s", "never", "50 ms", "360 µs")
	check("s", []string{"0.1", "3.0", "41.2"}, "100 ms", "3 s", "41.2 s")
	check("s", []string{"0", "3", "41"}, "0 s", "3 s", "41 s")
	check("s", []string{"400 ns", "2"}, "400 ns", "2 s")
	check("/s", []string{"313", "1 200", "62.5"}, "313/s", "1 200/s", "62.5/s")
	check("%", []string{"~ 67.9", "0"}, "~ 67.9 %", "0 %")
	check("", []string{"50 ms", "12m 10s"}, "50 ms", "12m 10s")
	check("", []string{"1 322", "40"}, "1 322", "40")
	check("", []string{"3 %", "3 s"}, "3 %", "3 s")
	check("s", []string{"0", unknown}, "0 s", unknown)
	check("", []string{"never", unknown}, "never", unknown)
}

// Neighbours of the same kind have the same unit, as far as their group goes, unless
// nothing of one of them could be read in it.
func TestHoistNeighbours(t *testing.T) {
	check := func(groups []int, want string, row ...string) {
		t.Helper()
		var g grid
		for _, span := range groups {
			g.group("", span)
		}
		l := line{}
		for _, text := range row {
			g.Head = append(g.Head, heading{})
			l.Fields = append(l.Fields, field{Text: text})
		}
		g.Rows = []line{l}
		g.hoist()
		var got []string
		for j, h := range g.Head {
			got = append(got, strings.TrimSpace(g.Rows[0].Fields[j].Text+" "+h.Unit))
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%q reads %s, want %s", row, text, want)
		}
	}
	check(nil, "0 s, 0.1 s, never, 3.0 s", "0 s", "100 ms", "never", "3 s")
	check([]int{2, 1, 1}, "100 ms, 3 s, 0 s", "100 ms", "3 s", "0 s")
	check(nil, "100 ms, 7, 3 s", "100 ms", "7", "3 s")
	check(nil, "37 %, 50.0 ms, 0.36 ms", "37 %", "50 ms", "360 µs")
	check(nil, "2.56 µs, 18 ms", "2.56 µs", "18 ms")
}

// What a chip adds is written in the unit of its column.
func TestHoistChips(t *testing.T) {
	g := grid{Head: []heading{{}, {}}, Rows: []line{
		{Fields: []field{{Text: "94.4 %", Chip: &chip{Text: "+1 point"}}, {Text: "99 ms", Chip: &chip{Text: "−1.2 s"}}}},
		{Fields: []field{{Text: "94 %", Chip: &chip{Text: "+2.51 points"}}, {Text: "98 ms", Chip: &chip{Text: "−2 µs"}}}},
	}}
	g.hoist()
	var got []string
	for _, r := range g.Rows {
		got = append(got, r.Fields[0].Chip.Text, r.Fields[1].Chip.Text)
	}
	if text := strings.Join(got, ", "); text != "+1.00, −1 200, +2.51, −2 µs" {
		t.Errorf("chips read %s", text)
	}
}
