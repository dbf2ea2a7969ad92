package engine

import (
	"time"

	"matchday/measure"
)

// A trip is one attempt of the native engine, from when it is taken up to its
// end. Trips are used again, so that none is allocated once there are enough.
type trip struct {
	ending
	order *order
	conn  *conn  // what it travels on; nil while it waits for one
	turn  uint64 // how often the trip was used before
	again bool   // it was sent a second time because a kept connection broke

	prev, next *trip // in the order of due
}

// trips are the attempts on their way, in the order in which they are given up.
// All users wait equally long, so that is the order of due, in which they mostly
// come; only what comes late has to look for its place.
type trips struct {
	first, last *trip
	free        *trip // not in use, chained by next
}

// take returns a trip for an attempt, which is not on its way yet.
func (q *trips) take(a attempt) *trip {
	t := q.free
	if t == nil {
		t = new(trip)
	} else {
		q.free = t.next
	}
	*t = trip{turn: t.turn, ending: ending{Sample: measure.Sample{
		User: a.user, Attempt: a.number, Arrived: a.arrived, Due: a.due,
	}}}
	return t
}

// release lets a trip be used again.
func (q *trips) release(t *trip) {
	t.turn++
	t.order, t.conn = nil, nil
	t.next, q.free = q.free, t
}

// add puts a trip on its way.
func (q *trips) add(t *trip) {
	before := q.last
	for before != nil && before.Due > t.Due {
		before = before.prev
	}
	t.prev = before
	if before == nil {
		t.next, q.first = q.first, t
	} else {
		t.next, before.next = before.next, t
	}
	if t.next == nil {
		q.last = t
	} else {
		t.next.prev = t
	}
}

// remove takes a trip off.
func (q *trips) remove(t *trip) {
	if t.prev == nil {
		q.first = t.next
	} else {
		t.prev.next = t.next
	}
	if t.next == nil {
		q.last = t.prev
	} else {
		t.next.prev = t.prev
	}
	t.prev, t.next = nil, nil
}

// deadline returns when the first trip is to be given up, or never.
func (q *trips) deadline(timeout time.Duration) time.Duration {
	if q.first == nil {
		return never
	}
	return later(q.first.Due, timeout)
}
