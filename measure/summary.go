package measure

import (
	"slices"
	"time"
)

// A Summary is everything that is concluded from one trial.
type Summary struct {
	Phases    []PhaseFigures `json:"phases"` // the whole trial first, then each phase
	Judgement Judgement      `json:"judgement"`
	Generator []Fitness      `json:"generator"` // by phase
	Little    []Little       `json:"little"`    // by phase, the whole trial first
}

// PhaseFigures is what is reported of one phase.
type PhaseFigures struct {
	Phase
	Figures
}

// Validity returns the generator's judgement on the whole trial.
func (s Summary) Validity() Validity { return Worst(s.Generator) }

// A Review is what a summary is drawn from, beside the timeline.
type Review struct {
	Self    []Self                         // readings of the generator's process, in order
	Backlog func(at time.Duration) float64 // see [Trace]
	Tick    time.Duration                  // distance of the gauge's readings
}

// Summary concludes the trial.
func (t *Timeline) Summary(r Review) Summary {
	var s Summary
	trace := Trace{Grid: t.grid, Windows: t.within(0, t.grid.Length), Backlog: r.Backlog}
	s.Judgement = trace.Judge()
	stretches := t.Stretches()
	for _, stretch := range stretches {
		s.Phases = append(s.Phases, PhaseFigures{stretch.Phase, stretch.Figures(t.grid.Limits)})
		s.Little = append(s.Little, CheckLittle(stretch, r.Tick))
	}
	if len(stretches) > 1 {
		stretches = stretches[1:]
	}
	for _, stretch := range stretches {
		s.Generator = append(s.Generator, t.checkup(stretch, r).Fitness())
	}
	return s
}

// checkup gathers what the generator is judged from over one stretch.
func (t *Timeline) checkup(s Stretch, r Review) Checkup {
	return Checkup{
		Stretch: s, Windows: t.within(s.Start, s.End),
		Self: readings(r.Self, s.Start, s.End), Tick: r.Tick, Late: t.Late,
	}
}

// within returns the windows that lie between two instants.
func (t *Timeline) within(from, to time.Duration) []Window {
	var out []Window
	for _, w := range t.windows {
		if w.Start >= from && w.End() <= to {
			out = append(out, w)
		}
	}
	return out
}

// readings returns the readings from the last one at or before the start of a
// stretch to its end.
func readings(all []Self, from, to time.Duration) []Self {
	first, _ := slices.BinarySearchFunc(all, from, func(s Self, at time.Duration) int { return int(s.At - at) })
	if first > 0 && (first == len(all) || all[first].At > from) {
		first--
	}
	last := first
	for last < len(all) && all[last].At <= to {
		last++
	}
	return all[first:last]
}
