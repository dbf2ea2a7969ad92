package poll

import (
	"sync"
	"sync/atomic"
	"time"
)

// A bell is what a goroutine sleeps on where there is no epoll: a timer that
// others can cut short.
type bell struct {
	rung  chan struct{}
	timer *time.Timer
}

func newBell() *bell {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &bell{make(chan struct{}, 1), t}
}

func (b *bell) ring() {
	select {
	case b.rung <- struct{}{}:
	default: // it rings already
	}
}

// wait waits for d, or until the bell rings.
func (b *bell) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	b.timer.Reset(d)
	select {
	case <-b.rung:
	case <-b.timer.C:
	}
	b.timer.Stop()
}

// Notices are connections of which other goroutines have something to tell.
type notices struct {
	some  atomic.Bool // conns may hold some: spares the lock to those who look often
	mu    sync.Mutex
	conns []*Conn
	spare []*Conn // the room of those taken before, to be used again
}

func (n *notices) add(c *Conn) {
	n.mu.Lock()
	n.conns = append(n.conns, c)
	n.mu.Unlock()
	n.some.Store(true)
}

// each takes out all connections.
func (n *notices) each(report func(*Conn)) {
	if !n.some.Swap(false) {
		return
	}
	n.mu.Lock()
	taken := n.conns
	n.conns = n.spare
	n.mu.Unlock()
	for _, c := range taken {
		report(c)
	}
	clear(taken)
	n.spare = taken[:0]
}
