package engine

import (
	"crypto/tls"
	"sync"
	"sync/atomic"

	"matchday/engine/poll"
)

// feedLimit is how many arrivals are pulled ahead of a shard.
const feedLimit = 4096

// An inbox is what other goroutines have for a shard: arrivals and connections.
type inbox struct {
	wake func() // has the shard look into it
	full atomic.Bool

	mu       sync.Mutex
	room     sync.Cond // arrivals were taken out, or nobody waits for room any more
	arrivals []attempt
	over     bool // no more arrivals will come
	dialed   []dialed
}

// A dialed is what became of opening a connection.
type dialed struct {
	pool   *pool
	socket *poll.Socket
	secure *tls.Conn // nil in clear
	err    error
	trip   *trip  // who asked for it,
	turn   uint64 // if that is still the same
}

// arrive puts in an arrival, and waits while there are too many.
func (b *inbox) arrive(a attempt, stopped *atomic.Bool) {
	b.mu.Lock()
	for len(b.arrivals) >= feedLimit && !stopped.Load() {
		b.room.Wait()
	}
	b.arrivals = append(b.arrivals, a)
	first := len(b.arrivals) == 1
	b.mu.Unlock()
	if first {
		b.ring()
	}
}

// closed says that no more arrivals will come.
func (b *inbox) closed() {
	b.mu.Lock()
	b.over = true
	b.mu.Unlock()
	b.ring()
}

// connected puts in a connection, or why there is none.
func (b *inbox) connected(d dialed) {
	b.mu.Lock()
	b.dialed = append(b.dialed, d)
	b.mu.Unlock()
	b.ring()
}

// stop has the shard look up, and nobody wait for room.
func (b *inbox) stop() {
	b.mu.Lock()
	b.room.Broadcast()
	b.mu.Unlock()
	b.ring()
}

func (b *inbox) ring() {
	b.full.Store(true)
	b.wake()
}

// take empties the inbox into what the shard gives it back for reuse. It looks
// for arrivals only if the shard has none left.
func (b *inbox) take(s *shard) {
	b.full.Store(false)
	b.mu.Lock()
	defer b.mu.Unlock()
	s.dialed, b.dialed = b.dialed, s.dialed[:0]
	if s.next < len(s.batch) {
		return
	}
	s.batch, b.arrivals = b.arrivals, s.batch[:0]
	s.next = 0
	s.fed = b.over
	b.room.Signal()
}
