package engine

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
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
	rec    Recorder
	gauges []*measure.Gauge // of attempts in flight, one for each that sends
	tick   time.Duration
	limit  int
	count  Account // what the samples recorded come to
	cut    bool    // some of them were cut off

	mu      sync.Mutex
	room    sync.Cond // the queue was taken
	queue   []measure.Sample
	waiting atomic.Int64  // its length
	early   chan struct{} // the queue is half full
}

func newRecording(c clock, tick time.Duration, rec Recorder, gauges ...*measure.Gauge) *recording {
	if tick <= 0 {
		tick = defaultTick
	}
	r := &recording{clock: c, rec: rec, gauges: gauges, tick: tick, limit: queueLimit, early: make(chan struct{}, 1)}
	r.room.L = &r.mu
	return r
}

// during runs send while the recorder hears of it. It returns what send does.
func (r *recording) during(send func() (conns int64)) (conns int64) {
	over := make(chan struct{})
	var heard sync.WaitGroup
	heard.Go(func() { r.run(over) })
	conns = send()
	close(over)
	heard.Wait()
	return conns
}

// add queues the samples of attempts that have ended.
func (r *recording) add(samples ...measure.Sample) {
	r.mu.Lock()
	had := len(r.queue)
	r.queue = append(r.queue, samples...)
	has := len(r.queue)
	r.waiting.Store(int64(has))
	r.mu.Unlock()
	if had < r.limit/2 && has >= r.limit/2 {
		select {
		case r.early <- struct{}{}:
		default: // the last call was not heard yet
		}
	}
}

// full tells whether the queue has no room.
func (r *recording) full() bool { return r.waiting.Load() >= int64(r.limit) }

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
			r.rec.Level(r.level(r.now()))
			return
		}
		batch = r.flush(batch)
		if now := r.now(); now >= next {
			r.rec.Level(r.level(now))
			next = now - now%r.tick + r.tick
		}
	}
}

// level reads the gauges. The most at once of several is at most the sum of
// theirs, which is what is told.
func (r *recording) level(at time.Duration) (sum measure.Level) {
	for _, g := range r.gauges {
		l := g.Read(at)
		sum.At = max(sum.At, l.At)
		sum.InFlight += l.InFlight
		sum.Max += l.Max
		sum.Integral += l.Integral
	}
	return sum
}

// flush records what waits, and returns the emptied queue for the next time.
//
// The instant of ending is taken before the sample is queued, so that waiting
// for the queue is not part of it; what came in out of order is sorted here.
func (r *recording) flush(empty []measure.Sample) []measure.Sample {
	r.mu.Lock()
	batch := r.queue
	r.queue = empty[:0]
	r.waiting.Store(0)
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
