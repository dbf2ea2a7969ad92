package main

import "time"

// A pause is a server that stands still once, with everything that is under way
// in it, in a run at a constant rate.
type pause struct {
	service time.Duration // what a request takes by itself
	freeze  time.Duration
	run     time.Duration
}

// quantile returns the quantile q of the time that callers wait.
//
// A request waits for as much of the freeze as comes between its being due and
// its end. For those due in the freeze that is anything from nothing to all of
// it, equally often, and all of it for those under way when it began. Longer than
// service+x, with x below the freeze, waits therefore the share
// (freeze-x+service)/run; solved for x with that share 1-q, it is
// freeze+service-(1-q)*run. Where this is negative the quantile is among the
// requests that never met the freeze.
func (p pause) quantile(q float64) time.Duration {
	x := p.freeze + p.service - time.Duration((1-q)*float64(p.run))
	return (p.service + min(max(0, x), p.freeze)).Round(time.Microsecond)
}

// off returns by how much what is told lies off the truth where it does most,
// relative to it, and false if nothing is told.
func (p pause) off(told latencies) (furthest float64, ok bool) {
	for q, d := range told {
		truth := p.quantile(q)
		if share := float64((d - truth).Abs()) / float64(truth); share >= furthest {
			furthest, ok = share, true
		}
	}
	return furthest, ok
}
