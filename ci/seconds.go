package ci

import (
	"errors"
	"fmt"
	"math"

	"matchday/report"
)

// seconds judges for which share of the seconds of a phase, those of all rounds
// together, the figure keeps the limit. A second in which nothing was due does not
// count. One in which something was and nothing came of it that the figure could
// be read from breaks the rule: where nobody was answered, nobody was answered in
// time.
func (r Result) seconds(m report.Metric, v report.Variant) Result {
	c, err := cell(v, r.Rule.Phase)
	if err != nil {
		return r.invalid(err)
	}
	var kept, counted int
	for _, windows := range v.ByWindow {
		for _, w := range report.WholeSeconds(windows, c.Phase) {
			if !w.Due() {
				continue
			}
			counted++
			x, known := w.Of(m)
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
				return r.invalid(fmt.Errorf("%s is %v, which is no figure", m.Name, x))
			}
			if known && r.Rule.Op.holds(x, r.Rule.Limit) {
				kept++
			}
		}
	}
	if counted == 0 {
		return r.invalid(errors.New("there is no second in which anything was due"))
	}
	return r.share(kept, counted)
}

// share judges how many of the seconds kept the limit.
func (r Result) share(kept, counted int) Result {
	share := report.Metric{Unit: report.Share}
	x := float64(kept) / float64(counted)
	margin := x - r.Rule.Seconds
	r.Observed, r.Limit, r.Margin = written(share, x), written(share, r.Rule.Seconds), signed(share, margin)
	r.Status, r.Reason = Pass, fmt.Sprintf("it holds in %d of %d seconds, %s, of the %s that are wanted", kept, counted, r.Observed, r.Limit)
	if margin < 0 {
		r.Status = Fail
	}
	return r
}
