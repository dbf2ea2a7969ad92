package experiment

import (
	"io"
	"math/rand/v2"

	"matchday/targets/bulkhead"
)

// A Trial is one variant driven once through the profile.
type Trial struct {
	Number  int // from 1, in the order of the run
	Round   int // from 1
	Variant bulkhead.Setting
	Seed    uint64 // of the arrivals, the sizes and the jitter; the same for all variants of a round

	Output io.Writer // takes what a target prints that is started for the trial; nil throws it away
}

// Trials returns the trials in the order in which they are made: round by
// round, and inside a round the variants shuffled, so that a machine that warms
// up or slows down favours none of them. The order depends on the seed alone.
func (e Experiment) Trials() []Trial {
	order := rand.New(rand.NewPCG(e.Seed, 0))
	var out []Trial
	for round := 1; round <= e.Rounds; round++ {
		for _, i := range order.Perm(len(e.Variants)) {
			out = append(out, Trial{
				Number: len(out) + 1, Round: round,
				Variant: e.Variants[i], Seed: e.seed(round),
			})
		}
	}
	return out
}

// seed returns the seed of a round.
func (e Experiment) seed(round int) uint64 {
	if e.Twice {
		return e.Seed + uint64(round-1)/2
	}
	return e.Seed + uint64(round-1)
}

// Doubled returns the experiment with two rounds for each of its own, to learn by
// how much two sides differ that are the same. On the wire both have the same
// users, as a setting and its like in another run do. In virtual time that would
// make them equal to the last digit, so all have users of their own.
func (e Experiment) Doubled() Experiment {
	e.Rounds *= 2
	e.Twice = e.Engine != Virtual
	return e
}
