package engine

import (
	"math"
	"sync"
	"time"
)

// An attempt is one request that a user is to make.
type attempt struct {
	user    int64
	number  int           // 1 for the first
	arrived time.Duration // when the user came
	due     time.Duration // when the attempt should leave
}

// never is the due time of what has no due time.
const never = time.Duration(math.MaxInt64)

// An agenda is what is to be done: the arrivals of the schedule, pulled one at a
// time, and the retries that came up on the way. One goroutine asks for the
// earliest and takes it; any number may add retries.
type agenda struct {
	pull func() (time.Duration, bool)
	wake chan struct{} // tells the taker that the earliest has changed

	mu      sync.Mutex
	next    attempt // the next arrival; due never after the last
	taken   bool    // next was taken: it has to be pulled
	retries retryQueue
	open    int64 // users taken whose last attempt has not ended
}

// newAgenda returns an agenda of the arrivals that pull gives. The first is
// pulled at once, before the clock of a run starts.
func newAgenda(pull func() (time.Duration, bool)) *agenda {
	g := &agenda{pull: pull, wake: make(chan struct{}, 1)}
	g.next.user = -1
	g.advance()
	return g
}

// advance pulls the next arrival. It does so without the lock, and not before
// the last one was handed out: a schedule may take its time.
func (g *agenda) advance() {
	due, ok := g.pull()
	if !ok {
		due = never
	}
	g.mu.Lock()
	g.next = attempt{user: g.next.user + 1, number: 1, arrived: due, due: due}
	g.taken = false
	g.mu.Unlock()
}

// earliest returns when the earliest attempt is due: never while users are out
// who may yet try again. It reports false when nothing can come any more.
func (g *agenda) earliest() (due time.Duration, more bool) {
	if g.taken {
		g.advance()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	due = min(g.next.due, g.retries.due())
	return due, due != never || g.open > 0
}

// take removes and returns the attempt that earliest spoke of, or one that is
// earlier still by now. There must be one.
func (g *agenda) take() attempt {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.retries.empty() && g.retries.due() <= g.next.due {
		return g.retries.pop()
	}
	g.open++
	g.taken = true
	return g.next
}

// again adds a user's next attempt.
func (g *agenda) again(a attempt) {
	g.mu.Lock()
	first := a.due < g.retries.due()
	g.retries.push(a)
	g.mu.Unlock()
	if first {
		g.changed()
	}
}

// done says that a user's last attempt has ended.
func (g *agenda) done() {
	g.mu.Lock()
	g.open--
	last := g.open == 0 && g.next.due == never // the taker may be waiting for this
	g.mu.Unlock()
	if last {
		g.changed()
	}
}

func (g *agenda) changed() {
	select {
	case g.wake <- struct{}{}:
	default: // the taker has not seen the last change yet, and will see both
	}
}
