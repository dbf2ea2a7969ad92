package report

import (
	"fmt"
	"math"
	"slices"

	"matchday/results"
)

// A NoiseTest is what two sides of a run came to that were the same: how far
// apart they seem, and whether anything came out as a difference.
type NoiseTest struct {
	Noise     results.Noise `json:"noise"`
	Contrasts []Contrast    `json:"contrasts"` // of the headline, one side against the other
}

// MeasureNoise splits a run into its odd and its even rounds, which were made
// alike, and holds the ones against the others. The least change of a metric that
// can be seen is the end of the interval of that shift which lies farther out, and
// no less than what the medians of the two sides differ by: what lies within has
// been seen with nothing changed. The error says why nothing can be learnt from
// the run.
func MeasureNoise(in Input) (NoiseTest, error) {
	whole := Compare([]Input{in})
	if why := whole.Unfit(); len(why) > 0 {
		return NoiseTest{}, fmt.Errorf("run %q says nothing of noise: %s", in.Run.ID, why[0])
	}
	first, second := halves(in)
	c, ref := Compare([]Input{second}), ReferenceRun(Compare([]Input{first}))
	test := NoiseTest{Contrasts: c.Contrasts(ref, c.Headline(ref))}
	test.Noise = results.Noise{
		Run: in.Run.ID, Title: in.Run.Name, Started: in.Run.Started.UTC(), Rounds: c.Rounds, Facts: whole.NoiseFacts(),
	}
	for _, v := range c.Variants {
		test.Noise.Floors = append(test.Noise.Floors, c.floorsOf(v, ref)...)
	}
	return test, nil
}

// halves splits a run into its odd and its even rounds.
func halves(in Input) (first, second Input) {
	sides := [2]Input{in, in}
	for i := range sides {
		run := &sides[i].Run
		run.ID += [2]string{", first half", ", second half"}[i]
		run.Experiment.Rounds /= 2
		run.Trials = nil
		for _, t := range in.Run.Trials {
			if (t.Round-1)%2 == i {
				t.Round = (t.Round + 1) / 2
				run.Trials = append(run.Trials, t)
			}
		}
	}
	return sides[0], sides[1]
}

// floorsOf returns the least changes of a variant that can be seen, of all that
// is ever compared.
func (c Comparison) floorsOf(v Variant, ref Reference) []results.NoiseFloor {
	var asks []Ask
	for _, m := range Metrics() {
		if m.compared() {
			asks = append(asks, Ask{Variant: v.Name, Metric: m.Name})
		}
	}
	var out []results.NoiseFloor
	for _, got := range c.Contrasts(ref, asks) {
		if got.Before == nil || got.After == nil || got.Interval == nil {
			continue
		}
		least := max(math.Abs(got.Interval.Low), math.Abs(got.Interval.High), math.Abs(*got.After-*got.Before))
		out = append(out, results.NoiseFloor{Variant: v.Name, Metric: got.Metric, Least: least, Figure: *got.Before})
	}
	return out
}

// Different returns the questions that came out as a difference although nothing
// had changed. There should be none.
func (t NoiseTest) Different() []Contrast {
	return slices.DeleteFunc(slices.Clone(t.Contrasts), func(c Contrast) bool { return c.Finding != Better && c.Finding != Worse })
}

// NoiseFacts returns what noise depends on: the target and all that must be the
// same for a comparison.
func (c Comparison) NoiseFacts() []results.BaselineFact {
	names := append(mustAgree(), "target", "target processors", "demand", "capacity", "sizes", "database", "knobs")
	facts := c.Facts()
	if !slices.Contains(facts, simulatedKind()) {
		names = append(names, machineClass()...)
	}
	var out []results.BaselineFact
	for _, f := range facts {
		if slices.Contains(names, f.Name) {
			out = append(out, results.BaselineFact(f))
		}
	}
	return out
}

// FloorsOf returns what is known of noise as floors of a reference.
func FloorsOf(n results.Noise) []Floor {
	var out []Floor
	for _, f := range n.Floors {
		out = append(out, Floor{Variant: f.Variant, Metric: f.Metric, Least: f.Least})
	}
	return out
}

// headline returns the floors that people look at first.
func (t NoiseTest) headline() []results.NoiseFloor {
	var out []results.NoiseFloor
	for _, f := range t.Noise.Floors {
		asked := func(c Contrast) bool { return c.Variant == f.Variant && c.Metric == f.Metric }
		if slices.ContainsFunc(t.Contrasts, asked) {
			out = append(out, f)
		}
	}
	return out
}
