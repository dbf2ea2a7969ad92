package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"matchday/targets/reference"
	"matchday/targets/reference/counting"
)

// count returns work for processes around a counter.
func (t *target) count(k *knobs) (*reference.Work, error) {
	o := counting.Options{
		Workers: k.whole("workers"), Respawn: t.real.respawn,
		Job: counting.Job{Width: k.whole("width"), Unlocked: !k.yes("locked")},
	}
	hold := k.time("hold")
	if k.err != nil {
		return nil, k.err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	o.Command = []string{program, "target", lockWorkerVerb}
	if err := o.Check(); err != nil {
		return nil, usage(err)
	}
	crew, err := counting.Start(o)
	if err != nil {
		return nil, fmt.Errorf("%w; --processes=false keeps account of them instead", err)
	}
	return &reference.Work{Task: crew, Bulkhead: t.bulkhead, Draws: t.holding(hold)}, nil
}

// holding draws for how long a request has the lock: from nothing to twice the
// mean, as in virtual time.
func (t *target) holding(mean time.Duration) func() func() time.Duration {
	return func() func() time.Duration {
		random := rand.New(rand.NewPCG(t.seed, 0x6c6f636b))
		return func() time.Duration { return max(1, time.Duration(random.Float64()*float64(2*mean))) }
	}
}
