package experiment

import (
	"sync"
	"time"

	"matchday/measure"
)

// A recorder puts what the engine observes into a timeline that others may look
// at meanwhile. At the end of every window it calls whoever takes the windows
// off.
type recorder struct {
	mu       sync.Mutex
	timeline *measure.Timeline
	level    measure.Level
	ended    measure.ByOutcome // attempts that have ended so far
	inside   int64             // in the target, by its last word
	queued   int64
	told     bool
	keep     func(measure.Sample) error
	failed   chan error             // the first sample that could not be kept
	turned   func(at time.Duration) // called at the end of a window; must not block
}

func newRecorder(grid measure.Grid, keep func(measure.Sample) error) *recorder {
	return &recorder{
		timeline: measure.NewTimeline(grid), keep: keep,
		failed: make(chan error, 1), turned: func(time.Duration) {},
	}
}

// Record implements [engine.Recorder].
func (r *recorder) Record(s measure.Sample) {
	r.mu.Lock()
	r.timeline.Record(s)
	r.ended[s.Outcome]++
	r.mu.Unlock()
	if err := r.keep(s); err != nil {
		select {
		case r.failed <- err:
		default: // one is enough
		}
	}
}

// Level implements [engine.Recorder].
func (r *recorder) Level(l measure.Level) {
	r.mu.Lock()
	window := r.timeline.Grid().Window
	turned := l.At/window > r.level.At/window
	r.timeline.Level(l)
	r.level = l
	r.mu.Unlock()
	if turned {
		r.turned(l.At)
	}
}

// ripe takes off the windows that are complete at an instant.
func (r *recorder) ripe(at time.Duration) []measure.Window {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.timeline.Ripe(at)
}
