package experiment

import (
	"context"
	"errors"
	"slices"
	"time"

	"matchday/targets"
)

// tellPatience is how long a target may take to tell of itself. While it takes, the
// readings of the windows that end meanwhile are left out.
const tellPatience = 2 * time.Second

// books are what a target says of itself in the course of a trial.
type books struct {
	target   targets.Target
	told     bool             // whether it says anything
	seen     bool             // whether its machine says anything of it
	before   targets.Counters // when the trial began
	last     targets.Counters // the newest, counted from the trial's start
	raw      targets.Counters // the newest, as the target told it
	until    time.Duration    // when that was
	readings int              // that were believed
	most     targets.Usage    // the most that it used of each, at any reading
	inSystem []reading
	peak     int64 // most in the target at once, as far as it is known
	gaps     gaps
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
	now, err := b.ask(ctx)
	if errors.Is(err, targets.ErrNoCounters) {
		return b, nil
	}
	b.before, b.most = now, now.Usage
	b.told, b.seen = err == nil && !now.Silent(), now.Usage != (targets.Usage{})
	b.last = targets.Counters{Untold: targets.Books} // until it tells of the trial
	return b, err
}

// open tells whether there is anything to read.
func (b *books) open() bool { return b.told || b.seen }

// ask asks the target what it has to say. It touches nothing of the books, so
// that it may be done beside everything else.
func (b *books) ask(ctx context.Context) (targets.Counters, error) {
	ctx, cancel := context.WithTimeout(ctx, tellPatience)
	defer cancel()
	return b.target.Counters(ctx)
}

// enter books what the target said at an instant, and reports whether it said
// anything. A reading that fails is left out, and it is kept why.
func (b *books) enter(at time.Duration, now targets.Counters, err error) bool {
	b.gaps.next()
	if err != nil {
		b.gaps.add(at, err.Error())
		return false
	}
	b.gaps.sift(at, now.Doubts)
	b.raw, b.last, b.until = now, now.Sub(b.before), at
	b.readings++
	b.most = b.most.Most(now.Usage)
	if b.counted() {
		n := now.Inside + now.Queued
		b.inSystem = append(b.inSystem, reading{at, n})
		b.peak = max(b.peak, n, now.MaxInSystem)
	}
	b.last.MaxInSystem = b.peak
	return true
}

// pass books the readings that were left out while one was waited for.
func (b *books) pass(instants []time.Duration, err error) {
	why := "the reading before took until then"
	if err != nil {
		why = err.Error()
	}
	for _, at := range instants {
		b.gaps.next()
		b.gaps.add(at, why)
	}
}

// counted tells whether the newest reading says how many requests are in the
// target.
func (b *books) counted() bool {
	return b.told && !b.raw.Untold.Has(targets.Inside, targets.Queued)
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
	if len(b.inSystem) == 0 {
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

// audited tells whether the target says all that it takes to close its books.
func (b *books) audited() bool {
	return b.readings > 0 && !b.raw.Untold.Has(targets.Accepted, targets.Completed, targets.Rejected, targets.Abandoned, targets.Inside, targets.Queued)
}

// oracle returns what the target's books do not explain, nil when they close or
// there are none.
func (b *books) oracle() error {
	if !b.audited() {
		return nil
	}
	return b.raw.Closes()
}
