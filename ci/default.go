package ci

import (
	"fmt"
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

// LeftOut says of which variants [DefaultRules] ask nothing, since one side alone
// has them. Where no variant is shared they ask of all, and get no answer.
func LeftOut(c report.Comparison, ref report.Reference) []string {
	here := func(name string) bool {
		return slices.ContainsFunc(c.Variants, func(v report.Variant) bool { return setting(v) == name })
	}
	there := func(name string) bool {
		return slices.ContainsFunc(ref.Records(), func(r report.Record) bool { return r.Setting == name })
	}
	var out []string
	for _, v := range c.Variants {
		if !there(setting(v)) {
			out = append(out, fmt.Sprintf("variant %q is not in the baseline: nothing was asked of it", v.Name))
		}
	}
	if len(out) == len(c.Variants) {
		return nil
	}
	for _, r := range ref.Records() {
		if !here(r.Setting) {
			out = append(out, fmt.Sprintf("variant %q of the baseline was not made here: nothing was asked of it", r.Setting))
		}
	}
	return out
}
