package ci

import (
	"fmt"
	"slices"

	"matchday/measure"
	"matchday/report"
)

// likely is how likely chance alone may be said to make a verdict worse: the level
// of everything that is held against a baseline, which is asked on one side.
const likely = .05 / 2

// noWorse judges the verdict by the baseline's, the worst over rounds on either
// side. What came back in time and within the SLO is no worse than anything. Many
// settings have a bad round now and then, so that a worse verdict fails only where
// more rounds have it than chance would give to one side.
func (r Result) noWorse(k check, ref *report.Reference) Result {
	rec, err := record(*ref, k.variant)
	if err != nil {
		return r.invalid(err)
	}
	now, before := k.variant.Verdict, worst(rec.Verdicts)
	was := "none was reached"
	if now != "" {
		r.Observed = &Figure{Text: string(now)}
	}
	if before != "" {
		r.Limit, was = &Figure{Text: string(before)}, fmt.Sprintf("%q", before)
	}
	switch {
	case open(now):
		return r.invalid(fmt.Errorf("the verdict is %q: %s", now, k.variant.Reason))
	case open(before) && now != measure.Recovered:
		return r.invalid(fmt.Errorf("the verdict is %q, and in the baseline none was reached", now))
	}
	r.Status, r.Reason = Pass, fmt.Sprintf("the verdict is %q, in the baseline %s: %s", now, was, k.variant.Reason)
	if now != measure.Recovered && report.Severity(now) > report.Severity(before) {
		return r.worsened(roundsOf(k.variant), rec.Verdicts, before)
	}
	return r
}

// roundsOf returns the verdicts of a variant by round.
func roundsOf(v report.Variant) []measure.Verdict {
	if len(v.Verdicts) == 0 {
		return []measure.Verdict{v.Verdict}
	}
	return v.Verdicts
}

// worsened judges by how many rounds have a worse verdict than any of the
// baseline's.
func (r Result) worsened(now, before []measure.Verdict, than measure.Verdict) Result {
	now, before = slices.DeleteFunc(slices.Clone(now), open), slices.DeleteFunc(slices.Clone(before), open)
	worse := 0
	for _, v := range now {
		if report.Severity(v) > report.Severity(than) {
			worse++
		}
	}
	r.Reason += fmt.Sprintf("; %d of %d rounds are worse than the baseline's worst of %d", worse, len(now), len(before))
	switch {
	case min(len(now), len(before)) < 2:
		r.Status = Invalid
		r.Reason += ", and nothing says that this is more than chance: make 5 rounds on both sides"
	case beyond(worse, len(now), len(before)) > likely:
		r.Status = Invalid
		r.Reason += ": that may be chance"
	default:
		r.Status = Fail
	}
	return r
}

// beyond returns how likely it is that the worst rounds of both sides, so many of
// them, are all on the side that has now rounds, if nothing tells the sides apart.
func beyond(worst, now, before int) float64 {
	p := 1.
	for i := range worst {
		p *= float64(now-i) / float64(now+before-i)
	}
	return p
}

// open tells whether a verdict says nothing for or against another.
func open(v measure.Verdict) bool { return v == "" || v == measure.Undecided || v == measure.NoPeak }

// worst returns the worst of the verdicts, "" of none.
func worst(all []measure.Verdict) measure.Verdict {
	var found measure.Verdict
	for i, v := range all {
		if i == 0 || report.Severity(v) > report.Severity(found) {
			found = v
		}
	}
	return found
}
