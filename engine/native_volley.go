package engine

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"matchday/engine/http1"
	"matchday/measure"
)

// A volley is one call of [Native.Run] or [Native.Saturate]: what its event loops
// have in common.
type volley struct {
	clock
	plan      *Plan
	wants     *http1.Wants
	lines     *lines
	recording *recording
	bucket    *bucket // of the retry budget
	shards    []*shard

	dials   sync.WaitGroup // goroutines that open connections
	flying  atomic.Int64   // attempts on their way
	stopped atomic.Bool    // ctx has ended
}

// newVolley prepares everything that can be prepared before the clock starts.
func newVolley(ctx context.Context, p Plan, shards int, rec Recorder) (*volley, error) {
	p.Client.Reject = p.Client.Reject.orDefault()
	l, err := newLines(p.Transport, p.Client.Timeout)
	if err != nil {
		return nil, err
	}
	v := &volley{plan: &p, lines: l, bucket: newBucket(p.Client.RetryBudget)}
	v.wants = http1.NewWants(http1.Wants{
		Headers: p.Client.Reject.Headers, RetryAfter: p.Client.RetryAfter, Timing: true, Contains: []byte(p.Client.Assert.Contains), Sum: p.Client.Assert.SHA256 != "",
	})
	v.recording = newRecording(clock{}, p.Tick, rec)
	for range shards {
		s, err := newShard(v)
		if err != nil {
			v.close()
			return nil, err
		}
		v.shards = append(v.shards, s)
		if runtime.GOMAXPROCS(0) > shards {
			s.poller.Hold()
		}
	}
	v.recording.gauges = v.gauges()
	v.warm(ctx)
	return v, nil
}

// gauges returns the gauges of the shards.
func (v *volley) gauges() []*measure.Gauge {
	var out []*measure.Gauge
	for _, s := range v.shards {
		out = append(out, &s.gauge)
	}
	return out
}

// An origin is where attempts come from. Its first part is called before the
// clock starts, the function it returns afterwards; that one returns when there
// are no more to come.
type origin func(*volley) (give func())

// scheduled has users come by a schedule, the shards taking turns.
func scheduled(arrivals iter.Seq[time.Duration]) origin {
	return func(v *volley) func() {
		pull, stop := iter.Pull(arrivals)
		due, ok := pull()
		return func() {
			defer stop()
			for user := int64(0); ok; user++ {
				s := v.shards[user%int64(len(v.shards))]
				s.inbox.arrive(attempt{user: user, number: 1, arrived: due, due: due}, &v.stopped)
				due, ok = pull()
			}
			for _, s := range v.shards {
				s.inbox.closed()
			}
		}
	}
}

// closed has so many callers take turns.
func closed(callers int) origin {
	return func(v *volley) func() {
		for i, s := range v.shards {
			s.callers, s.caller = (callers+len(v.shards)-1-i)/len(v.shards), int64(i)
		}
		return func() {
			for _, s := range v.shards {
				s.inbox.closed()
			}
		}
	}
}

// run lets the shards send what the origin gives, and returns when all of it has
// ended.
func (v *volley) run(ctx context.Context, from origin) (Account, error) {
	defer v.close()
	give := from(v)
	v.start = time.Now()
	v.recording.clock = v.clock
	v.stopped.Store(ctx.Err() != nil) // what is to be called after it may be so a moment later
	release := context.AfterFunc(ctx, v.stop)
	defer release()
	conns := v.recording.during(func() int64 {
		var all sync.WaitGroup
		all.Go(give)
		for _, s := range v.shards {
			all.Go(s.run)
		}
		all.Wait()
		return v.lines.close()
	})
	return v.account(ctx, conns)
}

// stop has the shards cut off what is on its way or still to come.
func (v *volley) stop() {
	v.stopped.Store(true)
	for _, s := range v.shards {
		s.inbox.stop()
	}
}

func (v *volley) account(ctx context.Context, conns int64) (Account, error) {
	a := v.recording.count
	a.Began, a.Conns, a.Withheld = v.start, conns, v.bucket.withheld()
	a.Resumed = v.lines.resumed.Load()
	for _, s := range v.shards {
		a.Resent += s.resent
		if s.protocol != "" {
			a.Protocol = s.protocol
		}
		a.Batched = append(a.Batched, s.pace.stretches(v.now())...)
	}
	if v.recording.cut {
		return a, ctx.Err()
	}
	return a, nil
}

func (v *volley) close() {
	v.lines.close()
	v.dials.Wait()
	for _, s := range v.shards {
		s.close()
	}
}
