package profiles

import (
	"iter"
	"time"
)

// A Traffic is a curve with the spacing of its arrivals: one of several kinds of
// callers who share a service.
type Traffic struct {
	Curve Curve
	Gap   Gap
}

// Merge yields the arrivals of all the traffic in the order of time, each with
// the place of its own among the arguments. Each comes by its own schedule, as
// if it were alone; of several at one instant, the first of the arguments goes
// first. Like a schedule it is computed as it is read and starts anew each time.
func Merge(all ...Traffic) iter.Seq2[time.Duration, int] {
	return func(yield func(time.Duration, int) bool) {
		var heads []head
		for i, t := range all {
			if h := (head{cursor: newCursor(t.Curve, t.Gap), of: i}); h.advance() {
				heads = append(heads, h)
			}
		}
		for len(heads) > 0 {
			next := earliest(heads)
			if !yield(heads[next].at, heads[next].of) {
				return
			}
			if !heads[next].advance() {
				heads = append(heads[:next], heads[next+1:]...)
			}
		}
	}
}

// A head is the next arrival of one kind of traffic.
type head struct {
	*cursor
	at time.Duration
	of int
}

// advance moves on to the next arrival, and reports false when there is none.
func (h *head) advance() (ok bool) {
	h.at, ok = h.cursor.next()
	return ok
}

// earliest returns which head comes first. There are so few that looking at all
// of them costs less than keeping them in order.
func earliest(heads []head) int {
	first := 0
	for i := range heads {
		if heads[i].at < heads[first].at {
			first = i
		}
	}
	return first
}
