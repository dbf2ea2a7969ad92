package ci

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"matchday/report"
)

// contrast has all checks that want a figure of the baseline's answered, as one
// family of questions.
func contrast(c report.Comparison, ref *report.Reference, checks []check) {
	var asks []report.Ask
	var of []*check
	for i := range checks {
		k := &checks[i]
		if k.obstacle != nil || !k.rule.Baseline {
			continue
		}
		if k.obstacle = standing(c, ref, k.variant); k.obstacle != nil {
			continue
		}
		if k.rule.Metric == verdictMetric {
			k.obstacle = verdictOf(k.rule.Stream)
			continue
		}
		of = append(of, k)
		asks = append(asks, report.Ask{
			Stream: k.rule.Stream, Variant: k.variant.Name, Phase: k.rule.Phase,
			Metric: k.rule.Metric, Margin: k.rule.Margin, Worse: true,
		})
	}
	if len(asks) == 0 {
		return
	}
	for i, answer := range c.Contrasts(*ref, asks) {
		of[i].answer = &answer
	}
}

// standing returns an error if a variant has nothing to be held against.
func standing(c report.Comparison, ref *report.Reference, v report.Variant) error {
	if ref == nil {
		return errors.New("there is no baseline to compare with")
	}
	if bars := ref.Bars(c); bars != "" {
		return fmt.Errorf("the baseline cannot be compared with, they differ in %s", bars)
	}
	_, err := record(*ref, v)
	return err
}

// verdictOf returns an error where a reference has no verdict: it keeps that on
// all traffic, which says nothing of how one stream came through.
func verdictOf(stream string) error {
	if stream == "" {
		return nil
	}
	return fmt.Errorf(`the baseline has a verdict on all traffic alone and none on stream %q: want one of its own, such as "[%s]: verdict == recovered"`, stream, stream)
}

// record returns what the reference has of the setting of a variant.
func record(ref report.Reference, v report.Variant) (report.Record, error) {
	var found []report.Record
	var names []string
	for _, r := range ref.Records() {
		names = append(names, r.Setting)
		if r.Setting == setting(v) {
			found = append(found, r)
		}
	}
	switch {
	case len(names) == 0:
		return report.Record{}, errors.New("baseline: there are no variants")
	case len(found) == 0:
		return report.Record{}, fmt.Errorf("baseline: there is no variant %q, only %s", setting(v), strings.Join(names, ", "))
	case len(found) > 1:
		return report.Record{}, fmt.Errorf("baseline: variant %q is there more than once", setting(v))
	case found[0].Unfit != "":
		return report.Record{}, fmt.Errorf("baseline: %s", found[0].Unfit)
	}
	return found[0], nil
}

// answered judges by the answer to the question whether the figure is worse than
// the baseline's by the margin. A margin that somebody wrote is a promise, which
// has to be shown to be kept. One that is the metric's own is finer than most
// evenings can show; there it is enough that nothing was seen where something
// would have been.
func (r Result) answered(m report.Metric, k report.Contrast) Result {
	r.Contrast = &k
	worst := furthest(m, k)
	if worst.Before == nil || worst.After == nil || worst.Shift == nil {
		return r.invalid(errors.New(k.Why))
	}
	d := distanceOf(r.Rule, m, worst)
	if *worst.Before == 0 && r.Rule.Op.floor() {
		r.Observed = d.observed
		return r.invalid(errors.New("the baseline's figure is zero, which makes no lower limit: give one of its own"))
	}
	r.Observed, r.Limit, r.Margin = d.observed, written(m, d.limit), signed(m, r.Rule.Op.margin(*worst.After, d.limit))
	if min(k.Rounds[0], k.Rounds[1]) < 2 {
		return r.glimpsed(d).whole(k)
	}
	why := k.Why
	if k.Finding == report.CannotTell {
		why = worst.Why // of a shape it tells of what changed most, which need not be what got worse
	}
	r.Reason = fmt.Sprintf("%s, in the baseline %s: %s", d.observed, m.Format(*worst.Before), why)
	switch {
	case k.Finding == report.Worse:
		r.Status = Fail
	case k.Finding == report.CannotTell && (k.Test == "" || !d.own):
		r.Status = Invalid
	case k.Finding == report.CannotTell && k.Blind():
		r.Status = Invalid
		r.Reason += "; even a change ten times the margin would have gone unseen"
	case !d.shown():
		r.Status = Invalid
		r.Reason += d.blind()
	case k.Finding == report.CannotTell:
		r.Status = Pass
		r.Reason += d.unseen(k)
	default:
		r.Status = Pass
	}
	return r.whole(k)
}

// whole takes back what passed on a part of the shape: the quantiles that are
// missing may be what got worse.
func (r Result) whole(k report.Contrast) Result {
	if r.Status != Pass || len(k.Missing) == 0 {
		return r
	}
	var names []string
	for _, metric := range k.Missing {
		names = append(names, title(metric))
	}
	r.Status = Invalid
	r.Reason += "; not measured in every round of both sides: " + strings.Join(names, ", ")
	return r
}

