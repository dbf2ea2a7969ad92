package gallery

import "time"

// A waiter is who or what stands in a line, since when, and what is done when
// its turn has come.
type waiter struct {
	since time.Duration
	next  func()
}

// A line is waiters in the order in which they came, in a ring that grows to the
// longest it ever was.
type line struct {
	ring  []waiter // its length is a power of two
	first int
	len   int
}

func (l *line) push(w waiter) {
	if l.len == len(l.ring) {
		l.grow()
	}
	l.ring[(l.first+l.len)&(len(l.ring)-1)] = w
	l.len++
}

// pop lets go of whoever has waited longest; ok is false if nobody waits.
func (l *line) pop() (w waiter, ok bool) {
	if l.len == 0 {
		return waiter{}, false
	}
	w = l.ring[l.first]
	l.ring[l.first] = waiter{}
	l.first = (l.first + 1) & (len(l.ring) - 1)
	l.len--
	return w, true
}

// age returns how long the first has waited, zero if nobody waits.
func (l *line) age(now time.Duration) time.Duration {
	if l.len == 0 {
		return 0
	}
	return now - l.ring[l.first].since
}

func (l *line) grow() {
	ring := make([]waiter, max(16, 2*len(l.ring)))
	n := copy(ring, l.ring[l.first:])
	copy(ring[n:], l.ring[:l.first])
	l.ring, l.first = ring, 0
}
