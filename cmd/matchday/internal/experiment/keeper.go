package experiment

import (
	"context"
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

func newKeeper(d *Drive, b *books) *keeper {
	v := newVitals(d.experiment.Target.loopback())
	return &keeper{Drive: d, books: b, vitals: v, self: []measure.Self{v.read(0)}}
}

// follow works whenever a window has ended, until everything is sent.
func (k *keeper) follow(ctx context.Context, sent <-chan struct{}, stop context.CancelCauseFunc) {
	for {
		select {
		case <-sent:
			return
		case at := <-k.recorder.wake:
			if err := k.turn(ctx, at); err != nil {
				stop(err)
				return
			}
		}
	}
}

// turn does what is due when a window has ended.
func (k *keeper) turn(ctx context.Context, at time.Duration) error {
	k.self = append(k.self, k.vitals.read(at))
	for _, w := range k.recorder.ripe(at) {
		if err := k.observer.Window(w); err != nil {
			return err
		}
	}
	now, ok := k.books.read(ctx, at)
	if !ok {
		return nil
	}
	k.recorder.tell(k.raw.Inside, k.raw.Queued)
	return k.observer.Target(at, now)
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
	for _, w := range timeline.Rest() {
		if err == nil {
			err = k.observer.Window(w)
		}
	}
	review := measure.Review{Self: k.self, Backlog: k.backlog(), Tick: k.experiment.tick()}
	return Result{
		Account: account, Elapsed: end,
		Summary: timeline.Summary(review), Stretches: timeline.Stretches(),
		Target: k.last, Told: k.told, Oracle: k.oracle(),
	}, err
}
