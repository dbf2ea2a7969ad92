package gallery

import "time"

// An order has answers leave in the order in which their requests were begun: who
// is ready too early is held in a buffer. One that is not to keep it lets
// everybody go.
type order struct {
	keep  bool
	begun int64 // requests begun
	next  int64 // place of the one whose answer is next
	held  map[int64]*request
	since time.Duration // how long the next one has held up others, if any are held
}

// place gives a request its place in the order.
func (o *order) place() int64 {
	o.begun++
	return o.begun - 1
}

// done is told that an answer is ready, and returns whose may leave now.
func (o *order) done(now time.Duration, place int64, r *request) []*request {
	if !o.keep {
		return []*request{r}
	}
	if place != o.next {
		o.hold(now, place, r)
		return nil
	}
	out := []*request{r}
	for o.next++; o.held[o.next] != nil; o.next++ {
		out = append(out, o.held[o.next])
		delete(o.held, o.next)
	}
	o.since = now
	return out
}

func (o *order) hold(now time.Duration, place int64, r *request) {
	if o.held == nil {
		o.held = map[int64]*request{}
	}
	if len(o.held) == 0 {
		o.since = now
	}
	o.held[place] = r
}

// stuck returns how long the answer that is next has held up others.
func (o *order) stuck(now time.Duration) time.Duration {
	if len(o.held) == 0 {
		return 0
	}
	return now - o.since
}
