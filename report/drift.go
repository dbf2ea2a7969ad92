package report

import (
	"fmt"
	"math"
	"strings"

	"matchday/report/stats"
)

// leastForDrift is how many rounds it takes before any order of them is less likely
// than a false alarm may be, for three metrics at once.
const leastForDrift = 5

// driftMetrics are the metrics that rounds are held against each other by.
func driftMetrics() []Metric {
	var out []Metric
	for _, name := range []string{"users_served", "p50", "p99"} {
		m, _ := Lookup(name)
		out = append(out, m)
	}
	return out
}

// drift tells whether figures went one way from the first round to the last, by more
// than matters and more than chance explains. Nothing is said of fewer than five
// rounds: of four, the best order there is comes about by chance one time in twelve.
func (s session) drift() string {
	var p []float64
	var trends []string
	for _, m := range driftMetrics() {
		change, least, chance := s.trend(m)
		p = append(p, chance)
		text := ""
		if math.Abs(change) >= least {
			text = m.Title + " " + went(m, change)
		}
		trends = append(trends, text)
	}
	var told []string
	for i, adjusted := range stats.Holm(p) {
		if adjusted <= significance+1e-9 && trends[i] != "" { // five rounds just come to it, but for the last digit
			told = append(told, trends[i])
		}
	}
	if len(told) == 0 {
		return ""
	}
	of := ""
	if len(s.variants) > 1 {
		of = ", all variants taken together"
	}
	return fmt.Sprintf("from the first round to the last %s%s: the machine or the target changed meanwhile, and the rounds are not alike", strings.Join(told, ", "), of)
}

// trend returns by how much a metric of all variants changed from the first round to
// the last, as a share of what it was or in points, the least change that matters, and
// how likely such an order of rounds is by chance; NaN where there are too few.
//
// The rounds of each variant are taken off their median before the variants of a round
// are taken together: what is searched for befell all of them.
func (s session) trend(m Metric) (change, least, p float64) {
	rounds, medians := s.centred(m)
	if len(medians) == 0 || len(rounds) < leastForDrift {
		return 0, 0, math.NaN()
	}
	var together []float64
	for _, variants := range rounds {
		together = append(together, stats.Median(variants))
	}
	level := stats.Median(medians)
	slope, p := stats.Trend(together)
	return slope * float64(len(rounds)-1), relative(m, m.Margin().Of(level), level), p
}

// centred returns how far each variant was off its median, by round, and the medians.
// A variant that lacks a round, or has not this figure in all of them, is left out.
func (s session) centred(m Metric) (rounds [][]float64, medians []float64) {
	most := 0
	for _, v := range s.variants {
		most = max(most, len(v.ByRound))
	}
	rounds = make([][]float64, most)
	for _, v := range s.variants {
		values := m.rounds(v)
		median := stats.Median(values)
		if len(values) < most || m.Unit != Share && !(median > 0) {
			continue
		}
		medians = append(medians, median)
		for r, value := range values {
			rounds[r] = append(rounds[r], relative(m, value-median, median))
		}
	}
	return rounds, medians
}

// relative makes of a step what steps of variants that differ can be held against
// each other by: of shares the points, of anything else the share of what it was.
func relative(m Metric, step, from float64) float64 {
	if m.Unit == Share {
		return step
	}
	return step / from
}

// went says which way a relative step goes.
func went(m Metric, step float64) string {
	way := "rose"
	if step < 0 {
		way = "fell"
	}
	size := math.Abs(step)
	if m.Unit == Share {
		return way + " by " + m.span(size)
	}
	return way + " by " + percent(size)
}
