package ci

import (
	"fmt"
	"slices"
)

// Failing returns a rule for every check that failed, in their order, each made on
// the one variant that failed it: what a second look has to be at.
func (v Verdict) Failing() []Rule {
	var out []Rule
	for _, r := range v.Rules {
		if r.Status == Fail {
			r.Rule.Variant = r.Variant
			out = append(out, r.Rule)
		}
	}
	return out
}

// Confirmed returns the verdict in view of a second one, on [Verdict.Failing] and
// runs that were made anew; by names these. Only what failed twice fails. What
// passes the second time passes, and a warning tells both figures. What could not
// be judged the second time is invalid: it neither failed twice nor held once.
func (v Verdict) Confirmed(second Verdict, by ...string) Verdict {
	results := slices.Clone(v.Rules)
	warnings := slices.Clone(v.Warnings)
	next := 0
	for i, r := range results {
		if r.Status != Fail || next >= len(second.Rules) {
			continue
		}
		results[i] = r.again(second.Rules[next])
		if results[i].Status == Pass {
			warnings = append(warnings, fmt.Sprintf("%s: %s", r.subject(), results[i].Reason))
		}
		next++
	}
	out := conclude(results)
	out.Baseline, out.Differences, out.ConfirmedBy = v.Baseline, v.Differences, by
	out.Warnings = warnings
	known := append(backward(v.Failing()), warnings...) // in the first as warnings of the same rules
	for _, w := range second.Warnings {
		if !slices.Contains(known, w) {
			out.Warnings = append(out.Warnings, w)
		}
	}
	return out
}

// again returns a check that failed as the second look at it leaves it.
func (r Result) again(second Result) Result {
	first := r.Reason
	switch second.Status {
	case Fail:
		r.Reason = fmt.Sprintf("%s; and in a run made anew: %s", first, second.Reason)
		return r
	case Pass:
		second.Reason = fmt.Sprintf("failed at first (%s), but holds in a run made anew (%s)", first, second.Reason)
	default:
		second.Reason = fmt.Sprintf("failed at first (%s), and could not be judged in a run made anew: %s", first, second.Reason)
	}
	second.Rule, second.Variant = r.Rule, r.Variant
	return second
}

// Unconfirmed returns the verdict with why there was no second look at what
// failed, which leaves it what it is.
func (v Verdict) Unconfirmed(why error) Verdict {
	v.Warnings = append(slices.Clone(v.Warnings), fmt.Sprintf("what failed was not confirmed: %v", why))
	return v
}
