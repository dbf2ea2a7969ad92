package reference

import (
	"context"
	"time"

	"matchday/targets/gallery"
	"matchday/targets/model"
)

// A Service is what Handler puts on the wire: a Station, which keeps account of
// its work in virtual time, a Workshop, which does it, or one of them Leaking. It
// is safe for concurrent use.
type Service interface {
	// Order serves one request and returns when it is done. The error is a
	// bulkhead.Refusal if it was turned away, that of the context if the caller
	// left first, and ErrCut.
	Order(ctx context.Context, r Request) (Answer, error)
	// Counters returns what has happened up to now.
	Counters() model.Counters
	// Reset makes it a service that has served nobody: all requests under way
	// are cut off.
	Reset() error
	// Close cuts off all requests under way and all that are still to come.
	Close()

	// observe returns what there is to tell, all of the same instant.
	observe() observation
	// turn waits until the service comes to tell of itself, which most do at
	// once, however busy they are.
	turn(ctx context.Context) error
}

// A Request is what a caller asks for.
type Request struct {
	Demand   time.Duration // zero stands for one that is drawn
	Patience time.Duration // how long the caller says that it waits for its answer; 0 if it does not say
}

// An observation is what a service tells of itself.
type observation struct {
	counters        model.Counters
	gauges          []gallery.Gauge
	waits, services histogram // of requests served to the end
	database        bool      // whether the counters tell of a database behind it
}
