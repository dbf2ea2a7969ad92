package report

import (
	"fmt"
	"strings"

	"matchday/measure"
)

// generatorOf returns how far the figures of the entrants can be trusted.
func generatorOf(all []entrant) Generator {
	var g Generator
	var lag measure.Hist
	var worst measure.Validity
	var attempts int64
	for _, e := range all {
		for _, t := range e.counted {
			worst = max(worst, t.Summary.Validity())
			g.CPU = max(g.CPU, t.Summary.CPU)
			for _, l := range t.Summary.Little {
				if l.Phase == measure.Whole {
					g.Little = max(g.Little, l.Error)
				}
			}
			if len(t.Stretches) > 0 {
				lag.Merge(t.Stretches[0].Lag)
				g.Unsent += t.Stretches[0].Counts.Attempts[measure.Unsent]
				attempts += t.Stretches[0].Counts.Counted()
			}
		}
	}
	if attempts > 0 || worst > measure.Valid {
		g.Validity = &worst
	}
	g.LagP99 = lag.Quantile(.99)
	g.Notes = append(notesOf(all, measure.Invalid), notesOf(all, measure.Suspect)...)
	return g
}

// word is the generator's validity. That nothing was wrong says nothing where it
// had nothing to do.
func (g Generator) word() string {
	if g.Validity == nil {
		return "unknown"
	}
	return g.Validity.String()
}

// is tells whether that is the generator's validity.
func (g Generator) is(v measure.Validity) bool { return g.Validity != nil && *g.Validity == v }

// signs are the figures that the judgement on the generator rests on.
func (g Generator) signs() []string {
	if g.Validity == nil {
		return []string{"nothing was sent"}
	}
	out := []string{"lag p99 " + duration(g.LagP99), "unsent " + grouped(g.Unsent)}
	if g.CPU > 0 {
		out = append(out, "CPU "+percent(g.CPU))
	}
	return append(out, "Little's check within "+percent(g.Little))
}

// notesOf returns a sentence for every phase of every trial of that validity.
func notesOf(all []entrant, v measure.Validity) []string {
	var out []string
	single := trials(all) == 1
	for _, e := range all {
		for _, t := range e.counted {
			for _, f := range t.Summary.Generator {
				switch {
				case f.Validity != v:
				case single:
					out = append(out, note(f))
				default:
					out = append(out, e.trial(t)+": "+note(f))
				}
			}
		}
	}
	return out
}

func trials(all []entrant) int {
	n := 0
	for _, e := range all {
		n += len(e.counted) + len(e.left)
	}
	return n
}

// note says what a phase with a generator near its limit, or at it, is worth.
func note(f measure.Fitness) string {
	between := fmt.Sprintf("between %s and %s", clock(f.Start), clock(f.End))
	if f.Validity == measure.Invalid {
		return fmt.Sprintf("%s the generator was the limit (%s): latencies are lower bounds, goodput an upper bound; not compared", between, causes(f))
	}
	return fmt.Sprintf("%s the generator was near a limit of its own (%s): small differences there say nothing", between, causes(f))
}

// causes lists what was seen that made the phase what it is.
func causes(f measure.Fitness) string {
	var seen []string
	for _, c := range f.Causes {
		if c.Validity == f.Validity {
			seen = append(seen, c.Text)
		}
	}
	return strings.Join(seen, ", ")
}
