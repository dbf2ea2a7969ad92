package report

import (
	"fmt"
	"math"
	"strings"
)

// sureEnough is the least confidence of an interval that may show that nothing
// changed: two one-sided tests at 5 % come to an interval of 90 %.
const sureEnough = 1 - 2*significance

// answer concludes.
func (q question) answer(family int) Contrast {
	switch {
	case q.obstacle != "":
		q.Finding, q.Why = CannotTell, q.title()+" cannot be told: "+q.obstacle
		return q.Contrast
	case q.quantiles != nil:
		return q.answerShape(family)
	}
	q.Finding = q.find()
	q.Why = q.says(family)
	return q.Contrast
}

// find decides.
func (q question) find() Finding {
	switch {
	case q.single():
		return CannotTell
	case q.same():
		return NoDifference
	case q.changed() && math.Abs(*q.Shift) >= q.Least && q.gain() < 0:
		return Worse
	case q.changed() && math.Abs(*q.Shift) >= q.Least && q.gain() > 0:
		return Better
	case q.still():
		return NoDifference
	}
	return CannotTell
}

// changed tells whether there is a difference at all.
func (q question) changed() bool { return q.Adjusted != nil && *q.Adjusted <= significance }

// gain is above zero where the shift is for the better, below where it is for
// the worse.
func (q question) gain() float64 { return *q.Shift * float64(q.metric.Better) }

// still tells whether the interval shows that there is no difference that
// matters; where only the worse is asked for, that nothing has become worse.
func (q question) still() bool {
	if q.Interval == nil || q.Interval.Confidence < sureEnough {
		return false
	}
	low, high := -q.Least, q.Least
	switch {
	case q.Worse && q.metric.Better == Lower:
		low = math.Inf(-1)
	case q.Worse && q.metric.Better == Higher:
		high = math.Inf(1)
	}
	return q.Interval.Within(low, high)
}

// least returns the least change that matters and can be seen.
func (q question) least() float64 {
	if q.Before == nil {
		return q.Floor
	}
	m := q.Margin
	if m == (Margin{}) {
		m = q.metric.Margin()
	}
	return max(m.Of(math.Abs(*q.Before)), q.Floor)
}

// Margin is the least change of a metric that matters to most: 2 % of what it
// was, but of durations at least 1 ms and of shares at least 0.2 points.
func (m Metric) Margin() Margin {
	switch m.Unit {
	case Seconds:
		return Margin{Share: .02, Absolute: .001}
	case Share:
		return Margin{Share: .02, Absolute: .002}
	}
	return Margin{Share: .02}
}

// title names what the question is about.
func (q question) title() string {
	if q.metric.Title == "" {
		return q.Metric
	}
	return q.metric.Title
}

// says puts the answer in words: the effect, then the interval, then the p.
func (q question) says(family int) string {
	text := q.effect()
	switch {
	case q.single():
		return text + " in one round, which is indicative only"
	case q.same():
		return q.title() + " is the same in " + q.count()
	case q.Test == "" && q.Finding == CannotTell:
		return text + q.tooFew(family)
	}
	text += q.chance(family)
	switch {
	case q.Finding == NoDifference && q.Worse:
		return text + fmt.Sprintf(": not worse by the %s that matter", q.metric.span(q.Least))
	case q.Finding == NoDifference:
		return text + fmt.Sprintf(": less than the %s that matter", q.metric.span(q.Least))
	case q.Finding == CannotTell && q.changed() && q.metric.Better == Neither:
		return text + ", which is neither better nor worse"
	case q.Finding == CannotTell && q.changed():
		return text + fmt.Sprintf(": whether that comes to the %s that matter cannot be told", q.metric.span(q.Least))
	case q.Finding == CannotTell:
		return text + ": that may be chance"
	}
	return text
}

// tooFew says how many rounds it would take.
func (q question) tooFew(family int) string {
	atOnce := ""
	if family > 1 {
		atOnce = fmt.Sprintf(" with %d comparisons at once", family)
	}
	return fmt.Sprintf("; of %s that may be chance: it takes %d to tell%s", q.count(), q.needed, atOnce)
}

// effect says how far the sides lie apart, and how sure that is.
func (q question) effect() string {
	way := "higher"
	if *q.Shift < 0 {
		way = "lower"
	}
	text := fmt.Sprintf("%s is %s %s", q.title(), q.metric.span(math.Abs(*q.Shift)), way)
	if *q.Shift == 0 {
		text = q.title() + " is as high as before"
	}
	if i := q.Interval; i != nil {
		text += fmt.Sprintf(" (%s to %s, %s)", q.metric.step(i.Low), q.metric.step(i.High), percent(i.Confidence))
	}
	return text
}

// chance says how likely such a change is without any.
func (q question) chance(family int) string {
	if q.Adjusted == nil {
		return ""
	}
	text := ", p " + probability(*q.Adjusted)
	if family > 1 {
		text += " after Holm"
	}
	return text
}

// probability writes a p with its relation.
func probability(p float64) string {
	if p < .001 {
		return "< 0.001"
	}
	return "= " + strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", p), "0"), ".")
}
