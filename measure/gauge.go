package measure

import (
	"sync"
	"time"
)

// A Level is one reading of a gauge.
type Level struct {
	At       time.Duration // when it was read, or when the latest change known by then was
	InFlight int           // how many are in flight
	Max      int           // most at once since the reading before
	Integral time.Duration // ∫ in flight dt since the start, in request-nanoseconds
}

// A Gauge counts attempts in flight and integrates the count over time. It is
// kept by the engine at the moments of sending and ending, apart from the
// samples, so that the two can be held against each other (Little's check). It
// is safe for concurrent use; the zero value is empty at instant 0.
type Gauge struct {
	mu       sync.Mutex
	now      time.Duration
	n, max   int
	integral time.Duration
}

// Add changes the count by d at the given instant. Instants may come slightly
// out of order, as they do when goroutines read a clock before they take the
// lock; the integral stays exact for the sum of all changes, while the most at
// once is then what was known at the time.
func (g *Gauge) Add(at time.Duration, d int) {
	g.mu.Lock()
	g.advance(at)
	g.n += d
	// A change that lies before now is late: book what it missed.
	g.integral += time.Duration(d) * (g.now - at)
	g.max = max(g.max, g.n)
	g.mu.Unlock()
}

// Read returns the level at the given instant and starts a new maximum.
func (g *Gauge) Read(at time.Duration) Level {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.advance(at)
	l := Level{At: g.now, InFlight: g.n, Max: g.max, Integral: g.integral}
	g.max = g.n
	return l
}

// advance moves the gauge's own time forward, never back.
func (g *Gauge) advance(at time.Duration) {
	if at > g.now {
		g.integral += time.Duration(g.n) * (at - g.now)
		g.now = at
	}
}
