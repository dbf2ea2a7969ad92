package ci

import (
	"errors"
	"fmt"
	"math"

	"matchday/report"
)

// A Result is one check: a rule held against one variant.
type Result struct {
	Rule     Rule    `json:"rule"`
	Variant  string  `json:"variant"` // empty where there is none to check
	Status   Status  `json:"status"`
	Observed *Figure `json:"observed,omitempty"` // nil where it is not known
	Limit    *Figure `json:"limit,omitempty"`    // nil where it is not known
	Margin   *Figure `json:"margin,omitempty"`   // to the limit; below zero on the wrong side of it
	Reason   string  `json:"reason"`             // in words, for every status

	Contrast *report.Contrast `json:"contrast,omitempty"` // with the baseline, of rules on a figure of it
}

// A Figure is a value and how it is written.
type Figure struct {
	Value *float64 `json:"value,omitempty"` // in the metric's base unit; nil for a verdict
	Text  string   `json:"text"`            // with its unit
}

// String returns how the figure is written; one that is not known is a dash.
func (f *Figure) String() string {
	if f == nil {
		return "–"
	}
	return f.Text
}

func written(m report.Metric, x float64) *Figure { return &Figure{&x, m.Format(x)} }

// in writes a value in a unit as a metric of that unit would.
func in(u report.Unit, x float64) string { return report.Metric{Unit: u}.Format(x) }

// apart writes the distance between two figures. Between shares it is in
// percentage points, which are not a percentage of either.
func apart(m report.Metric, x float64) string {
	if m.Unit == report.Share {
		points := in(report.Count, 100*math.Abs(x))
		if points == "1" {
			return "1 point"
		}
		return points + " points"
	}
	return m.Format(math.Abs(x))
}

// signed writes a margin, which unlike a figure can be below zero.
func signed(m report.Metric, x float64) *Figure {
	sign := ""
	switch {
	case x > 0:
		sign = "+"
	case x < 0:
		sign = "−"
	}
	return &Figure{&x, sign + apart(m, x)}
}

// onTheWrongSide tells whether the figure itself breaks the limit, which does not
// fail where it may be chance. A reader who sees the figures wants to know.
func (r Result) onTheWrongSide() bool {
	return r.Margin != nil && r.Margin.Value != nil && *r.Margin.Value < 0
}

func (r Result) invalid(why error) Result {
	r.Status, r.Reason = Invalid, why.Error()
	return r
}

// compare judges what was observed against the limit.
func (r Result) compare(m report.Metric, x, limit float64) Result {
	op := r.Rule.Op
	margin := op.margin(x, limit)
	r.Observed, r.Limit, r.Margin = written(m, x), written(m, limit), signed(m, margin)
	r.Status = Pass
	r.Reason = fmt.Sprintf("%s against a limit of %s", r.Observed.Text, r.Limit.Text)
	if !op.holds(x, limit) {
		r.Status = Fail
		r.Reason += ": " + miss(op, apart(m, margin), margin == 0)
	}
	return r
}

// miss says how a figure missed the limit by the given distance.
func miss(op Op, by string, reached bool) string {
	switch {
	case op == Unequal:
		return "it must be another"
	case reached:
		return "the limit itself does not count"
	case op.ceiling():
		return by + " too much"
	case op.floor():
		return by + " too little"
	}
	return by + " off"
}

// verdict judges the verdict on the target. One that could not be reached says
// nothing for or against another, so it is invalid unless the rule is about it.
func (r Result) verdict(v report.Variant) Result {
	want := r.Rule.Verdict
	switch {
	case v.Verdict == "":
		return r.invalid(errors.New("no verdict was reached"))
	case open(v.Verdict) && v.Verdict != want:
		return r.invalid(fmt.Errorf("the verdict is %q: %s", v.Verdict, v.Reason))
	}
	r.Observed, r.Limit = &Figure{Text: v.VerdictOfRounds()}, &Figure{Text: string(want)}
	r.Status, r.Reason = Pass, fmt.Sprintf("the verdict is %q: %s", v.Verdict, v.Reason)
	if (v.Verdict == want) != (r.Rule.Op == Equal) {
		r.Status = Fail
	}
	return r
}
