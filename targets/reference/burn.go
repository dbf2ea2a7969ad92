package reference

import (
	"context"
	"sync/atomic"
	"time"

	"matchday/targets/gallery"
)

// Burn is a task that keeps processors busy for as long as the demand says: it is
// processor sharing for real. Requests take turns on so many processors, a slice
// each, first come first served; so all that are there get on equally, however
// many they are, and everything else in the process waits for a slice at most.
type Burn struct {
	processors chan struct{} // has room for as many as there are
	there      atomic.Int64
}

// slice is how long a request keeps a processor before others have their turn: a
// small part of any demand worth burning, and much longer than handing over
// takes.
const slice = time.Millisecond

// NewBurn returns a task that uses at most so many processors, of which there
// should be as many.
func NewBurn(processors int) *Burn {
	return &Burn{processors: make(chan struct{}, processors)}
}

// Do implements Task. Where the system tells the processor time of a thread, the
// work is as much of it as the demand says, whatever else the machine does;
// elsewhere it is as much time.
func (b *Burn) Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (int64, error) {
	b.there.Add(1)
	defer b.there.Add(-1)
	for demand > 0 {
		select { // those who wait for room in a channel are let in in their order
		case b.processors <- struct{}{}:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		part := spin(min(demand, slice))
		<-b.processors
		spend(part)
		demand -= part
	}
	return 0, nil
}

// Gauges implements Task.
func (b *Burn) Gauges() []gallery.Gauge {
	busy, there := len(b.processors), int(b.there.Load())
	return []gallery.Gauge{
		{Name: "cpu_busy", Help: "Processors that work for requests.", Value: float64(busy)},
		{Name: "cpu_waiting", Help: "Requests waiting for their next turn on a processor.", Value: float64(max(0, there-busy))},
	}
}

// Reset implements Task.
func (b *Burn) Reset() error { return nil }

// Close implements Task.
func (b *Burn) Close() {}

// work is something for a processor to do, which takes some ten microseconds.
func work(x uint64) uint64 {
	for range 10_000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
