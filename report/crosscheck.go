package report

import (
	"slices"
	"time"

	"matchday/measure"
	"matchday/results"
)

// A CrossCheck holds two runs of the same experiment against each other that
// were made by different engines. The same users asked the same target for the
// same, so what differs is an engine's doing, or that of a target which does not
// answer twice alike.
type CrossCheck struct {
	Engines  [2]string      `json:"engines"` // whose figures stand first, and whose second
	Agree    bool           `json:"agree"`
	Sentence string         `json:"sentence"`
	Trials   []CheckedTrial `json:"trials"` // variant by variant, and round by round
}

// A CheckedTrial is one variant in one round as both engines had it.
type CheckedTrial struct {
	Variant   string         `json:"variant"`
	Round     int            `json:"round"`
	Counts    []CountPair    `json:"counts"`            // the users, and the attempts by those outcomes that occurred
	Quantiles []QuantilePair `json:"quantiles"`         // of the response times of successes; none where either had no success
	Trouble   string         `json:"trouble,omitempty"` // why the two cannot be held against each other
}

// A CountPair is how many there were with each of two engines.
type CountPair struct {
	Name   string   `json:"name"`
	Values [2]int64 `json:"values"`
}

// Agree tells whether both counted the same.
func (p CountPair) Agree() bool { return p.Values[0] == p.Values[1] }

// A QuantilePair is a quantile with each of two engines, and how far apart the
// two may lie by what is known of the engines' errors.
type QuantilePair struct {
	Name    string           `json:"name"`
	Values  [2]time.Duration `json:"values_ns"`
	Allowed time.Duration    `json:"allowed_ns"`
}

// Apart returns how far apart the two lie.
func (p QuantilePair) Apart() time.Duration { return (p.Values[0] - p.Values[1]).Abs() }

// Agree tells whether the two lie as close as they should.
func (p QuantilePair) Agree() bool { return p.Apart() <= p.Allowed }

const (
	// resolution is how far a histogram may be off, as a share of the value.
	resolution = .001

	// leastError is the least that an engine's own timing is taken to be off by,
	// whatever it says of itself: about what a busy machine does to any program.
	leastError = time.Millisecond
)

// Check holds two runs of the same experiment against each other. Counts must be
// the same. Quantiles may lie apart by a thousandth, which is the resolution of
// the histograms, and by the larger lag p99 of the two engines, or a millisecond
// where that is more. The quantiles of a trial are not held against each other
// where the generator was the limit: they are its own.
func Check(first, second results.Run) CrossCheck {
	x := CrossCheck{Engines: [2]string{first.Experiment.Engine, second.Experiment.Engine}, Trials: []CheckedTrial{}}
	for _, v := range first.Experiment.Variants {
		for round := 1; round <= first.Experiment.Rounds; round++ {
			x.Trials = append(x.Trials, x.trial(v.Name, round, [2]results.Run{first, second}))
		}
	}
	x.Agree = len(x.Trials) > 0 && !x.differ() && !slices.ContainsFunc(x.Trials, CheckedTrial.troubled)
	x.Sentence = x.verdict()
	return x
}

// differ tells whether any figure of the two does.
func (x CrossCheck) differ() bool {
	return slices.ContainsFunc(x.Trials, CheckedTrial.miscounted) || slices.ContainsFunc(x.Trials, CheckedTrial.mistimed)
}

func (t CheckedTrial) miscounted() bool { return len(t.unlike()) > 0 }
func (t CheckedTrial) mistimed() bool   { return len(t.apart()) > 0 }
func (t CheckedTrial) troubled() bool   { return t.Trouble != "" }

// unlike returns the counts that differ.
func (t CheckedTrial) unlike() []CountPair {
	return slices.DeleteFunc(slices.Clone(t.Counts), CountPair.Agree)
}

// apart returns the quantiles that lie too far apart.
func (t CheckedTrial) apart() []QuantilePair {
	return slices.DeleteFunc(slices.Clone(t.Quantiles), QuantilePair.Agree)
}

// trial checks one round of one variant.
func (x CrossCheck) trial(variant string, round int, runs [2]results.Run) CheckedTrial {
	t := CheckedTrial{Variant: variant, Round: round, Counts: []CountPair{}, Quantiles: []QuantilePair{}}
	var figures [2]measure.Figures
	late := ""
	for i, r := range runs {
		s, trouble := conclusion(r, variant, round)
		if trouble != "" {
			t.Trouble = "with " + x.Engines[i] + ": " + trouble
			return t
		}
		if figures[i] = s.Phases[0].Figures; s.Validity() == measure.Invalid {
			late = x.Engines[i]
		}
	}
	t.Counts = countPairs(figures)
	if late != "" {
		t.Trouble = "response times cannot be told, because the generator was the limit with " + late
		return t
	}
	t.Quantiles = quantilePairs(figures)
	return t
}

// conclusion returns the summary of a trial of a run, or why it has none that is
// whole.
func conclusion(r results.Run, variant string, round int) (s measure.Summary, trouble string) {
	for _, t := range r.Trials {
		switch {
		case t.Variant != variant || t.Round != round:
		case t.Status != results.Complete || len(t.Summary.Phases) == 0:
			return s, ending(t)
		default:
			return t.Summary, ""
		}
	}
	return s, "not made"
}

// countPairs returns the users, and the attempts by each outcome that occurred.
func countPairs(f [2]measure.Figures) []CountPair {
	out := []CountPair{{"users", [2]int64{f[0].Users, f[1].Users}}}
	for i := range measure.Outcomes {
		o := measure.Outcome(measure.Outcomes - 1 - i) // good ones first
		if values := [2]int64{f[0].Outcomes[o], f[1].Outcomes[o]}; values != [2]int64{} {
			out = append(out, CountPair{o.String(), values})
		}
	}
	return out
}

// quantilePairs returns the quantiles of successes.
func quantilePairs(f [2]measure.Figures) []QuantilePair {
	out := []QuantilePair{}
	a, b := f[0].Response, f[1].Response
	if a.Count == 0 || b.Count == 0 {
		return out
	}
	timing := max(f[0].Lag.P99, f[1].Lag.P99, leastError)
	for _, q := range []struct {
		name   string
		values [2]time.Duration
	}{
		{"p50", [2]time.Duration{a.P50, b.P50}},
		{"p90", [2]time.Duration{a.P90, b.P90}},
		{"p99", [2]time.Duration{a.P99, b.P99}},
	} {
		allowed := timing + time.Duration(resolution*float64(max(q.values[0], q.values[1])))
		out = append(out, QuantilePair{q.name, q.values, allowed})
	}
	return out
}
