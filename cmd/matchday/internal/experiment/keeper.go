package experiment

import (
	"context"
	"slices"
	"sync"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets"
)

// A keeper follows a trial while the engine is busy: it takes off the windows
// that are complete, reads the target's books and the generator's own vitals.
type keeper struct {
	*Drive
	*books
	*vitals
	self   []measure.Self
	asked  time.Duration   // the instant of the reading that is waited for
	waits  bool            // whether one is
	passed []time.Duration // the readings that were left out meanwhile
}

// newKeeper returns a keeper that works whenever a window has ended. On the wire
// it does so beside the engine, which it must not hold up; in virtual time there
// is no beside, and no process whose vitals would mean anything.
func newKeeper(d *Drive, b *books) *keeper {
	k := &keeper{Drive: d, books: b}
	if !d.virtual() {
		k.vitals = newVitals(d.experiment.Target.loopback())
		k.self = []measure.Self{k.vitals.read(0)}
	}
	return k
}

// follow starts working, until everything is sent or something fails. The
// function that it returns waits for the work to end.
func (k *keeper) follow(ctx context.Context, sent <-chan struct{}, stop context.CancelCauseFunc) (wait func()) {
	if k.virtual() {
		k.recorder.turned = func(at time.Duration) {
			if err := k.turn(ctx, at); err != nil {
				stop(err)
			}
		}
		return func() {}
	}
	wake := make(chan time.Duration, 1)
	k.recorder.turned = func(at time.Duration) {
		select {
		case wake <- at:
		default: // the work is behind and will see this window as well
		}
	}
	var beside sync.WaitGroup
	beside.Go(func() {
		if err := k.keep(ctx, sent, wake); err != nil {
			stop(err)
		}
	})
	return beside.Wait
}

// A reply is what a target said of itself when it was asked.
type reply struct {
	counters targets.Counters
	err      error
}

// keep does what is due whenever a window has ended, until everything is sent.
// The target is asked beside that: it may take its time, or not answer at all,
// and nothing waits for it.
func (k *keeper) keep(ctx context.Context, sent <-chan struct{}, wake <-chan time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	replies := make(chan reply, 1) // there is one question at a time
	var asking sync.WaitGroup
	defer asking.Wait()
	defer cancel()
	for {
		select {
		case <-sent:
			return nil
		case at := <-wake:
			if err := k.turnWindows(at); err != nil {
				return err
			}
			if ctx.Err() == nil && k.due(at) {
				asking.Go(func() {
					c, err := k.ask(ctx)
					replies <- reply{c, err}
				})
			}
		case r := <-replies:
			if r.err != nil && ctx.Err() != nil {
				break // whoever cut the trial short cut the question short: the target did not fail
			}
			if err := k.hear(r); err != nil {
				return err
			}
		}
	}
}

// due tells whether the target is to be asked at an instant. It is not while it
// has yet to answer.
func (k *keeper) due(at time.Duration) bool {
	switch {
	case !k.books.open():
		return false
	case k.waits:
		k.passed = append(k.passed, at)
		return false
	}
	k.asked, k.waits = at, true
	return true
}

// hear takes in what the target said.
func (k *keeper) hear(r reply) error {
	k.waits = false
	before, _ := slices.BinarySearch(k.passed, k.asked)
	k.pass(k.passed[:before], r.err)
	told := k.enter(k.asked, r.counters, r.err)
	k.pass(k.passed[before:], r.err)
	k.passed = k.passed[:0]
	if !told {
		return nil
	}
	if k.counted() {
		k.recorder.tell(k.raw.Inside, k.raw.Queued)
	}
	return k.observer.Target(k.asked, k.last)
}

// letGo waits for no answer any more. What was left out because of it is known
// once the next one has come.
func (k *keeper) letGo() {
	k.waits = false
	if len(k.passed) > 0 {
		k.passed = slices.Insert(k.passed, 0, k.asked)
	}
}

// turn does what is due at an instant, and waits for the target.
func (k *keeper) turn(ctx context.Context, at time.Duration) error {
	if err := k.turnWindows(at); err != nil || !k.due(at) {
		return err
	}
	c, err := k.ask(ctx)
	return k.hear(reply{c, err})
}

// turnWindows does what is due when a window has ended, but for asking the target.
func (k *keeper) turnWindows(at time.Duration) error {
	if k.vitals != nil {
		k.self = append(k.self, k.vitals.read(at))
	}
	return k.observe(k.recorder.ripe(at))
}

// observe hands windows on, those of the streams after those of all traffic.
func (k *keeper) observe(all []measure.Window, streams [][]measure.Window) error {
	for _, w := range all {
		if err := k.observer.Window(w); err != nil {
			return err
		}
	}
	for i, own := range streams {
		for _, w := range own {
			if err := k.observer.Stream(k.experiment.Streams[i].Name, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// conclude takes off what is left and draws the summary. The context may have
// ended: what was measured is kept all the same.
func (k *keeper) conclude(ctx context.Context, account engine.Account) (Result, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	end := k.recorder.live().Now
	k.letGo()
	err := k.turn(ctx, end)
	k.recorder.mu.Lock()
	defer k.recorder.mu.Unlock()
	timeline := k.recorder.timeline
	all, streams := k.recorder.rest()
	if err == nil {
		err = k.observe(all, streams)
	}
	review := measure.Review{Self: k.self, Backlog: k.backlog(), Tick: k.experiment.tick()}
	return Result{
		Account: account, Elapsed: end,
		Summary: timeline.Summary(review), Stretches: timeline.Stretches(), Streams: k.streams(),
		Target: k.last, Told: k.told, Usage: k.usage(), Oracle: k.oracle(),
		Audited: k.audited(), Until: k.until, Readings: k.readings, Gaps: k.gaps.close(end),
	}, err
}

// streams draws the summaries of the streams. The gauge, the target's backlog and
// the generator's vitals tell of all traffic together, so they are left out.
func (k *keeper) streams() []StreamResult {
	var out []StreamResult
	for i, own := range k.recorder.streams {
		out = append(out, StreamResult{
			Name:    k.experiment.Streams[i].Name,
			Summary: own.Summary(measure.Review{}), Stretches: own.Stretches(),
		})
	}
	return out
}
