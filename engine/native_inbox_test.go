package engine

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// newInbox returns an inbox, and what counts how often its shard was woken.
func newInbox() (*inbox, *atomic.Int64) {
	var rung atomic.Int64
	b := &inbox{wake: func() { rung.Add(1) }}
	b.room.L = &b.mu
	return b, &rung
}

// A schedule is pulled so far ahead of its shard, and no further.
func TestInboxLimit(t *testing.T) {
	check := func(name string, release func(*inbox, *shard, *atomic.Bool), left int) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, rung := newInbox()
				var stopped atomic.Bool
				var arrived atomic.Int64
				go func() {
					for i := range int64(feedLimit + 1) {
						b.arrive(attempt{user: i}, &stopped)
						arrived.Add(1)
					}
				}()
				synctest.Wait()
				if n := arrived.Load(); n != feedLimit || rung.Load() != 1 {
					t.Errorf("%d arrived before there was room, the shard was woken %d times; want %d and once", n, rung.Load(), feedLimit)
				}
				var s shard
				release(b, &s, &stopped)
				synctest.Wait()
				if n := arrived.Load(); n != feedLimit+1 || len(b.arrivals) != left {
					t.Errorf("%d arrived, %d wait; want %d and %d", n, len(b.arrivals), feedLimit+1, left)
				}
			})
		})
	}
	check("taken out", func(b *inbox, s *shard, _ *atomic.Bool) { b.take(s) }, 1)
	check("stopped", func(b *inbox, _ *shard, stopped *atomic.Bool) { stopped.Store(true); b.stop() }, feedLimit+1)
}

// A shard gets everything once and in order, while others put in more.
func TestInboxTake(t *testing.T) {
	const n = 3 * feedLimit
	woken := make(chan struct{}, 1)
	b, _ := newInbox()
	b.wake = func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
	var stopped atomic.Bool
	go func() {
		for i := range int64(n) {
			b.arrive(attempt{user: i}, &stopped)
		}
		b.closed()
	}()
	gone := errors.New("gone")
	go func() {
		for i := range 100 {
			b.connected(dialed{turn: uint64(i), err: gone})
		}
	}()
	var s shard
	arrived, dialled := int64(0), uint64(0)
	for deadline := time.After(10 * time.Second); arrived < n || dialled < 100 || !s.fed; {
		select {
		case <-woken:
		case <-deadline:
			t.Fatalf("%d arrivals and %d connections were taken, over %v; want %d, 100 and true", arrived, dialled, s.fed, n)
		}
		for b.full.Load() {
			b.take(&s)
			for ; s.next < len(s.batch); s.next++ {
				if s.batch[s.next].user != arrived {
					t.Fatalf("user %d came after %d others", s.batch[s.next].user, arrived)
				}
				arrived++
			}
			for _, d := range s.dialed {
				if d.turn != dialled {
					t.Fatalf("connection %d came after %d others", d.turn, dialled)
				}
				dialled++
			}
			s.dialed = s.dialed[:0]
		}
	}
}

// A shard that has arrivals left keeps them, and is not told that there are no
// more before it has taken the last.
func TestInboxTakeBeforeItIsEmpty(t *testing.T) {
	b, _ := newInbox()
	var stopped atomic.Bool
	b.arrive(attempt{user: 0}, &stopped)
	var s shard
	b.take(&s)
	b.arrive(attempt{user: 1}, &stopped)
	b.closed()
	b.take(&s)
	if s.fed || len(s.batch) != 1 || s.batch[0].user != 0 {
		t.Errorf("with one left the shard has %v, over %v; want user 0 alone, and more to come", s.batch, s.fed)
	}
	s.next = 1
	b.take(&s)
	if !s.fed || len(s.batch) != 1 || s.batch[0].user != 1 || s.next != 0 {
		t.Errorf("then the shard has %v from %d, over %v; want user 1, the last", s.batch, s.next, s.fed)
	}
}
