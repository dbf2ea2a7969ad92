package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// shapeMetrics are the quantiles that make up the shape.
func shapeMetrics() []string {
	return []string{"p10", "p20", "p30", "p40", "p50", "p60", "p70", "p80", "p90", "p95", "p99", "p999"}
}

// poseShape gathers the figures of all quantiles that both sides have. Where a
// round lacks one of them that quantile is left out, since rounds change sides as
// wholes; it is missing, unless neither side has it.
func (c Comparison) poseShape(ref Reference, a Ask) question {
	q := question{Contrast: Contrast{Ask: a}, metric: Metric{Name: ShapeMetric, Title: ShapeMetric, Unit: Seconds, Better: Lower}}
	why := ""
	for _, name := range shapeMetrics() {
		one := a
		one.Metric = name
		part := c.pose(ref, one)
		switch {
		case part.obstacle == "" && (len(q.quantiles) == 0 || part.Rounds == q.Rounds):
			q.quantiles, q.Rounds = append(q.quantiles, part), part.Rounds
		case part.Before != nil || part.After != nil:
			q.missing, q.Missing = append(q.missing, part), append(q.Missing, name)
		}
		why = cmp.Or(part.obstacle, why)
	}
	if len(q.quantiles) == 0 {
		return q.stopped(why)
	}
	q.lead(q.quantiles)
	return q
}

// lead takes over the figures of the quantile that moved furthest, in units of
// what matters.
func (q *question) lead(among []question) {
	far := func(p question) float64 { return math.Abs(*p.Shift) / max(p.Least, math.SmallestNonzeroFloat64) }
	most := slices.MaxFunc(among, func(a, b question) int { return cmp.Compare(far(a), far(b)) })
	q.leading = most.Metric
	q.before, q.after, q.differences = most.before, most.after, most.differences
	q.Before, q.After, q.Shift, q.Ratio, q.Interval = most.Before, most.After, most.Shift, most.Ratio, most.Interval
	q.Paired, q.Least, q.Floor = most.Paired, most.Least, most.Floor
}

// answerShape answers quantile by quantile, and as the worst of them. A
// minority that got slower is not made good by a majority that got quicker.
func (q question) answerShape(family int) Contrast {
	counts := map[Finding][]question{}
	var p, adjusted []*float64
	for _, part := range q.quantiles {
		answer := part.answer(family)
		q.Shape, p, adjusted = append(q.Shape, answer), append(p, part.P), append(adjusted, part.Adjusted)
		counts[answer.Finding] = append(counts[answer.Finding], part)
	}
	q.Test, q.P, q.Adjusted = q.quantiles[0].Test, least(p), least(adjusted)
	q.Finding = CannotTell
	switch {
	case len(counts[Worse]) > 0:
		q.Finding = Worse
	case len(q.missing) > 0: // what is not there may have become worse
	case len(counts[Better]) > 0:
		q.Finding = Better
	case len(counts[NoDifference]) == len(q.Shape):
		q.Finding = NoDifference
	}
	if found := counts[q.Finding]; len(found) > 0 {
		q.lead(found)
	}
	q.Why = q.shapeSays(counts)
	if len(q.missing) > 0 {
		q.Why += "; not measured in every round of both sides: " + listed(q.missing)
	}
	return q.Contrast
}

// shapeSays puts the answer on the quantiles that there are in words.
func (q question) shapeSays(counts map[Finding][]question) string {
	i := slices.IndexFunc(q.Shape, func(s Contrast) bool { return s.Metric == q.leading })
	most := q.Shape[i].Why
	switch found := counts[q.Finding]; {
	case q.single() || q.Finding == CannotTell && q.Test == "":
		return most
	case q.Finding == NoDifference:
		return "no quantile differs; the most: " + most
	case q.Finding == CannotTell && len(q.missing) > 0:
		return "of the whole nothing can be told; the most: " + most
	case q.Finding == CannotTell:
		return "of no quantile a change can be told; the most: " + most
	case len(found) == len(q.Shape) && len(q.missing) == 0:
		return fmt.Sprintf("all quantiles %s; the most: %s", q.Finding, most)
	default:
		return fmt.Sprintf("%s %s; the most: %s", listed(found), q.Finding, most)
	}
}

// listed names quantiles, neighbours as from the first to the last of them.
func listed(all []question) string {
	place := func(q question) int { return slices.Index(shapeMetrics(), q.Metric) }
	var parts []string
	for i := 0; i < len(all); {
		last := i
		for last+1 < len(all) && place(all[last+1]) == place(all[last])+1 {
			last++
		}
		text := all[i].metric.Title
		switch last - i {
		case 0:
		case 1:
			text += ", " + all[last].metric.Title
		default:
			text += " to " + all[last].metric.Title
		}
		parts = append(parts, text)
		i = last + 1
	}
	return strings.Join(parts, ", ")
}
