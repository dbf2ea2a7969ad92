package report

import (
	"fmt"
	"slices"

	"matchday/report/stats"
)

// A Middle is where the rounds of a variant have their middle, for one metric
// over the whole trial. The unit is the round: what all rounds merged come to may
// lie a little beside it.
type Middle struct {
	Metric   string          `json:"metric"`
	Rounds   int             `json:"rounds"`             // in which it was measured
	Median   float64         `json:"median"`             // in the metric's base unit
	Interval *stats.Interval `json:"interval,omitempty"` // by order statistics; nil where the rounds are too few
	Needed   int             `json:"needed,omitempty"`   // how many rounds it takes for an interval, where there is none
}

// middlesOf returns the middles of the metrics that variants are judged by first,
// those that were measured; none of a single round.
func (v Variant) middlesOf(names []string) []Middle {
	var out []Middle
	for _, name := range names {
		if m, err := Lookup(name); err == nil {
			if middle, ok := v.middle(m); ok {
				out = append(out, middle)
			}
		}
	}
	return out
}

// middle returns where the rounds have their middle.
func (v Variant) middle(m Metric) (Middle, bool) {
	values := m.rounds(v)
	if len(values) < 2 {
		return Middle{}, false
	}
	out := Middle{Metric: m.Name, Rounds: len(values), Median: stats.Median(values)}
	if i, ok := stats.MedianInterval(values, confidence); ok {
		out.Interval = &i
		return out, true
	}
	out.Needed = stats.NeededForMedian(confidence)
	return out, true
}

// text writes the median and in brackets where it lies, or where there is no
// interval the least and the most.
func (x Middle) text(m Metric) string {
	median := m.Format(x.Median)
	if x.Interval == nil {
		return median
	}
	low, high := m.Format(x.Interval.Low), m.Format(x.Interval.High)
	if low == high {
		return median
	}
	return fmt.Sprintf("%s (%s – %s)", median, low, high)
}

// hint says in a sentence how sure the middle is.
func (x Middle) hint(m Metric) string {
	if x.Interval == nil {
		return fmt.Sprintf("median of %s %s; too few for an interval, which takes %d", plural(x.Rounds, "round"), m.Format(x.Median), x.Needed)
	}
	return fmt.Sprintf("median of %s %s, in %s – %s with %s", plural(x.Rounds, "round"), m.Format(x.Median),
		m.Format(x.Interval.Low), m.Format(x.Interval.High), percent(x.Interval.Confidence))
}

// sure tells whether there are rounds enough for intervals of every variant.
func (c Comparison) sure() bool {
	needed := stats.NeededForMedian(confidence)
	return !slices.ContainsFunc(c.Variants, func(v Variant) bool { return v.Rounds < needed })
}
