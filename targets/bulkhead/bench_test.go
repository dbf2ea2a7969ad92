package bulkhead

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/failsafe-go/failsafe-go/adaptivelimiter"
	failsafe "github.com/failsafe-go/failsafe-go/bulkhead"
	"golang.org/x/sync/semaphore"
)

// A contestant is a door of some kind, or a library without the door that tells
// what it does: neither counts nor settings, merely seats.
type contestant struct {
	name   string
	room   entry // into more seats than callers
	narrow entry // into one seat, with a queue for all callers
	full   entry // into one seat, without a queue; nil where there always is one
}

// An entry lets a caller in, or not.
type entry func(context.Context) (leave func(), err error)

func doorOf(b *testing.B, setting string) entry {
	d := open(b, setting)
	return func(ctx context.Context) (func(), error) { return d.Enter(ctx, time.Minute) }
}

func contestants(b *testing.B) []contestant {
	return []contestant{
		{"ours", doorOf(b, "100/100"), doorOf(b, "1/100"), doorOf(b, "1/0")},
		{"ours-wait", doorOf(b, "100/100 wait 1m"), doorOf(b, "1/100 wait 1m"), nil},
		{"ours-codel", doorOf(b, "100/100 codel 1m/2m"), doorOf(b, "1/100 codel 1m/2m"), nil},
		{"ours-deadline", doorOf(b, "deadline:100/100"), doorOf(b, "deadline:1/100"), nil},
		{"failsafe", doorOf(b, "failsafe:100,1m"), doorOf(b, "failsafe:1,1m"), nil},
		{"xsync", doorOf(b, "xsync:100"), doorOf(b, "xsync:1"), nil},
		{"adaptive", doorOf(b, "adaptive:initial=100"), doorOf(b, "adaptive:initial=1,max=1,queue=100"), doorOf(b, "adaptive:initial=1,max=1")},
		{"bare-failsafe", failsafeEntry(100, time.Minute), failsafeEntry(1, time.Minute), failsafeEntry(1, 0)},
		{"bare-xsync", xsyncEntry(100), xsyncEntry(1), tryEntry()},
		{"bare-adaptive", adaptiveEntry(100), nil, adaptiveEntry(1)},
	}
}

func failsafeEntry(inside uint, wait time.Duration) entry {
	all := failsafe.New[any](inside)
	leave := all.ReleasePermit
	return func(ctx context.Context) (func(), error) { return leave, all.AcquirePermitWithMaxWait(ctx, wait) }
}

func xsyncEntry(inside int64) entry {
	all := semaphore.NewWeighted(inside)
	leave := func() { all.Release(1) }
	return func(ctx context.Context) (func(), error) { return leave, all.Acquire(ctx, 1) }
}

func tryEntry() entry {
	all := semaphore.NewWeighted(1)
	leave := func() { all.Release(1) }
	return func(context.Context) (func(), error) {
		if !all.TryAcquire(1) {
			return nil, ErrFull
		}
		return leave, nil
	}
}

func adaptiveEntry(limit uint) entry {
	all := adaptivelimiter.NewBuilder[any]().WithLimits(1, limit, limit).Build()
	return func(context.Context) (func(), error) {
		permit, ok := all.TryAcquirePermit()
		if !ok {
			return nil, ErrLimit
		}
		return permit.Record, nil
	}
}

// BenchmarkDoors measures what it costs to be let in and to leave, to be handed a
// seat that somebody else leaves, and to be refused: alone, or in turn with one
// other, and with 64 who do so at once. Rows that begin with bare are libraries by themselves; ours do the work
// of the doors.
func BenchmarkDoors(b *testing.B) {
	for _, c := range contestants(b) {
		b.Run(c.name, func(b *testing.B) {
			b.Run("admit", func(b *testing.B) { pass(b, c.room, 1, nothing) })
			b.Run("admit-64", func(b *testing.B) { pass(b, c.room, 64, nothing) })
			if c.narrow != nil {
				b.Run("queue", func(b *testing.B) { handOver(b, c.narrow) })
				b.Run("queue-64", func(b *testing.B) { pass(b, c.narrow, 64, runtime.Gosched) })
			}
			if c.full != nil {
				c.full(b.Context())
				b.Run("refuse", func(b *testing.B) { pass(b, c.full, 1, nothing) })
				b.Run("refuse-64", func(b *testing.B) { pass(b, c.full, 64, nothing) })
			}
		})
	}
}

func nothing() {}

// handOver has two callers hand one seat to and fro. On a single processor each
// of them finds it taken every time, whatever the machine does besides.
func handOver(b *testing.B, enter entry) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	pass(b, enter, 2, runtime.Gosched)
}

// pass has so many callers come b.N times together, each of whom leaves once it
// has done its work inside. One that lets the others run has them queue.
func pass(b *testing.B, enter entry, callers int, work func()) {
	b.ReportAllocs()
	ctx := b.Context()
	var all sync.WaitGroup
	for n := range callers {
		all.Go(func() {
			for range (b.N + n) / callers {
				if leave, err := enter(ctx); err == nil {
					work()
					leave()
				}
			}
		})
	}
	all.Wait()
}
