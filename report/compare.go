package report

import (
	"slices"
	"strings"
	"time"

	"matchday/measure"
	"matchday/results"
)

// Compare holds the variants of one or more runs against each other. Rounds of
// a variant are merged before anything is read off them, so that no percentile
// is an average of percentiles; what a round came to alone is kept beside it.
//
// The order of the runs is the order of the rows; the order of the trials in a
// run has no influence. A run given twice counts once. Whatever should make a
// reader careful is in the comparison's warnings. Where traffic was of several
// kinds, the same is there for each of them.
//
// Several runs are held against the first, setting by setting; the variants of
// one run are held against its first variant (see [Comparison.Against]).
func Compare(inputs []Input) Comparison {
	inputs = once(inputs)
	var whole []Input
	for _, in := range inputs {
		whole = append(whole, in.byStreams())
	}
	c := compareOne(whole)
	c.Streams = streamsOf(inputs, c)
	return c.Against(c.Usual())
}

// compareOne compares what is of one kind, or is taken as if it were.
func compareOne(inputs []Input) Comparison {
	entrants := entrantsOf(inputs)
	c := Comparison{Runs: []Source{}, Phases: []measure.Phase{}, Variants: []Variant{}}
	for _, in := range inputs {
		c.add(in.Run, in.Path)
	}
	var unread []string
	for i := range entrants {
		unread = append(unread, entrants[i].read()...)
		v, trouble := entrants[i].conclude()
		v.Middles = v.middlesOf(c.leading())
		c.Variants = append(c.Variants, v)
		c.Rounds = max(c.Rounds, v.Rounds)
		unread = append(unread, trouble...)
	}
	c.Generator = generatorOf(entrants)
	c.Warnings = slices.Concat(runWarnings(inputs), trialWarnings(entrants), sessionWarnings(sessions(entrants, c.Variants)), c.sampleWarnings(), unread)
	c.Winner = c.choose(barred(c.apart()))
	return c
}

// add enters a run; the first one names the phases and the limits.
func (c *Comparison) add(r results.Run, path string) {
	e := r.Experiment
	if len(c.Runs) == 0 {
		c.Title, c.Simulated, c.Closed = r.Name, true, true
		c.Limits, c.Length, c.Window, c.Seed = e.Limits(), e.Length, e.Window, e.Seed
		c.Phases = append(c.Phases, e.Phases...)
	}
	if !slices.Contains(strings.Split(c.Title, " · "), r.Name) {
		c.Title += " · " + r.Name
	}
	c.Simulated = c.Simulated && r.Simulated
	c.Closed = c.Closed && e.Callers > 0
	c.OwnSLO = c.OwnSLO || ownSLO(e)
	c.Elapsed += elapsedOf(r)
	c.Runs = append(c.Runs, Source{
		ID: r.ID, Path: path, Started: r.Started, Simulated: r.Simulated, Command: r.Command,
		Environment: environmentFacts(r.Environment), Experiment: experimentFacts(e),
		Partial: r.Status != results.Complete,
	})
}

// elapsedOf returns how long the run took, or what its trials took together
// where its end was not written.
func elapsedOf(r results.Run) time.Duration {
	if !r.Ended.IsZero() {
		return r.Ended.Sub(r.Started)
	}
	var sum time.Duration
	for _, t := range r.Trials {
		sum += t.Elapsed
	}
	return sum
}
