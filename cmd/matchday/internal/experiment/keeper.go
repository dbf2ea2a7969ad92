package experiment

import (
	"context"
	"sync"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// A keeper follows a trial while the engine is busy: it takes off the windows
// that are complete, reads the target's books and the generator's own vitals.
type keeper struct {
	*Drive
	*books
	*vitals
	self []measure.Self
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
	work := func(at time.Duration) {
		if err := k.turn(ctx, at); err != nil {
			stop(err)
		}
	}
	if k.virtual() {
		k.recorder.turned = work
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
		for {
			select {
			case <-sent:
				return
			case at := <-wake:
				work(at)
			}
		}
	})
	return beside.Wait
}

// turn does what is due when a window has ended.
func (k *keeper) turn(ctx context.Context, at time.Duration) error {
	if k.vitals != nil {
		k.self = append(k.self, k.vitals.read(at))
	}
	if err := k.observe(k.recorder.ripe(at)); err != nil {
		return err
	}
	now, ok := k.books.read(ctx, at)
	if !ok {
		return nil
	}
	if k.told {
		k.recorder.tell(k.raw.Inside, k.raw.Queued)
	}
	return k.observer.Target(at, now)
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
