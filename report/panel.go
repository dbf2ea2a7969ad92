package report

import (
	"cmp"
	"math"
	"slices"

	"matchday/measure"
	"matchday/report/stats"
)

// A panel is all that is asked of the same trials, figure by figure. Chance has
// one try at all of it, not one at each: whoever is served less waits longer. So
// the figures of a panel are tested together, and cost no more than one of them.
type panel []*question

// sameTrials says which trials a question is asked of, and how.
type sameTrials struct {
	stream, variant, phase string
	rounds                 [2]int
	pairs                  int
	worse                  bool
}

// panelsOf gathers what can be answered, in the order in which it was asked. Of a
// shape each quantile is a figure of its own.
func panelsOf(questions []question) []panel {
	var out []panel
	place := map[sameTrials]int{}
	for i := range questions {
		q := &questions[i]
		if q.obstacle != "" {
			continue
		}
		of := sameTrials{q.Stream, q.Variant, cmp.Or(q.Phase, measure.Whole), q.Rounds, len(q.differences), q.tail() != stats.TwoSided}
		if _, known := place[of]; !known {
			place[of] = len(out)
			out = append(out, nil)
		}
		out[place[of]] = append(out[place[of]], q.figures()...)
	}
	return out
}

// figures returns the question itself, or of a shape its quantiles.
func (q *question) figures() []*question {
	if q.quantiles == nil {
		return []*question{q}
	}
	var out []*question
	for i := range q.quantiles {
		out = append(out, &q.quantiles[i])
	}
	return out
}

// test enters the p of no difference at all, by the test that so many panels
// leave. Of a single round nothing can be tested.
func (p panel) test(panels int) {
	first := p[0]
	if first.single() {
		return
	}
	name := first.choose(panels)
	if name == "" {
		for _, q := range p {
			q.needed = roundsFor(panels, q.Paired)
		}
		return
	}
	if len(p) == 1 {
		first.test(name)
		return
	}
	p.testTogether(name)
}

// testTogether enters the p of each figure in view of all of them: rounds change
// sides, or the two of a pair, with all their figures.
func (p panel) testTogether(name string) {
	tail := stats.TwoSided
	if p[0].tail() != stats.TwoSided {
		tail = stats.Greater // of what got worse
	}
	var margins []float64
	for _, q := range p {
		margins = append(margins, q.Least)
	}
	var ps []float64
	if name == bySigns {
		ps = stats.MaxFlip(p.rows(func(q *question) []float64 { return q.differences }), margins, tail)
	} else {
		before := p.rows(func(q *question) []float64 { return q.before })
		ps = stats.MaxShift(before, p.rows(func(q *question) []float64 { return q.after }), margins, tail)
	}
	for i, q := range p {
		q.Test, q.P = together(name), of(q.twice(ps[i]))
	}
}

// rows returns the figures round by round. More is worse in all of them, so that
// a test for the worse looks one way.
func (p panel) rows(of func(*question) []float64) [][]float64 {
	var out [][]float64
	for _, q := range p {
		toWorse := 1.0
		if q.metric.Better == Higher {
			toWorse = -1
		}
		for i, x := range of(q) {
			if i == len(out) {
				out = append(out, nil)
			}
			out[i] = append(out[i], toWorse*x)
		}
	}
	return out
}

// adjust enters what each p comes to in view of the other panels.
func adjust(panels []panel) {
	groups := make([][]float64, len(panels))
	for i, p := range panels {
		for _, q := range p {
			known := math.NaN() // no test, and none of the family
			if q.P != nil {
				known = *q.P
			}
			groups[i] = append(groups[i], known)
		}
	}
	for i, group := range stats.HolmGroups(groups) {
		for k, adjusted := range group {
			if !math.IsNaN(adjusted) {
				panels[i][k].Adjusted = of(adjusted)
			}
		}
	}
}

// least returns the least p, nil where none is known.
func least(all []*float64) *float64 {
	known := slices.DeleteFunc(slices.Clone(all), func(p *float64) bool { return p == nil })
	if len(known) == 0 {
		return nil
	}
	return slices.MinFunc(known, func(a, b *float64) int { return cmp.Compare(*a, *b) })
}
