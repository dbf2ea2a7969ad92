package ci

import (
	"slices"
	"testing"
	"time"

	"matchday/measure"
	"matchday/report"
)

func TestComparable(t *testing.T) {
	check := func(name string, change func(*report.Comparison), want ...string) {
		t.Helper()
		a, b := steady(1, 50*ms), steady(1, 50*ms)
		change(&b)
		if got := Comparable(a, b); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	fact := func(name, value string) func(*report.Comparison) {
		return func(c *report.Comparison) {
			c.Runs[0].Experiment = append(c.Runs[0].Experiment, report.Fact{Name: name, Value: value})
		}
	}
	check("the same", func(*report.Comparison) {})
	check("profile", func(c *report.Comparison) { c.Runs[0].Experiment[0].Value = "hold 1/s 1m" }, "profile is hold 400/s 1m, in the baseline hold 1/s 1m")
	check("told by one", fact("Retries", "2"), "retries is not told, in the baseline 2")
	check("runs at odds", fact("profile", "hold 1/s 1m"), "profile is hold 400/s 1m, in the baseline hold 1/s 1m and hold 400/s 1m")
	check("untold", func(c *report.Comparison) { c.Runs = nil }, "profile is hold 400/s 1m, in the baseline not told")
	check("simulated", func(c *report.Comparison) { c.Simulated = true }, "simulated is false, in the baseline true")
	check("timeout", func(c *report.Comparison) { c.Limits.Timeout = 2 * time.Second }, "timeout is 1s, in the baseline 2s")
	check("slo", func(c *report.Comparison) { c.Limits.SLO = time.Second }, "slo is 0s, in the baseline 1s")
	check("length", func(c *report.Comparison) { c.Length = time.Minute }, "length is 0s, in the baseline 1m0s")
	check("phases", func(c *report.Comparison) { c.Phases = []measure.Phase{{Name: "tail", End: time.Minute}} },
		"phases is peak-1 0s–1m0s, in the baseline tail 0s–1m0s")

	check("another target", fact("target", "http://localhost:8080"))
	check("other sizes", fact("sizes", "exp"))
	check("another database", fact("database", "20 cpus, 50ms"))
	check("a dip", fact("dips", "10 at 5s for 2s"), "dips is not told, in the baseline 10 at 5s for 2s")
	check("told twice", fact("SLO", "0 s")) // by the comparison and by the run, each in its way
	check("other rounds and variants", func(c *report.Comparison) { c.Rounds, c.Variants = 9, nil })
	check("what the target can do", func(c *report.Comparison) { c.Limits.Capacity, c.Limits.Demand = 800, 25*ms })
}

// Two comparisons that tell nothing are not known to be alike.
func TestComparableUntold(t *testing.T) {
	if got := Comparable(report.Comparison{}, report.Comparison{}); len(got) != 1 {
		t.Errorf("got %q, want one difference", got)
	}
}