// unseen says how much worse it may be all the same, of a rule that nothing worse
// was seen of.
func (d gap) unseen(k report.Contrast) string {
	if len(k.Shape) > 0 {
		return "; nothing worse was seen of any quantile"
	}
	return fmt.Sprintf("; nothing worse was seen, and it is not worse by more than %s", apart(d.metric, max(0, d.end())))
}

// glimpsed judges what a single round of one of the sides shows. It claims no
// significance, so that a rule is broken only where somebody has said how much
// is noise, by writing the margin. The floor does not say it: that is what can be
// seen of the middle of many rounds, and one of them lies much farther out.
func (r Result) glimpsed(d gap) Result {
	r.Reason = fmt.Sprintf("%s, in the baseline %s; indicative: one round", d.observed, d.metric.Format(*d.contrast.Before))
	switch {
	case d.worse <= d.margin:
		r.Status = Pass
	case d.worse < d.contrast.Floor:
		r.Status = Invalid
		r.Reason += d.blind()
	case d.own:
		r.Status = Invalid
		r.Reason += ", and nothing says how much of that is noise: make 5 rounds on both sides, or write a margin"
	default:
		r.Status = Fail
		r.Reason += ": " + miss(r.Rule.Op, apart(d.metric, d.worse-d.margin), d.worse == d.margin)
	}
	return r
}

// A gap is how far a figure lies from the baseline's, and how far it may.
type gap struct {
	metric   report.Metric
	contrast report.Contrast
	observed *Figure
	own      bool    // whether the margin is the metric's own
	margin   float64 // in the metric's base unit; without regard to what can be seen
	limit    float64 // the baseline's figure and the margin
	worse    float64 // how much worse the figure is; below zero where it is better
}

func distanceOf(r Rule, m report.Metric, k report.Contrast) gap {
	margin, own := r.Margin, r.Margin == (report.Margin{})
	if own {
		margin = m.Margin()
	}
	d := gap{metric: m, contrast: k, own: own, margin: margin.Of(math.Abs(*k.Before)), worse: worsening(m, *k.Shift)}
	d.limit = *k.Before - d.margin*float64(m.Better)
	d.observed = written(m, *k.After)
	if k.Metric != r.Metric {
		d.observed.Text = title(k.Metric) + " " + d.observed.Text
	}
	return d
}

// shown tells whether what was found is within the margin, and not only within
// what can be seen. A metric's own margin is never finer than that.
func (d gap) shown() bool {
	return d.own || d.contrast.Floor <= d.margin || d.end() <= d.margin
}

// end returns how much worse the figure is at the most, as the interval shows.
func (d gap) end() float64 {
	if i := d.contrast.Interval; i != nil {
		return max(worsening(d.metric, i.Low), worsening(d.metric, i.High))
	}
	return d.worse
}

// blind says that the margin is finer than what can be seen.
func (d gap) blind() string {
	return fmt.Sprintf("; differences of less than %s cannot be seen here, and the margin is %s",
		apart(d.metric, d.contrast.Floor), apart(d.metric, d.margin))
}

// worsening returns how much worse a shift of the metric is.
func worsening(m report.Metric, shift float64) float64 { return -shift * float64(m.Better) }

// furthest returns the contrast itself, or of a shape the quantile that became
// worse by the most of what matters, of those that the finding rests on: a
// quantile that moved further by chance is none of the reasons.
func furthest(m report.Metric, k report.Contrast) report.Contrast {
	if len(k.Shape) == 0 {
		return k
	}
	among := slices.DeleteFunc(slices.Clone(k.Shape), func(q report.Contrast) bool { return q.Finding != k.Finding })
	if len(among) == 0 {
		among = k.Shape
	}
	by := func(q report.Contrast) float64 {
		if q.Shift == nil {
			return math.Inf(-1)
		}
		return worsening(m, *q.Shift) / max(q.Least, math.SmallestNonzeroFloat64)
	}
	return slices.MaxFunc(among, func(a, b report.Contrast) int {
		if by(a) < by(b) {
			return -1
		}
		return 1
	})
}

// indicative warns of variants that were judged by a single round.
func indicative(results []Result) []string {
	var out []string
	for _, r := range results {
		if r.Contrast == nil || r.Status == Invalid || min(r.Contrast.Rounds[0], r.Contrast.Rounds[1]) > 1 {
			continue
		}
		w := fmt.Sprintf("variant %q: indicative: one round claims no significance; 5 rounds on both sides do", r.Variant)
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// forced warns that rules were judged by a baseline that cannot be compared with.
// They are judged only where somebody insisted.
func (v Verdict) forced() []string {
	var in []string
	for _, d := range v.Differences {
		if d.Bars {
			in = append(in, d.Name)
		}
	}
	judged := slices.ContainsFunc(v.Rules, func(r Result) bool { return r.Rule.Baseline && r.Status != Invalid })
	if len(in) == 0 || !judged {
		return nil
	}
	return []string{fmt.Sprintf("judged by force: %s is not alike in %s, so that what differs need not be the target's doing", v.Baseline, strings.Join(in, ", "))}
}
