package engine

import (
	"time"

	"matchday/measure"
)

// A call is an attempt in virtual time that has not ended. It is kept small, for
// there may be many, and they are looked up in no order.
type call struct {
	attempt
	id   int32 // the machine's name for it
	open bool
}

// calls are the attempts on their way, in a ring. All callers wait equally long,
// so they give up in the order in which they came, and no heap is needed. A call
// that ends before is left in the ring until its turn has come or room is needed.
type calls struct {
	ring       []call   // its length is a power of two
	head, tail uint32   // running numbers: the place in the ring is their remainder
	place      []uint32 // running number of the call that bears an id
}

func (q *calls) at(n uint32) *call { return &q.ring[n&uint32(len(q.ring)-1)] }
func (q *calls) len() int          { return int(q.tail - q.head) }

// add puts a call at the end of the ring.
func (q *calls) add(id int, a attempt) {
	if q.len() == len(q.ring) {
		q.tidy()
	}
	for id >= len(q.place) {
		q.place = append(q.place, make([]uint32, max(64, len(q.place)))...)
	}
	*q.at(q.tail) = call{attempt: a, id: int32(id), open: true}
	q.place[id] = q.tail
	q.tail++
}

// tidy makes room: it moves together the calls that have not ended, and if they
// fill half of the ring, to one twice as long. So the ring is as long as what is
// on its way, and not as what is sent within a timeout.
func (q *calls) tidy() {
	kept := q.head
	for n := q.head; n != q.tail; n++ {
		if c := q.at(n); c.open {
			q.place[c.id] = kept
			*q.at(kept) = *c
			kept++
		}
	}
	q.tail = kept
	if 2*q.len() >= len(q.ring) {
		q.grow()
	}
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
	return int(c.id), c
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
