package report

import (
	"math"
	"slices"

	"matchday/results"
)

// Baseline returns the figures of one run, round by round, as what later runs
// are held against under that name. It keeps all that can be compared: every
// metric that has a better and a worse, in every phase that has a name of its
// own, of all traffic and of each stream; and why nothing should be held against
// the run, which [Comparison.Unfit] tells.
func (c Comparison) Baseline(name string) results.Baseline {
	b := results.Baseline{Name: name, Title: c.Title, Unfit: c.Unfit()}
	for _, f := range c.Facts() {
		b.Facts = append(b.Facts, results.BaselineFact(f))
	}
	if len(c.Runs) > 0 {
		b.Run, b.Started = c.Runs[0].ID, c.Runs[0].Started.UTC()
	}
	for _, v := range c.Variants {
		out := results.BaselineVariant{Name: v.Name, Validity: v.Validity.String(), Figures: v.baselineFigures("")}
		out.Seeds = slices.Clone(v.Seeds)
		for _, verdict := range v.Verdicts {
			out.Verdicts = append(out.Verdicts, string(verdict))
		}
		for _, s := range c.Streams {
			for _, own := range s.Variants {
				if own.Name == v.Name && own.Rounds == v.Rounds {
					out.Figures = append(out.Figures, own.baselineFigures(s.Stream.Name)...)
				}
			}
		}
		b.Variants = append(b.Variants, out)
	}
	return b
}

// baselineFigures returns the figures of a variant, phase by phase. Of a phase
// that comes twice nobody could say which is meant, so it is left out.
func (v Variant) baselineFigures(stream string) []results.BaselineFigure {
	var out []results.BaselineFigure
	for _, c := range v.Cells {
		if v.ambiguous(c.Name) {
			continue
		}
		for _, m := range Metrics() {
			f := results.BaselineFigure{Stream: stream, Phase: c.Name, Metric: m.Name, Merged: m.known(c)}
			measured := f.Merged != nil
			for _, round := range v.ByRound {
				x := m.in(round, c.Name)
				f.Rounds = append(f.Rounds, x)
				measured = measured || x != nil
			}
			if measured && m.compared() {
				out = append(out, f)
			}
		}
	}
	return out
}

// compared tells whether anybody asks how the metric changed.
func (m Metric) compared() bool { return m.uncompared() == "" }

// uncompared says why nobody asks how the metric changed, "" where they do.
func (m Metric) uncompared() string {
	switch {
	case m.Name == "lag_p50" || m.Name == "lag_p99" || m.Name == "unsent":
		return "it is the generator's own"
	case m.Better == Neither:
		return "neither more nor less of it is better"
	}
	return ""
}

// ambiguous tells whether a phase comes more than once.
func (v Variant) ambiguous(phase string) bool {
	count := 0
	for _, c := range v.Cells {
		if c.Name == phase {
			count++
		}
	}
	return count > 1
}

// known returns the metric in a cell, nil where it was not measured.
func (m Metric) known(c Cell) *float64 {
	x, known := m.Of(c)
	if !known || math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// in returns the metric in the cell of a phase, nil where it was not measured.
func (m Metric) in(cells []Cell, phase string) *float64 {
	i := slices.IndexFunc(cells, func(c Cell) bool { return c.Name == phase })
	if i < 0 {
		return nil
	}
	return m.known(cells[i])
}
