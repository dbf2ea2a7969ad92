package targets

import (
	"context"
	"errors"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// An Applier brings a setting into force on a fresh target.
type Applier interface {
	// Apply returns once the setting is in force on a target that answers and
	// has served nobody yet, or an error if it is not known to be. The context
	// bounds the wait for that and has no say in the target's life. Whoever
	// got a target closes it.
	Apply(ctx context.Context, setting bulkhead.Setting) (Target, error)
}

// A Target is one target under load.
type Target interface {
	// URL is where it listens.
	URL() string
	// Counters returns what is known of the target, all at one instant; the error
	// is ErrNoCounters if that is nothing.
	Counters(ctx context.Context) (Counters, error)
	// Done is closed when the target is no more, and nil if that cannot be
	// known. Err then tells why it died; it is nil before, and after Close.
	Done() <-chan struct{}
	Err() error
	// Close ends what Apply started, and nothing else. A second call does
	// nothing.
	Close() error
}

// ErrNoCounters is the error of a target that does not tell what it does.
var ErrNoCounters = errors.New("the target does not tell its counters")

// Counters are what a target says of itself, and what its machine says of it.
type Counters struct {
	model.Counters
	Usage

	Untold Figures `json:"-"` // which of its books the target does not tell; they are zero here
	Also   []Also  `json:"-"` // what it tells besides, always the same in the same order
	Doubts []Doubt `json:"-"` // what it told and was not believed; that is among the untold
}

// Also is a figure that a target tells under a name of its own.
type Also struct {
	Name  string
	Value float64 // as it stands there; not a number where it is not told
}

// A Doubt is why something that a target told was left out.
type Doubt struct {
	Why   string // a phrase that names the figure
	SoFar bool   // it is a reason only if it stays one to the end
}

// Silent tells whether the target says nothing of itself, so that only the Usage
// holds.
func (c Counters) Silent() bool { return c.Untold&Books == Books }

// Sub returns what happened since earlier counters of the same target. What is
// a state rather than a count, such as RSS, stays as it is in c.
func (c Counters) Sub(earlier Counters) Counters {
	c.Counters = c.Counters.Sub(earlier.Counters)
	c.CPU = max(0, c.CPU-earlier.CPU) // it may be unknown by now
	for f := range CPU {
		if c.Untold.Has(f) {
			c.unset(f)
		}
	}
	return c
}
