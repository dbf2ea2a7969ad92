package bulkhead

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Seats are what a library hands out. Whoever has one leaves by the function
// that comes with it.
type seats interface {
	// try returns at once, with a seat if there is one.
	try() (leave func(), ok bool)
	// wait waits for a seat as far as the library lets it. The error is a
	// Refusal, or that of ctx.
	wait(ctx context.Context) (leave func(), err error)
	// limit is how many may be inside before newcomers are refused; queues is
	// whether they wait instead.
	limit() int
	queues() bool
}

// A borrowed door is a library behind the seam that all doors have, with a
// census of its own beside it.
type borrowed struct {
	census
	setting Setting
	seats   seats
}

// borrow opens the door of a kind that a library keeps.
func borrow(s Setting) (Door, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", s, err)
	}
	d := &borrowed{setting: s, census: census{start: time.Now()}}
	switch s.Kind {
	case Failsafe:
		d.seats = newFailsafeSeats(s, d.leaving)
	case XSync:
		d.seats = newXSyncSeats(s, d.leaving)
	default:
		d.seats = newAdaptiveSeats(s, d.leaving)
	}
	if !d.seats.queues() {
		d.census.limit = d.seats.limit
	}
	return d, nil
}

// Setting implements Door.
func (d *borrowed) Setting() Setting { return d.setting }

// Enter implements Door. What patience its caller has is nothing to a library.
func (d *borrowed) Enter(ctx context.Context, _ time.Duration) (leave func(), err error) {
	if leave, ok := d.seats.try(); ok {
		d.note((*Snapshot).enter)
		return leave, nil
	}
	if !d.seats.queues() {
		d.note(func(t *Snapshot) { t.refuse(ErrLimit) })
		return nil, ErrLimit
	}
	d.note((*Snapshot).queue)
	leave, err = d.seats.wait(ctx)
	d.note(func(t *Snapshot) { t.settle(err) })
	return leave, err
}

// leaving returns what a caller does who leaves and gives its seat back. It is
// counted out first, so that never more are counted than there are seats.
func (d *borrowed) leaving(back func()) func() {
	return func() {
		d.note(func(t *Snapshot) { t.Inside-- })
		back()
	}
}

// settle counts what became of one who has waited.
func (s *Snapshot) settle(err error) {
	s.Queued--
	refusal, refused := errors.AsType[Refusal](err)
	switch {
	case err == nil:
		s.enter()
	case refused:
		s.refuse(refusal)
	default:
		s.Cancelled++
	}
}
