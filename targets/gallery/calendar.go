package gallery

import "time"

// A calendar is what is to happen in virtual time, and when. At one instant
// things happen in the order in which they were put down, but those that were put
// down to be last.
//
// It is a heap of its own and not one of the library, which would box every
// event: an evening has millions.
type calendar struct {
	now    time.Duration // the latest instant it was told
	order  uint64        // events put down so far
	events []event
}

type event struct {
	at    time.Duration
	order uint64
	do    func()
}

// lastOfAll is above every order that is counted.
const lastOfAll = 1 << 63

// after has something done when so much time has passed.
func (c *calendar) after(d time.Duration, do func()) {
	c.order++
	c.put(event{c.now + d, c.order, do})
}

// last has something done at an instant when all else has been that happens then.
func (c *calendar) last(at time.Duration, do func()) {
	c.order++
	c.put(event{at, lastOfAll | c.order, do})
}

// Next returns the instant of the next thing to happen by itself; ok is false
// if there is none.
func (c *calendar) Next() (at time.Duration, ok bool) {
	if len(c.events) == 0 {
		return 0, false
	}
	return c.events[0].at, true
}

// Advance lets everything happen that is due by an instant, each thing at its
// own exact instant.
func (c *calendar) Advance(at time.Duration) {
	for len(c.events) > 0 && c.events[0].at <= at {
		e := c.take()
		c.now = e.at
		e.do()
	}
	c.now = max(c.now, at)
}

func (e event) before(other event) bool {
	return e.at < other.at || e.at == other.at && e.order < other.order
}

// put adds an event to the heap.
func (c *calendar) put(e event) {
	c.events = append(c.events, e)
	place := len(c.events) - 1
	for place > 0 {
		above := (place - 1) / 2
		if c.events[above].before(e) {
			break
		}
		c.events[place] = c.events[above]
		place = above
	}
	c.events[place] = e
}

// take removes the first event from the heap.
func (c *calendar) take() event {
	first, end := c.events[0], len(c.events)-1
	moved := c.events[end]
	c.events[end] = event{} // lets go of what it would have done
	c.events = c.events[:end]
	if end > 0 {
		c.sink(moved)
	}
	return first
}

// sink puts an event in the place of the first, and lower where it belongs.
func (c *calendar) sink(e event) {
	place := 0
	for {
		below := 2*place + 1
		if below >= len(c.events) {
			break
		}
		if right := below + 1; right < len(c.events) && c.events[right].before(c.events[below]) {
			below = right
		}
		if e.before(c.events[below]) {
			break
		}
		c.events[place] = c.events[below]
		place = below
	}
	c.events[place] = e
}
