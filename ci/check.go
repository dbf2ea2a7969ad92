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

// Check holds every rule against the comparison, and against the baseline where
// the rule asks for a share of its figures; baseline may be nil. A rule without
// a variant is checked for each.
//
// A check is invalid, and neither passes nor fails, if
//   - the stream, the variant or the phase is not there, or the phase comes more
//     than once,
//   - nothing was measured that the figure could be read from,
//   - a trial was cut short or failed, or the generator was the limit,
//   - the verdict on the target is undecided, or there was no peak to judge by,
//   - the rule wants a baseline and there is none, or it cannot be compared
//     with (see [report.Unlike]), or its figure is zero and makes no lower limit.
//
// What the baseline is compared by must be as sound as what is judged.
func Check(rules []Rule, c report.Comparison, baseline *report.Comparison) Verdict {
	j := judge{comparison: c, baseline: baseline}
	if baseline != nil {
		j.apart = apartness(report.Unlike(c, report.ReferenceRun(*baseline)))
	}
	results := []Result{}
	for _, r := range rules {
		results = append(results, j.results(r)...)
	}
	v := conclude(results)
	v.Warnings = append(backward(rules), suspects(c, results)...)
	return v
}

// A judge holds rules against a comparison.
type judge struct {
	comparison report.Comparison
	baseline   *report.Comparison
	apart      []string // why the two cannot be compared
}

// apartness says what keeps two sides from being compared.
func apartness(all []report.Divergence) []string {
	var out []string
	for _, d := range all {
		if d.Bars {
			out = append(out, fmt.Sprintf("%s is %s, in the baseline %s", d.Name, d.After, d.Before))
		}
	}
	return out
}

// of returns the judge of the traffic that a rule is made on. Whether two runs
// can be compared is a matter of all traffic: what else came is part of what was
// asked of the target.
func (j judge) of(r Rule) (judge, error) {
	if r.Stream == "" {
		return j, nil
	}
	own, err := j.comparison.Of(r.Stream)
	if err != nil {
		return j, err
	}
	j.comparison = own
	if j.baseline == nil || !r.Baseline {
		return j, nil
	}
	base, err := j.baseline.Of(r.Stream)
	if err != nil {
		return j, fmt.Errorf("baseline: %w", err)
	}
	j.baseline = &base
	return j, nil
}

// results checks a rule for every variant it is made on; it returns one result
// at least, so that a rule which fits nothing shows.
func (j judge) results(r Rule) []Result {
	none := Result{Rule: r, Variant: r.Variant}
	j, err := j.of(r)
	if err != nil {
		return []Result{none.invalid(err)}
	}
	if again, err := ParseRule(r.String()); err != nil || again != r {
		return []Result{none.invalid(errors.New("this is not a rule that could be written"))}
	}
	var out []Result
	for _, v := range j.comparison.Variants {
		if r.Variant == "" || called(v, r.Variant) {
			out = append(out, j.result(r, v))
		}
	}
	if len(out) == 0 {
		return []Result{none.invalid(missing(j.comparison, r.Variant))}
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

func (j judge) result(r Rule, v report.Variant) Result {
	res := Result{Rule: r, Variant: v.Name}
	if err := sound(j.comparison, v); err != nil {
		return res.invalid(err)
	}
	if r.Metric == verdictMetric {
		return res.verdict(v)
	}
	m, err := report.Lookup(r.Metric)
	if err != nil {
		return res.invalid(err)
	}
	x, err := figure(v, r.Phase, m)
	if err != nil {
		return res.invalid(err)
	}
	res.Observed = written(m, x)
	b, err := j.bound(r, setting(v), m)
	if err != nil {
		return res.invalid(err)
	}
	return res.compare(m, x, b)
}

// A bound is the limit of a rule for one variant.
type bound struct {
	limit float64
	base  *float64 // the baseline's figure; nil where the limit is not a share of it
}

func (j judge) bound(r Rule, variant string, m report.Metric) (bound, error) {
	if !r.Baseline {
		return bound{limit: r.Limit}, nil
	}
	if j.baseline == nil {
		return bound{}, errors.New("there is no baseline to compare with")
	}
	if len(j.apart) > 0 {
		return bound{}, fmt.Errorf("the baseline cannot be compared with: %s", strings.Join(j.apart, "; "))
	}
	base, err := base(*j.baseline, variant, r.Phase, m)
	if err != nil {
		return bound{}, fmt.Errorf("baseline: %w", err)
	}
	if base == 0 && r.Op.floor() {
		return bound{}, errors.New("the baseline's figure is zero, which makes no lower limit: give one of its own")
	}
	return bound{r.Limit * base, &base}, nil
}

// base returns the figure of the baseline's one variant of that setting.
func base(c report.Comparison, variant, phase string, m report.Metric) (float64, error) {
	named := func(v report.Variant) bool { return setting(v) == variant }
	i := slices.IndexFunc(c.Variants, named)
	if i < 0 {
		return 0, missing(c, variant)
	}
	if slices.ContainsFunc(c.Variants[i+1:], named) {
		return 0, fmt.Errorf("variant %q is there more than once", variant)
	}
	v := c.Variants[i]
	if err := sound(c, v); err != nil {
		return 0, err
	}
	return figure(v, phase, m)
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
