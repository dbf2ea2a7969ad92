package engine

import (
	"time"

	"matchday/measure"
)

// A call is an attempt in virtual time that has not ended.
type call struct {
	attempt
	id      int   // the machine's name for it
	request int   // its place among the requests
	out     int64 // body bytes sent
	open    bool
}

// calls are the attempts on their way, in a ring. All callers wait equally long,
// so they give up in the order in which they came, and no heap is needed. A call
// that ends before is left in the ring until its turn has come: the ring is as
// long as what is sent within a timeout.
type calls struct {
	ring       []call // its length is a power of two
	head, tail uint   // running numbers: the place in the ring is their remainder
	place      []uint // running number of the call that bears an id
}

func (q *calls) at(n uint) *call { return &q.ring[n&uint(len(q.ring)-1)] }

// add puts a call at the end of the ring.
func (q *calls) add(id int, c call) {
	if q.tail-q.head == uint(len(q.ring)) {
		q.grow()
	}
	for id >= len(q.place) {
		q.place = append(q.place, 0)
	}
	c.id, c.open = id, true
	*q.at(q.tail) = c
	q.place[id] = q.tail
	q.tail++
}

func (q *calls) grow() {
	old := *q
	q.ring = make([]call, max(64, 2*len(old.ring)))
	for n := q.head; n != q.tail; n++ {
		*q.at(n) = *old.at(n)
	}
}

// due returns when the first call is given up that has not ended, or never.
func (q *calls) due(timeout time.Duration) time.Duration {
	for q.head != q.tail {
		if c := q.at(q.head); c.open {
			return later(c.due, timeout)
		}
		q.head++
	}
	return never
}

// later returns the instant that comes so much after another, at most never.
func later(at, by time.Duration) time.Duration {
	if by > never-at {
		return never
	}
	return at + by
}

// first returns the call that due spoke of.
func (q *calls) first() (id int, c *call) {
	c = q.at(q.head)
	return c.id, c
}

// end returns the call that bears an id, which ends.
func (q *calls) end(id int) *call { return q.at(q.place[id]) }

// A flow is a gauge of attempts in flight as [measure.Gauge] is, for one
// goroutine in order of time: it needs no lock.
type flow struct {
	n, max   int
	at       time.Duration
	integral time.Duration
}

func (f *flow) add(at time.Duration, d int) {
	f.advance(at)
	f.n += d
	f.max = max(f.max, f.n)
}

func (f *flow) advance(at time.Duration) {
	f.integral += time.Duration(f.n) * (at - f.at)
	f.at = at
}

// read returns the level at an instant and starts a new maximum.
func (f *flow) read(at time.Duration) measure.Level {
	f.advance(at)
	l := measure.Level{At: at, InFlight: f.n, Max: f.max, Integral: f.integral}
	f.max = f.n
	return l
}
