package report

import (
	"strings"
	"testing"
)

// rerun is the four settings once more, with a queue that has become worse, in
// a run of its own.
func rerun() Comparison {
	c := compared(fourSettings()...)
	c.Runs = append(c.Runs, Source{ID: "20261123-081500-x9a2"})
	again := fourSettings()
	again[1].served, again[1].rejected, again[1].p99, again[1].p99All = .93, .07, 120e6, 130e6
	for _, v := range compared(again...).Variants {
		v.Name, v.Run = v.Name+" (x9a2)", "20261123-081500-x9a2"
		c.Variants = append(c.Variants, v)
	}
	return c
}

func TestDiff(t *testing.T) {
	c := rerun()
	c.Variants[4].ByRound = c.Variants[4].ByRound[:3]
	var b strings.Builder
	if err := Diff(&b, c, Screen{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "diff.txt", b.String())
}

func TestDiffOfOneRun(t *testing.T) {
	var b strings.Builder
	if err := Diff(&b, compared(fourSettings()...), Screen{}); err != nil {
		t.Fatal(err)
	}
	if want := "difference  no setting is in more than one of the runs\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestChange(t *testing.T) {
	check := func(name string, was, is float64, want string) {
		t.Helper()
		m, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.change(was, is); got != want {
			t.Errorf("%s from %v to %v is %q, want %q", name, was, is, got, want)
		}
	}
	check("users_served", .944, .93, "−1.4 points")
	check("p99", .1, .12, "+20 %")
	check("p99", .1, .1, "0")
	check("max_in_flight", 0, 40, "+40")
}
