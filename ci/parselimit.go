package ci

import (
	"fmt"
	"strings"

	"matchday/report"
)

// The words of a limit that is the baseline's.
const (
	baselineWord = "baseline"
	ofBaseline   = " of " + baselineWord
)

// relative tells whether a limit is the baseline's.
func relative(limit string) bool {
	return strings.HasPrefix(limit, baselineWord) || strings.HasSuffix(limit, ofBaseline)
}

func (r *Rule) parseLimit(limit part) error {
	m, err := metric(r.Metric)
	if err != nil {
		return limit.fault("%v", err)
	}
	if relative(limit.squeezed()) {
		return r.parseBaseline(limit, m)
	}
	if r.Metric == report.ShapeMetric {
		return limit.fault(`the shape has no limit of its own: want one such as "shape <= baseline"`)
	}
	text := joined(limit.squeezed())
	r.Limit, err = parseQuantity(text, m.Unit)
	if err != nil {
		return limit.fault("limit %q of %s is not %s%s", limit.text, m.Name, wanted(m.Unit), orBaseline(text, m.Unit))
	}
	if r.Seconds != 0 {
		if err := r.checkSeconds(limit, m); err != nil {
			return err
		}
	}
	if why := r.pointless(m.Unit); why != "" {
		return limit.fault("%s", why)
	}
	return nil
}

// checkSeconds returns an error unless the metric is known second by second.
func (r *Rule) checkSeconds(limit part, m report.Metric) error {
	if r.Op == Equal || r.Op == Unequal {
		return limit.fault("operator %q does not fit a share of seconds: want one of < <= > >=", r.Op)
	}
	if m.ByWindow() {
		return nil
	}
	var names []string
	for _, m := range report.Metrics() {
		if m.ByWindow() {
			names = append(names, m.Name)
		}
	}
	return limit.fault("%s is not known second by second: want one of %s", r.subject(), strings.Join(names, ", "))
}

// joined puts a unit that is set off by a space, as reports write it, back to
// its number. It leaves "1 200" alone, which may be two numbers.
func joined(text string) string {
	number, unit, found := strings.Cut(text, " ")
	if !found || strings.ContainsAny(unit, "0123456789. ") {
		return text
	}
	return number + unit
}

// parseBaseline reads a limit that is the baseline's figure, or lies a margin to
// its worse side.
func (r *Rule) parseBaseline(limit part, m report.Metric) error {
	if r.Seconds != 0 {
		return limit.fault("shares of seconds have no baseline: want a limit such as \"p99 < 250ms for 99%% of seconds\"")
	}
	if err := r.checkSide(limit, m); err != nil {
		return err
	}
	r.Baseline = true
	text := limit.squeezed()
	if share, of := strings.CutSuffix(text, ofBaseline); of {
		return r.parseShare(limit, joined(share), m)
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, baselineWord))
	if text == "" {
		return nil
	}
	margin, signed := strings.CutPrefix(text, r.Op.sign())
	if !signed {
		return limit.fault("%s may be worse than the baseline by a margin: want %q, or %q with a margin such as %s",
			m.Name, r.head()+baselineWord, r.head()+baselineWord+" "+r.Op.sign(), wantedMargin(m.Unit))
	}
	return r.parseMargin(limit, margin, m)
}

// checkSide returns an error unless the operator bounds the metric on its worse
// side and takes in the limit, which is the only thing that can be told of two
// sets of rounds.
func (r *Rule) checkSide(limit part, m report.Metric) error {
	if m.Better == report.Neither {
		return limit.fault("neither more nor less %s is better, so nothing is worse than the baseline: want a limit of its own", m.Name)
	}
	want, word := AtMost, "less"
	if m.Better == report.Higher {
		want, word = AtLeast, "more"
	}
	if r.Op != want {
		return limit.fault(`%s %s is better: against the baseline want "%s %s baseline"`, word, m.Name, m.Name, want)
	}
	return nil
}

// parseMargin reads what stands behind the sign.
func (r *Rule) parseMargin(limit part, text string, m report.Metric) error {
	bad := limit.fault("margin %q of %s is not %s", strings.TrimSpace(text), m.Name, wantedMargin(m.Unit))
	for i, one := range strings.Split(text, " or ") {
		one = joined(strings.TrimSpace(one))
		share, err := parsePercent(one)
		of := &r.Margin.Share
		if err != nil {
			share, err = parseDistance(one, m.Unit)
			of = &r.Margin.Absolute
		}
		if err != nil || share == 0 || *of != 0 || i > 1 {
			return bad
		}
		*of = share
	}
	return r.checkMargin(limit, m)
}

// checkMargin returns an error if no figure could be so much worse.
func (r *Rule) checkMargin(limit part, m report.Metric) error {
	if r.Op.floor() && r.Margin.Share >= 1 || m.Unit == report.Share && r.Margin.Absolute >= 1 {
		return limit.fault("%s%s cannot fail: no figure is that much worse than the baseline's", r.head(), r.limit())
	}
	return nil
}

// parseShare reads a limit that is a share of the baseline's figure, which is a
// margin in other words.
func (r *Rule) parseShare(limit part, text string, m report.Metric) error {
	x, err := parsePercent(text)
	if err != nil || x == 0 {
		return limit.fault(`limit %q is not a percentage above zero of the baseline, such as "110%% of baseline"`, limit.text)
	}
	worse := x > 1
	if r.Op.floor() {
		worse = x < 1
	}
	if !worse {
		return limit.fault("limit %q leaves no room to differ: two runs are never quite the same; want a margin on the worse side, or %q for the metric's own",
			limit.text, r.head()+baselineWord)
	}
	r.Margin.Share = fromOne(x)
	return r.checkMargin(limit, m)
}

// orBaseline says how to write a share of the baseline, to those who may have
// meant one.
func orBaseline(text string, u report.Unit) string {
	if _, err := parsePercent(text); err != nil || u == report.Share {
		return ""
	}
	return fmt.Sprintf("; a share of the baseline's figure is written %q", text+ofBaseline)
}

// pointless says why every figure, or none, keeps the rule. It returns "" for a
// rule that can go both ways. No metric is below zero, and no share above one.
func (r Rule) pointless(u report.Unit) string {
	top := u == report.Share && r.Limit >= 1
	switch {
	case r.Op == AtLeast && r.Limit == 0, r.Op == AtMost && top:
		return fmt.Sprintf("%s%s cannot fail: no figure is on the other side", r.head(), r.limit())
	case r.Op == Less && r.Limit == 0, r.Op == More && top:
		return fmt.Sprintf("%s%s cannot hold: no figure is on that side", r.head(), r.limit())
	}
	return ""
}
