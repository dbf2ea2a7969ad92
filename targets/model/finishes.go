package model

// A finish is the virtual time at which a job inside will be done.
type finish struct {
	at    float64 // in nanoseconds of work
	order uint64  // of entry: breaks ties, and tells the jobs apart that bore an id
	id    int
}

func (f *finish) before(g *finish) bool {
	return f.at < g.at || f.at == g.at && f.order < g.order
}

// A finishes queue gives out finishes in their order. One that is later than
// all in the lane goes to the end of the lane. Of the others the far ones are
// kept apart, and go to the heap when they come near. The first is at the head
// of lane or heap.
//
// Jobs of equal demand finish in the order in which they came, so that they all
// take the lane. There coming and going costs the same however many there are,
// and elsewhere nearly so, since the heap stays small. It is the heap that takes
// whoever comes before others that are near already, in any order.
//
// A finish cannot be taken out of the middle: its owner knows which are out of
// date, and drops them when they come up.
type finishes struct {
	lane  lane
	heap  finishHeap
	far   far
	spare []finish // for remake
}

func (q *finishes) len() int { return q.lane.len() + len(q.heap) + q.far.len }

func (q *finishes) push(f finish) {
	switch {
	case q.lane.len() == 0 || q.lane.last().before(&f):
		q.lane.push(f)
	case q.far.holds(f.at):
		q.far.push(f)
	default:
		q.heap.push(f)
	}
}

// first returns the earliest finish, which stays where it is until pop or push;
// there must be one.
func (q *finishes) first() *finish {
	for q.far.len > 0 && !q.near() {
		q.far.approach(&q.heap)
	}
	if q.inLane() {
		return q.lane.first()
	}
	return &q.heap[0]
}

// near reports whether any finish comes before all that are far off.
func (q *finishes) near() bool {
	return len(q.heap) > 0 || q.lane.len() > 0 && !q.far.holds(q.lane.first().at)
}

// pop drops the finish that first has returned.
func (q *finishes) pop() {
	if q.inLane() {
		q.lane.head++
		return
	}
	q.heap.pop()
}

func (q *finishes) inLane() bool {
	return len(q.heap) == 0 || q.lane.len() > 0 && q.lane.first().before(&q.heap[0])
}

// remake takes out all finishes, and puts in again those that f wants, as f has
// changed them.
func (q *finishes) remake(f func(*finish) bool) {
	all := q.spare[:0]
	for ; q.lane.len() > 0; q.lane.head++ {
		all = append(all, *q.lane.first())
	}
	all = q.far.empty(append(all, q.heap...))
	q.heap = q.heap[:0]
	for i := range all {
		if f(&all[i]) {
			q.push(all[i])
		}
	}
	q.spare = all
}

// A lane is first in, first out, in a ring that grows.
type lane struct {
	ring       []finish // its length is a power of two
	head, tail uint     // running numbers: the place in the ring is their remainder
}

func (l *lane) len() int          { return int(l.tail - l.head) }
func (l *lane) at(n uint) *finish { return &l.ring[n&uint(len(l.ring)-1)] }
func (l *lane) first() *finish    { return l.at(l.head) }
func (l *lane) last() *finish     { return l.at(l.tail - 1) }

func (l *lane) push(f finish) {
	if l.len() == len(l.ring) {
		old := *l
		l.ring = make([]finish, max(64, 2*len(old.ring)))
		for n := l.head; n != l.tail; n++ {
			*l.at(n) = *old.at(n)
		}
	}
	*l.at(l.tail) = f
	l.tail++
}
