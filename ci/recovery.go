package ci

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// recovery judges how long the target took to come back after a peak: the latest
// return over rounds. One that was awaited in vain for as long as the limit, and
// one that never comes, break it. One that was not awaited for so long, because
// the next peak or the end came first, is invalid: it may have come in time. A
// return counts once it has stayed, so that what came in the last moments of the
// watch has not been seen.
func (r Result) recovery(m report.Metric, v report.Variant, c report.Comparison) Result {
	from, err := recoveriesFrom(v, r.Rule.Peak)
	if err != nil {
		return r.invalid(err)
	}
	found := from[0]
	of := func(r measure.Recovery) measure.Return { return r.InTime }
	if r.Rule.Metric == recoverySLOMetric {
		if c.Limits.SLO <= 0 {
			return r.invalid(errors.New("there is no SLO to be back within"))
		}
		of = func(r measure.Recovery) measure.Return { return r.InSLO }
	}
	back := of(found)
	after, limit := back.After.Seconds(), r.Rule.Limit
	if back.Back {
		return r.compare(m, after, limit)
	}
	hold := c.Limits.Hold(c.Window)
	r.Observed, r.Limit = &Figure{Text: "> " + m.Format(after)}, written(m, limit)
	switch {
	case (back.After - hold).Seconds() >= limit:
		r.Status, r.Reason = Fail, fmt.Sprintf("not back within %s after %s, against a limit of %s", m.Format(after), found.Peak, r.Limit)
	case v.Verdict == measure.Metastable && !slices.ContainsFunc(from, func(r measure.Recovery) bool { return of(r).Back }):
		r.Observed = &Figure{Text: "never"}
		r.Status, r.Reason = Fail, fmt.Sprintf("never back after %s: the verdict is %q", found.Peak, v.Verdict)
	default:
		return r.invalid(fmt.Errorf("%s %s after %s, and it was not back by then; a return counts once it has stayed for %s", back.Ending(), m.Format(after), found.Peak, m.Format(hold.Seconds())))
	}
	return r
}

// recoveriesFrom returns the recoveries from a peak on. The error lists the peaks.
func recoveriesFrom(v report.Variant, peak string) ([]measure.Recovery, error) {
	i := slices.IndexFunc(v.Recovery, func(r measure.Recovery) bool { return r.Peak == peak })
	if i >= 0 {
		return v.Recovery[i:], nil
	}
	var peaks []string
	for _, r := range v.Recovery {
		peaks = append(peaks, r.Peak)
	}
	if len(peaks) == 0 {
		return nil, errors.New("the profile has no phase that is a peak")
	}
	return nil, fmt.Errorf("there is no peak %q, only %s", peak, strings.Join(peaks, ", "))
}
