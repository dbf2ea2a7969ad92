package ci

import (
	"math"
	"strings"
	"testing"
	"time"

	"matchday/report"
)

// Of the shape the quantile counts that became worse, not the one that moved.
func TestShape(t *testing.T) {
	sub := func(name string, before, after float64) report.Contrast {
		shift := after - before
		return report.Contrast{
			Ask: report.Ask{Metric: name}, Before: &before, After: &after, Shift: &shift, Least: .002, Rounds: [2]int{1, 1},
		}
	}
	k := sub(report.ShapeMetric, .050, .010)
	k.Shape = []report.Contrast{sub("p50", .050, .010), sub("p99", .100, .120), sub("p999", .200, .201)}
	m, err := metric(report.ShapeMetric)
	if err != nil {
		t.Fatal(err)
	}
	got := Result{Rule: rule(t, "shape <= baseline + 5% or 2ms")}.answered(m, k)
	if got.Status != Fail || got.Observed.Text != "p99 120 ms" || math.Abs(*got.Limit.Value-.105) > 1e-12 {
		t.Errorf("%s, observed %s, limit %s: %s; want a fail by a p99 of 120 ms against 105 ms", got.Status, got.Observed, got.Limit, got.Reason)
	}
}

// A shape without some of its quantiles does not pass, of one round or of five;
// what is worse all the same fails.
func TestShapeWithoutItsTail(t *testing.T) {
	check := func(text string, by time.Duration, rounds int, want Status) {
		t.Helper()
		base := evening(1, usual()[:rounds]...).Baseline("main")
		kept := base.Variants[0].Figures[:0]
		for _, f := range base.Variants[0].Figures {
			if f.Metric != "p999" {
				kept = append(kept, f)
			}
		}
		base.Variants[0].Figures = kept
		ref := report.ReferenceBaseline(base).Forced()
		got := Check([]Rule{rule(t, text)}, evening(1, moved(by, usual()[:rounds]...)...), &ref).Rules[0]
		if got.Status != want || !strings.HasSuffix(got.Reason, "; not measured in every round of both sides: p99.9") {
			t.Errorf("%s after %s in %d rounds is %s (%s), want %s", text, by, rounds, got.Status, got.Reason, want)
		}
	}
	check("shape <= baseline", 0, 5, Invalid)
	check("shape <= baseline", 50*ms, 5, Fail)
	check("shape <= baseline + 5% or 2ms", 0, 1, Invalid)
}

// What a check on the shape shows is a quantile that its finding rests on, and its
// reason is about the same one.
func TestShapeReason(t *testing.T) {
	sub := func(name string, finding report.Finding, before, after float64) report.Contrast {
		shift := after - before
		return report.Contrast{
			Ask: report.Ask{Metric: name}, Before: &before, After: &after, Shift: &shift, Least: .002, Rounds: [2]int{5, 5},
			Finding: finding, Why: name + " in words", Test: "rounds",
		}
	}
	check := func(finding report.Finding, test, observed, reason string, shape ...report.Contrast) {
		t.Helper()
		k := sub(report.ShapeMetric, finding, .050, .060)
		k.Test, k.Shape = test, shape
		m, err := metric(report.ShapeMetric)
		if err != nil {
			t.Fatal(err)
		}
		got := Result{Rule: rule(t, "shape <= baseline + 5% or 2ms")}.answered(m, k)
		if got.Observed.Text != observed || !strings.Contains(got.Reason, reason) {
			t.Errorf("%s: observed %s (%s), want %s (%s)", finding, got.Observed, got.Reason, observed, reason)
		}
	}
	const tell, worse = report.CannotTell, report.Worse
	check(worse, "rounds", "p60 60 ms", "50 ms: shape in words", sub("p60", worse, .050, .060), sub("p95", tell, .100, .200))
	check(tell, "rounds", "p95 101 ms", "100 ms: p95 in words", sub("p60", tell, .050, .040), sub("p95", tell, .100, .101))
	check(tell, "", "p60 40 ms", "50 ms: p60 in words", sub("p50", report.NoDifference, .010, .010), sub("p60", tell, .050, .040), sub("p95", tell, .100, .050))
}
