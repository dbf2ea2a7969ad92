package measure

import (
	"slices"
	"time"
)

// A Summary is everything that is concluded from one trial.
type Summary struct {
	Phases    []PhaseFigures `json:"phases"` // the whole trial first, then each phase
	Judgement Judgement      `json:"judgement"`
	Generator []Fitness      `json:"generator"`     // by phase
	Little    []Little       `json:"little"`        // by phase, the whole trial first
	CPU       float64        `json:"cpu,omitempty"` // share of its processors that the generator used; 0 if unknown
	Stalls    []Stall        `json:"stalls,omitempty"`
}

// PhaseFigures is what is reported of one phase.
type PhaseFigures struct {
	Phase
	Figures
	Within *Within `json:"within,omitempty"` // nil where nobody was answered, and where more than one trial was merged
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
	windows, stretches := t.Windows(), t.Stretches()
	trace := Trace{Grid: t.grid, Windows: within(windows, 0, t.grid.Length), Backlog: r.Backlog}
	s := Summary{Judgement: trace.Judge(), CPU: usage(r.Self), Stalls: stalls(trace.Windows, trace.Grid.Limits.stall())}
	for i, stretch := range stretches {
		s.Phases = append(s.Phases, PhaseFigures{stretch.Phase, stretch.Figures(t.grid.Limits), t.within(i)})
		s.Little = append(s.Little, CheckLittle(stretch, r.Tick))
	}
	if len(stretches) > 1 {
		stretches = stretches[1:]
	}
	for _, stretch := range stretches {
		s.Generator = append(s.Generator, Checkup{
			Stretch: stretch,
			Windows: within(windows, stretch.Start, stretch.End),
			Self:    readings(r.Self, stretch.Start, stretch.End),
			Tick:    r.Tick,
			Late:    t.Late,
		}.Fitness())
	}
	return s
}

// usage returns the share of the processors used from the first reading to the
// last.
func usage(all []Self) float64 {
	if len(all) < 2 {
		return 0
	}
	return all[len(all)-1].used(all[0])
}

// within returns the windows that lie between two instants.
func within(windows []Window, from, to time.Duration) []Window {
	var out []Window
	for _, w := range windows {
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
