package engine

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"matchday/measure"
)

const (
	// queueLimit is how many samples may wait for the recorder.
	queueLimit = 1 << 15

	// gatherTime is about how often waiting samples are handed to the recorder:
	// often enough for a live view, seldom enough to cost nothing.
	gatherTime = 10 * time.Millisecond

	// defaultTick is how often the gauge is read when a plan does not say.
	defaultTick = 100 * time.Millisecond
)

// A recording carries samples from the goroutines that made them to the
// recorder, which is called by one goroutine only. A slow recorder lags behind
// without delaying anybody. When queueLimit samples wait, whoever adds one waits
// too, still counted against the cap on attempts in flight; when that is full as
// well, sending falls behind, and the lag of later samples says so. Nothing is
// lost, and memory is bounded.
type recording struct {
	clock
	rec   Recorder
	gauge *measure.Gauge
	tick  time.Duration
	limit int
	count Account // what the samples recorded come to
	cut   bool    // some of them were cut off

	mu    sync.Mutex
	room  sync.Cond // the queue was taken
	queue []measure.Sample
	early chan struct{} // the queue is half full
}

func newRecording(c clock, tick time.Duration, rec Recorder) *recording {
	if tick <= 0 {
		tick = defaultTick
	}
	r := &recording{clock: c, rec: rec, gauge: new(measure.Gauge), tick: tick, limit: queueLimit, early: make(chan struct{}, 1)}
	r.room.L = &r.mu
	return r
}

// add queues the sample of an attempt that has ended.
func (r *recording) add(s measure.Sample) {
	r.mu.Lock()
	r.queue = append(r.queue, s)
	half := len(r.queue) == r.limit/2
	r.mu.Unlock()
	if half {
		select {
		case r.early <- struct{}{}:
		default: // the last call was not heard yet
		}
	}
}

// await returns when there is room in the queue.
func (r *recording) await() {
	r.mu.Lock()
	for len(r.queue) >= r.limit {
		r.room.Wait()
	}
	r.mu.Unlock()
}

// run hands samples and levels to the recorder until the run is over, and then
// the rest of them.
func (r *recording) run(over <-chan struct{}) {
	// A whole number of gatherings makes a tick, and not a nanosecond less.
	parts := (r.tick + gatherTime - 1) / gatherTime
	gather := time.NewTicker((r.tick + parts - 1) / parts)
	defer gather.Stop()
	var batch []measure.Sample
	next := r.tick
	for {
		select {
		case <-gather.C:
		case <-r.early:
		case <-over:
			r.flush(batch)
			r.rec.Level(r.gauge.Read(r.now()))
			return
		}
		batch = r.flush(batch)
		if now := r.now(); now >= next {
			r.rec.Level(r.gauge.Read(now))
			next = now - now%r.tick + r.tick
		}
	}
}

// flush records what waits, and returns the emptied queue for the next time.
//
// The instant of ending is taken before the sample is queued, so that waiting
// for the queue is not part of it; what came in out of order is sorted here.
func (r *recording) flush(empty []measure.Sample) []measure.Sample {
	r.mu.Lock()
	batch := r.queue
	r.queue = empty[:0]
	r.room.Broadcast()
	r.mu.Unlock()
	slices.SortFunc(batch, func(a, b measure.Sample) int { return cmp.Compare(a.Done, b.Done) })
	for _, s := range batch {
		r.count.add(s)
		r.cut = r.cut || s.Outcome == measure.Cut
		r.rec.Record(s)
	}
	return batch
}

// add counts a sample.
func (a *Account) add(s measure.Sample) {
	a.Attempts++
	switch {
	case s.Attempt > 1:
		a.Retries++
	case s.Outcome == measure.Cut && !s.Left():
		a.NotReached++
	default:
		a.Reached++
	}
	a.Users = a.Reached + a.NotReached
}
