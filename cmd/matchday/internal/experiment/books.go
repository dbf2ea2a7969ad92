package experiment

import (
	"context"
	"errors"
	"slices"
	"time"

	"matchday/targets"
)

// books are what a target says of itself in the course of a trial.
type books struct {
	target   targets.Target
	told     bool             // whether it says anything
	seen     bool             // whether its machine says anything of it
	before   targets.Counters // when the trial began
	last     targets.Counters // the newest, counted from the trial's start
	raw      targets.Counters // the newest, as the target told it
	most     targets.Usage    // the most that it used of each, at any reading
	inSystem []reading
}

// A reading is how many requests were in the target at an instant.
type reading struct {
	at time.Duration
	n  int64
}

// openBooks reads where the target's counters stand before a trial. A target
// that keeps none is no error.
func openBooks(ctx context.Context, target targets.Target) (*books, error) {
	b := &books{target: target}
	var err error
	b.before, err = target.Counters(ctx)
	if errors.Is(err, targets.ErrNoCounters) {
		return b, nil
	}
	b.told, b.seen = err == nil && !b.before.Silent, b.before.Usage != (targets.Usage{})
	b.most = b.before.Usage
	return b, err
}

// read returns the target's counters from the trial's start to the instant. A
// reading that fails while the target is drowning is left out.
func (b *books) read(ctx context.Context, at time.Duration) (targets.Counters, bool) {
	if !b.told && !b.seen {
		return targets.Counters{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	now, err := b.target.Counters(ctx)
	if err != nil {
		return targets.Counters{}, false
	}
	b.raw, b.last = now, now.Sub(b.before)
	b.most = b.most.Most(now.Usage)
	if b.told {
		b.inSystem = append(b.inSystem, reading{at, now.Inside + now.Queued})
	}
	return b.last, true
}

// usage returns what the target used over the trial: processor time in all, and
// of the rest the most at any reading.
func (b *books) usage() targets.Usage {
	u := b.most
	u.CPU = b.last.CPU
	return u
}

// backlog returns how many requests were in the target at an instant, by the
// last reading before it; nil when the target does not tell.
func (b *books) backlog() func(time.Duration) float64 {
	if !b.told {
		return nil
	}
	return func(at time.Duration) float64 {
		i, found := slices.BinarySearchFunc(b.inSystem, at, func(r reading, at time.Duration) int { return int(r.at - at) })
		if !found {
			i--
		}
		if i < 0 {
			return 0
		}
		return float64(b.inSystem[i].n)
	}
}

// oracle returns what the target's books do not explain, nil when they close or
// there are none.
func (b *books) oracle() error {
	if !b.told {
		return nil
	}
	return b.raw.Closes()
}
