package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
)

// roundsTable is the screen's table of how the rounds differ, nothing where there
// is one of each.
func (c Comparison) roundsTable() []textColumn {
	if c.Rounds < 2 {
		return nil
	}
	return c.spreadColumns(c.pick("users_served", "users_in_slo", "p99"))
}

// spreadColumns is the table of how far the rounds of each variant lie apart, and
// the verdicts: of each metric the median with its interval, or where
// the rounds are too few for one the least and the most.
func (c Comparison) spreadColumns(metrics []Metric) []textColumn {
	all := []textColumn{{head: "rounds", left: true}}
	what := "least – most"
	if c.sure() {
		what = "median (" + percent(confidence) + ")"
	}
	weak := map[string]int{"users_in_slo": 3, "p99": 2, "users_served": 1} // verdicts and names stay
	for _, m := range metrics {
		all = append(all, textColumn{head: m.Title + "\n" + what, opens: true, weak: weak[m.Name]})
	}
	all = append(all, textColumn{head: "verdicts", left: true, opens: true})
	for _, v := range c.Variants {
		row := []string{fmt.Sprintf("%s × %d", clip(v.Name, mostName), v.Rounds)}
		for _, m := range metrics {
			row = append(row, c.spread(v, m))
		}
		for i, text := range append(row, tallied(v.Verdicts)) {
			all[i].cells = append(all[i].cells, text)
		}
	}
	return all
}

// spread writes how far apart a metric lies over rounds.
func (c Comparison) spread(v Variant, m Metric) string {
	if middle, ok := v.middle(m); ok && c.sure() {
		return middle.text(m)
	}
	values := m.rounds(v)
	if len(values) == 0 {
		return unknown
	}
	least, most := m.Format(slices.Min(values)), m.Format(slices.Max(values))
	if least == most {
		return least
	}
	return least + " – " + most
}

// tallied counts verdicts, the worst first.
func tallied(all []measure.Verdict) string {
	count := map[measure.Verdict]int{}
	for _, v := range all {
		count[v]++
	}
	var parts []string
	for _, v := range []measure.Verdict{measure.Metastable, measure.Undecided, measure.Slow, measure.Degraded, measure.Recovered, measure.NoPeak} {
		if n := count[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", v, n))
		}
	}
	return strings.Join(parts, ", ")
}

// rounds returns the metric over the whole of each round.
func (m Metric) rounds(v Variant) []float64 {
	r, _ := v.figures("", m)
	return r.known()
}
