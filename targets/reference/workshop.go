package reference

import (
	"context"
	"sync"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// Work is what a Workshop is made of.
type Work struct {
	Task     Task
	Bulkhead bulkhead.Setting // in front of the task
	// Draws begins to draw the demands of requests that bring none. It is called
	// once for every reset, so that the same demands are drawn again.
	Draws func() (next func() time.Duration)
}

// A Workshop is a service that really works, behind a bulkhead. It works on for
// callers who have left, and takes nobody out of the queue who has.
type Workshop struct {
	work Work

	mu    sync.RWMutex // held for writing while the shift changes
	shift *shift
}

// NewWorkshop returns a service that has served nobody. The error is that of the
// bulkhead's setting. The task is the workshop's from then on, to close it too.
func NewWorkshop(w Work) (*Workshop, error) {
	shift, err := newShift(w)
	if err != nil {
		return nil, err
	}
	return &Workshop{work: w, shift: shift}, nil
}

// Order implements Service.
func (w *Workshop) Order(ctx context.Context, r Request) (Answer, error) {
	shift, j := w.begin(r)
	if j == nil {
		return Answer{}, ErrCut
	}
	select {
	case end := <-j.done:
		if end.err != nil && shift.ctx.Err() != nil {
			return Answer{}, ErrCut
		}
		return end.Answer, end.err
	case <-ctx.Done():
		shift.leave(j)
		return Answer{}, ctx.Err()
	case <-shift.ctx.Done():
		return Answer{}, ErrCut
	}
}

// begin hands a request to those who are at work; the job is nil if nobody is
// any more.
func (w *Workshop) begin(r Request) (*shift, *job) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.shift, w.shift.begin(r)
}

// Counters implements Service.
func (w *Workshop) Counters() model.Counters { return w.observe().counters }

func (w *Workshop) observe() observation {
	w.mu.RLock()
	defer w.mu.RUnlock()
	o := w.shift.observe()
	o.gauges = w.work.Task.Gauges()
	return o
}

func (w *Workshop) turn(context.Context) error { return nil }

// Reset implements Service. It waits for those who were cut off to lay their work
// down.
func (w *Workshop) Reset() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shift.closed {
		return ErrCut
	}
	w.shift.end()
	if err := w.work.Task.Reset(); err != nil {
		return err
	}
	var err error
	w.shift, err = newShift(w.work)
	return err
}

// Close implements Service. It waits like Reset.
func (w *Workshop) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shift.closed {
		return
	}
	w.shift.closed = true
	w.shift.end()
	w.work.Task.Close()
}
