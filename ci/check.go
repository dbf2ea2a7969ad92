package ci

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// Check holds every rule against the comparison, and against the reference where
// the rule asks for a baseline; ref may be nil. A rule without a variant is
// checked for each.
//
// A check is invalid, and neither passes nor fails, if
//   - the stream, the variant, the phase or the peak is not there, or the phase
//     comes more than once,
//   - nothing was measured that the figure could be read from,
//   - a trial was cut short or failed, or the generator was the limit,
//   - the verdict on the target is undecided, or there was no peak to judge by,
//   - the rule wants a baseline and there is none, or it cannot be compared with
//     and is not forced, or its figure is zero and makes no lower limit,
//   - the shape is not worse but lacks quantiles that one side has,
//   - the rounds cannot tell whether the figure is worse than the baseline's by
//     the margin.
//
// What the baseline is compared by must be as sound as what is judged. All rules
// with a baseline are one family: the more variants and phases they are made on,
// the surer each answer has to be.
func Check(rules []Rule, c report.Comparison, ref *report.Reference) Verdict {
	checks := checksOf(rules, c)
	contrast(c, ref, checks)
	results := []Result{}
	for _, k := range checks {
		results = append(results, k.result(ref))
	}
	v := conclude(results)
	if ref != nil {
		v.Baseline, v.Differences, v.Warnings = ref.Name(), report.Unlike(c, *ref), ref.Doubts()
	}
	v.Warnings = slices.Concat(v.Warnings, v.forced(), backward(rules), indicative(results), suspects(c, results))
	return v
}

// A check is a rule on its way to its result.
type check struct {
	rule       Rule
	comparison report.Comparison // of the traffic that the rule is made on
	variant    report.Variant
	obstacle   error            // why it cannot be judged
	answer     *report.Contrast // to a rule on a figure of the baseline's
}

// checksOf returns a check for every variant that a rule is made on, but at least
// one for every rule, so that a rule which fits nothing shows.
func checksOf(rules []Rule, c report.Comparison) []check {
	var out []check
	for _, r := range rules {
		out = append(out, checksOfOne(r, c)...)
	}
	return out
}

func checksOfOne(r Rule, c report.Comparison) []check {
	none := check{rule: r, variant: report.Variant{Name: r.Variant}}
	if r.Stream != "" {
		own, err := c.Of(r.Stream)
		if err != nil {
			none.obstacle = err
			return []check{none}
		}
		c = own
	}
	if again, err := ParseRule(r.String()); err != nil || again != r {
		none.obstacle = errors.New("this is not a rule that could be written")
		return []check{none}
	}
	var out []check
	for _, v := range c.Variants {
		if r.Variant == "" || called(v, r.Variant) {
			out = append(out, check{rule: r, comparison: c, variant: v, obstacle: c.Sound(v)})
		}
	}
	if len(out) == 0 {
		none.obstacle = missing(c, r.Variant)
		return []check{none}
	}
	return out
}

// called tells whether v goes by that name: the one of its setting, or the one
// by which a comparison tells apart the same setting in several runs.
func called(v report.Variant, name string) bool { return name == v.Name || name == v.Setting }

// setting returns the name that v has in every run of its experiment.
func setting(v report.Variant) string { return cmp.Or(v.Setting, v.Name) }

// missing says that there is no such variant, and which there are.
func missing(c report.Comparison, variant string) error {
	var names []string
	for _, v := range c.Variants {
		names = append(names, v.Name)
	}
	if len(names) == 0 {
		return errors.New("there are no variants")
	}
	return fmt.Errorf("there is no variant %q, only %s", variant, strings.Join(names, ", "))
}

// result judges.
func (k check) result(ref *report.Reference) Result {
	res := Result{Rule: k.rule, Variant: k.variant.Name}
	switch {
	case k.obstacle != nil:
		return res.invalid(k.obstacle)
	case k.rule.Metric == verdictMetric && k.rule.Baseline:
		return res.noWorse(k, ref)
	case k.rule.Metric == verdictMetric:
		return res.verdict(k.variant)
	}
	m, err := metric(k.rule.Metric)
	switch {
	case err != nil:
		return res.invalid(err)
	case k.answer != nil:
		return res.answered(m, *k.answer)
	case k.rule.Peak != "":
		return res.recovery(m, k.variant, k.comparison)
	case k.rule.Seconds != 0:
		return res.seconds(m, k.variant)
	}
	x, err := figure(k.variant, k.rule.Phase, m)
	if err != nil {
		return res.invalid(err)
	}
	return res.compare(m, x, k.rule.Limit)
}

// backward warns of rules that look turned round, once each.
func backward(rules []Rule) []string {
	var out []string
	for _, r := range rules {
		if w := r.backward(); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// suspects warns of variants that were judged although the generator was near a
// limit of its own.
func suspects(c report.Comparison, results []Result) []string {
	var out []string
	for _, v := range c.Variants {
		judged := slices.ContainsFunc(results, func(r Result) bool { return r.Variant == v.Name && r.Status != Invalid })
		if judged && v.Validity == measure.Suspect {
			out = append(out, fmt.Sprintf("variant %q: the generator was near a limit of its own", v.Name))
		}
	}
	return out
}
