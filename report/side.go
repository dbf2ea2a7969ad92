package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"matchday/measure"
	"matchday/results"
)

// A side tells what a metric came to, round by round.
type side interface {
	// rounds returns the figures that answer an ask. The error says why there
	// are none that may be compared; a figure that was not measured in some
	// round is none.
	rounds(Ask) (rounds, error)
	// records returns what is known of each setting besides.
	records() []Record
}

// Rounds are the figures of one metric, one for each round, and what was sent in
// each. Rounds of the same seed had the same users.
type rounds struct {
	seeds  []uint64
	values []*float64 // nil where it was not measured
}

// known returns the figures that there are.
func (r rounds) known() []float64 {
	var out []float64
	for _, x := range r.values {
		if x != nil {
			out = append(out, *x)
		}
	}
	return out
}

// like returns the figure of the round with that seed, the i-th if that has it;
// nil if there is none or if it was not measured.
func (r rounds) like(seed uint64, i int) *float64 {
	if i >= len(r.seeds) || r.seeds[i] != seed {
		i = slices.Index(r.seeds, seed)
	}
	if i < 0 || i >= len(r.values) {
		return nil
	}
	return r.values[i]
}

// pairs returns the figures of two sides in rounds with the same users. It
// returns none unless every round of the side that has fewer finds its like:
// what pairs leave out would be lost.
func pairs(before, after rounds) (b, a []float64) {
	for i, seed := range after.seeds[:min(len(after.seeds), len(after.values))] {
		if x, y := before.like(seed, i), after.values[i]; x != nil && y != nil {
			b, a = append(b, *x), append(a, *y)
		}
	}
	if len(b) < min(len(before.known()), len(after.known())) {
		return nil, nil
	}
	return b, a
}

// measured is a side that was read off runs.
type measured struct{ Comparison }

func (m measured) rounds(a Ask) (rounds, error) {
	c := m.Comparison
	if a.Stream != "" {
		var err error
		if c, err = c.Of(a.Stream); err != nil {
			return rounds{}, err
		}
	}
	v, err := c.variant(a.Variant)
	if err != nil {
		return rounds{}, err
	}
	if err := v.untrusted(); err != nil {
		return rounds{}, err
	}
	metric, err := Lookup(a.Metric)
	if err != nil {
		return rounds{}, err
	}
	return v.figures(a.Phase, metric)
}

// generatorsOwn is what is wrong with figures of an invalid generator.
const generatorsOwn = "the generator was the limit: the figures are its own, not the target's"

// untrusted says why nothing that a variant came to may be compared, nil if it may.
func (v Variant) untrusted() error {
	switch {
	case v.Validity == measure.Invalid:
		return errors.New(generatorsOwn)
	case v.Partial:
		return errors.New("no round is whole")
	case len(v.ByRound) == 0:
		return errors.New("no round was made")
	}
	return nil
}

// figures reads a metric off each round of a phase, or of the whole for "".
func (v Variant) figures(phase string, m Metric) (rounds, error) {
	there := func(cells []Cell) bool {
		return slices.ContainsFunc(cells, func(c Cell) bool { return c.Name == phase })
	}
	switch {
	case phase == "":
	case !slices.ContainsFunc(v.ByRound, there):
		return rounds{}, fmt.Errorf("there is no phase %q", phase)
	case v.ambiguous(phase):
		return rounds{}, fmt.Errorf("phase %q comes more than once", phase)
	}
	r := rounds{seeds: v.Seeds}
	for _, cells := range v.ByRound {
		switch {
		case phase != "":
			r.values = append(r.values, m.in(cells, phase))
		case len(cells) > 0:
			r.values = append(r.values, m.known(cells[0])) // the whole comes first
		default:
			r.values = append(r.values, nil)
		}
	}
	return r, nil
}

// kept is a side that was read off a baseline.
type kept struct{ results.Baseline }

func (k kept) rounds(a Ask) (rounds, error) {
	v, found := k.Variant(a.Variant)
	if !found {
		return rounds{}, fmt.Errorf("there is no variant %q", a.Variant)
	}
	if v.Validity == measure.Invalid.String() {
		return rounds{}, errors.New(generatorsOwn)
	}
	metric, err := Lookup(a.Metric)
	if err != nil {
		return rounds{}, err
	}
	phase := cmp.Or(a.Phase, measure.Whole)
	f, found := v.Figure(a.Stream, phase, a.Metric)
	switch {
	case found:
		return rounds{v.Seeds, f.Rounds}, nil
	case !metric.compared():
		return rounds{}, fmt.Errorf("%s is not kept: %s", metric.Title, metric.uncompared())
	case !keeps(v, a.Stream, phase) && a.Stream != "":
		return rounds{}, fmt.Errorf("phase %q of stream %q was not kept", phase, a.Stream)
	case !keeps(v, a.Stream, phase):
		return rounds{}, fmt.Errorf("phase %q was not kept", phase)
	}
	return rounds{v.Seeds, make([]*float64, v.Rounds())}, nil // it was never measured
}

// keeps tells whether a variant of a baseline has any figure of a phase.
func keeps(v results.BaselineVariant, stream, phase string) bool {
	return slices.ContainsFunc(v.Figures, func(f results.BaselineFigure) bool { return f.Stream == stream && f.Phase == phase })
}
