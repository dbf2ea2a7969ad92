package reference

import (
	"context"
	"errors"
	"time"

	"matchday/targets/gallery"
)

// A Task is the real work that a Workshop does for whomever it has let in. It is
// safe for concurrent use.
type Task interface {
	// Do does the work of one request, which is as much as its demand says, and
	// returns once it is done, or soon after the context ends. It calls spend
	// for every part of the work once that is done. A number above zero is the
	// answer's own; zero leaves it to the workshop to give one. The error is
	// ErrLost if nobody will ever answer, and a bulkhead.Refusal if it found a
	// queue full; any other is a failure that the caller is told of.
	Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (number int64, err error)
	// Gauges returns what only this task has to tell, always the same ones in
	// the same order.
	Gauges() []gallery.Gauge
	// Reset makes the task as new. Nobody works on it then.
	Reset() error
	// Close ends what the task has started. Nobody works on it then.
	Close()
}

// ErrLost is the error of a request whose worker has died: nobody answers it,
// and its caller waits in vain.
var ErrLost = errors.New("whoever worked on it died")

// A Failure is the error of a request that failed while it was worked on.
type Failure struct{ Cause error }

// Error returns the cause.
func (f Failure) Error() string { return f.Cause.Error() }

// Unwrap returns the cause.
func (f Failure) Unwrap() error { return f.Cause }
