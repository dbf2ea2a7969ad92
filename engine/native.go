package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"matchday/engine/poll"
)

// Native is the engine of matchday's own: event loops that send requests of
// HTTP/1.1 at their exact instants and read the answers, without a goroutine, a
// timer or an allocation for any of them. The zero value is ready.
//
// A loop has a thread to itself, its share of the schedule and connections of
// its own. It sends, gives up, reads and waits, one after the other, so nothing
// of it needs a lock. What takes its time is left to goroutines: pulling the
// schedule, opening connections, recording.
//
// It does not speak HTTP/2 and does not follow redirects.
type Native struct {
	// Shards is how many event loops share the schedule: the arrivals take
	// turns. 0 means one for every four processors, and at least one: a loop
	// sends a hundred thousand requests a second and more, and every further one
	// is a processor less for the target on a machine that they share.
	Shards int
}

// Name returns "native".
func (Native) Name() string { return "native" }

// Caps returns what the engine can do.
func (Native) Caps() Caps { return Caps{Batches: true, Precision: poll.Precision} }

// Run sends the plan; see [Engine].
func (n Native) Run(ctx context.Context, p Plan, rec Recorder) (Account, error) {
	if err := n.check(p); err != nil {
		return Account{}, err
	}
	v, err := newVolley(ctx, p, n.shards(), rec)
	if err != nil {
		return Account{}, err
	}
	return v.run(ctx, scheduled(p.Arrivals))
}

// Saturate makes a closed loop instead of following a schedule: so many callers,
// each of whom sends a request as soon as the one before was answered, until the
// length of the plan is over. It tells the most that a target can answer to so
// many callers at once, and nothing of what happens when more come: callers who
// wait for each other are a bulkhead. The plan has no arrivals; every attempt is
// due when it is sent.
func (n Native) Saturate(ctx context.Context, p Plan, callers int, rec Recorder) (Account, error) {
	switch {
	case callers < 1:
		return Account{}, fmt.Errorf("plan: %d callers; wanted at least one, such as 64", callers)
	case p.Arrivals != nil:
		return Account{}, errors.New("plan: callers who take turns have no schedule; wanted no arrivals")
	case p.Length <= 0:
		return Account{}, fmt.Errorf("plan: length %v is not positive; wanted one such as 10s", p.Length)
	}
	p.Arrivals = func(func(time.Duration) bool) {}
	if err := n.check(p); err != nil {
		return Account{}, err
	}
	v, err := newVolley(ctx, p, min(n.shards(), callers), rec)
	if err != nil {
		return Account{}, err
	}
	a, err := v.run(ctx, closed(callers))
	if err == nil && time.Since(a.Began) < p.Length {
		err = ctx.Err() // at a moment when nobody was on the way, so that nothing was cut off
	}
	return a, err
}

func (n Native) shards() int {
	if n.Shards > 0 {
		return n.Shards
	}
	return max(1, runtime.GOMAXPROCS(0)/4)
}

// check refuses what no engine or not this one can do.
func (n Native) check(p Plan) error {
	if err := p.check(); err != nil {
		return err
	}
	return n.Caps().Covers(p)
}
