package report

import (
	"fmt"
	"math"
	"slices"

	"matchday/measure"
	"matchday/report/stats"
)

const (
	// leastThird is how many windows a third of a phase has at least before anything
	// is concluded from it.
	leastThird = 6
	// warmingChance is how rarely chance alone may look like warming up. Windows
	// depend on their neighbours, so it is well below what is asked of rounds.
	warmingChance = 0.001
)

// warming tells whether answers still got quicker in the first part that should have
// been steady: the first phase after the warm-up. Only its median is looked at, since
// a p99 of single windows is mostly luck, and only quicker ones: a target that gets
// slower under a steady load has another trouble, which its verdict tells.
func (s session) warming() string {
	phase, ok := s.steadyPhase()
	if !ok {
		return ""
	}
	var first, last, offered []float64
	for _, v := range s.variants {
		a, b := thirds(v.answeredIn(phase))
		if len(a) < leastThird {
			continue
		}
		first, last = append(first, medians(a)...), append(last, medians(b)...)
		offered = append(offered, loadOf(a), loadOf(b))
	}
	if len(first) == 0 || !alike(offered) {
		return ""
	}
	m, _ := Lookup("p50")
	was, is := stats.Median(first), stats.Median(last)
	if was-is < m.Margin().Of(is) || stats.RankSum(last, first, stats.Greater) > warmingChance {
		return ""
	}
	return fmt.Sprintf("the target was still warming up in %s: p50 fell from %s in its first third to %s in its last under the same load; a longer warm-up phase keeps that out of the figures",
		phase.Name, m.Format(was), m.Format(is))
}

// thirds returns the first and the last third of what is in order.
func thirds[T any](all []T) (first, last []T) {
	n := len(all) / 3
	return slices.Clone(all[:n]), slices.Clone(all[len(all)-n:])
}

// steadyPhase returns the first phase that is neither a warm-up nor a peak, if that
// comes before any peak: after one the target may still be at work on it.
func (s session) steadyPhase() (measure.Phase, bool) {
	for _, p := range s.run.Experiment.Phases {
		if p.Peak {
			return measure.Phase{}, false
		}
		if p.Name != warmUpPhase {
			return p, true
		}
	}
	return measure.Phase{}, false
}

// warmUpPhase is what profiles call the phase that nothing is concluded from.
const warmUpPhase = "warm-up"

// answeredIn returns the windows of a phase in which anybody was answered.
func (v Variant) answeredIn(p measure.Phase) []Point {
	var out []Point
	for _, w := range v.Series {
		if w.At >= p.Start && w.At < p.End && w.P50 > 0 {
			out = append(out, w)
		}
	}
	return out
}

// medians returns the median response time of each window, in seconds.
func medians(windows []Point) []float64 {
	var out []float64
	for _, w := range windows {
		out = append(out, w.P50.Seconds())
	}
	return out
}

// loadOf returns how many users were due per second over windows.
func loadOf(windows []Point) float64 {
	sum := 0.0
	for _, w := range windows {
		sum += w.Planned
	}
	return sum / float64(len(windows))
}

// alike tells whether loads are the same but for what users who come at random make
// of them. Where they are not, a response time that changes says nothing.
func alike(loads []float64) bool {
	const most = 0.1
	return slices.Max(loads)-slices.Min(loads) <= most*slices.Max(loads)
}

const (
	// leastForCold is how many rounds it takes before one can be called odd.
	leastForCold = 5
	// oddBy is how many times as far as the other rounds lie apart the first one lies
	// off them. Of five rounds that are alike one in 130 does.
	oddBy = 2
)

// coldStart tells whether the very first trial was slower than any later round of the
// same variant, by far more than those differ from each other.
func (s session) coldStart() string {
	v, ok := s.first()
	if !ok || len(v.ByRound) < leastForCold {
		return ""
	}
	for _, name := range []string{"p50", "p99"} {
		m, _ := Lookup(name)
		values := m.rounds(v)
		if len(values) < len(v.ByRound) {
			continue
		}
		least, most := slices.Min(values[1:]), slices.Max(values[1:])
		off := values[0] - most
		if off >= math.Max(oddBy*(most-least), m.Margin().Of(most)) {
			return fmt.Sprintf("the very first trial, %s in round 1, was slower than all later rounds of it: %s %s, then %s to %s; the machine or the target was cold, and a longer warm-up phase keeps that out of the figures",
				called(v.Name), m.Title, m.Format(values[0]), m.Format(least), m.Format(most))
		}
	}
	return ""
}

// first returns the variant of the run's first trial, if all of its rounds are whole.
func (s session) first() (Variant, bool) {
	for _, t := range s.run.Trials {
		if t.Number != 1 {
			continue
		}
		for _, v := range s.variants {
			if v.Setting == t.Variant {
				return v, t.Round == 1 && len(v.ByRound) == s.run.Experiment.Rounds
			}
		}
	}
	return Variant{}, false
}
