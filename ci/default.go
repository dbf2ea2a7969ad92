package ci

import (
	"slices"

	"matchday/measure"
	"matchday/report"
)

// DefaultRules returns what is asked of every variant that the reference has too,
// where nobody wrote rules: that no fewer users are served, that no share of them
// waits longer, by the margins of these metrics, and that the verdict on the
// target is no worse where the profile has a peak.
func DefaultRules(c report.Comparison, ref report.Reference) []Rule {
	var out []Rule
	for _, variant := range shared(c, ref) {
		out = append(out,
			Rule{Variant: variant, Metric: "users_served", Op: AtLeast, Baseline: true},
			Rule{Variant: variant, Metric: report.ShapeMetric, Op: AtMost, Baseline: true})
		if slices.ContainsFunc(c.Phases, func(p measure.Phase) bool { return p.Peak }) {
			out = append(out, Rule{Variant: variant, Metric: verdictMetric, Op: AtMost, Baseline: true})
		}
	}
	return out
}

// shared names the variants that both sides have; "" stands for all, where there
// are no others or none at all.
func shared(c report.Comparison, ref report.Reference) []string {
	var names []string
	for _, v := range c.Variants {
		if slices.ContainsFunc(ref.Records(), func(r report.Record) bool { return r.Setting == setting(v) }) {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 || len(names) == len(c.Variants) {
		return []string{""}
	}
	return names
}
