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
	streams  []*measure.Timeline // of each stream alone
	of       []*measure.Timeline // that of the stream which a request belongs to, by the request's place
	level    measure.Level
	ended    measure.ByOutcome // attempts that have ended so far
	inside   int64             // in the target, by its last word
	queued   int64
	told     bool
	keep     func(measure.Sample) error
	failed   chan error             // the first sample that could not be kept
	turned   func(at time.Duration) // called at the end of a window; must not block
}

func newRecorder(e Experiment, keep func(measure.Sample) error) *recorder {
	r := &recorder{
		timeline: measure.NewTimeline(e.Grid()), keep: keep,
		failed: make(chan error, 1), turned: func(time.Duration) {},
	}
	for _, s := range e.Streams {
		own := measure.NewTimeline(e.streamGrid(s))
		r.streams = append(r.streams, own)
		for range s.To - s.From {
			r.of = append(r.of, own)
		}
	}
	return r
}

// Record implements [engine.Recorder].
func (r *recorder) Record(s measure.Sample) {
	r.mu.Lock()
	r.timeline.Record(s)
	if len(r.of) > 0 {
		r.of[s.Request].Record(s)
	}
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
	for _, own := range r.streams {
		own.Level(measure.Level{At: l.At}) // nothing but how far the trial is
	}
	r.level = l
	r.mu.Unlock()
	if turned {
		r.turned(l.At)
	}
}

// ripe takes off the windows that are complete at an instant: those of all
// traffic, and of each stream as many.
func (r *recorder) ripe(at time.Duration) (all []measure.Window, streams [][]measure.Window) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, own := range r.streams {
		streams = append(streams, own.Ripe(at))
	}
	return r.timeline.Ripe(at), streams
}

// rest takes off all windows that are left. The trial is over.
func (r *recorder) rest() (all []measure.Window, streams [][]measure.Window) {
	for _, own := range r.streams {
		streams = append(streams, own.Rest())
	}
	return r.timeline.Rest(), streams
}
