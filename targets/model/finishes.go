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
// all in the lane goes to the end of the lane, any other to the heap; the first
// is at the head of either.
//
// Jobs of equal demand finish in the order in which they came, so that they all
// take the lane, where coming and going costs the same however many there are.
//
// A finish cannot be taken out of the middle: its owner knows which are out of
// date, and drops them when they come up.
type finishes struct {
	lane lane
	heap finishHeap
}

func (q *finishes) len() int { return q.lane.len() + len(q.heap) }

func (q *finishes) push(f finish) {
	if q.lane.len() == 0 || q.lane.last().before(&f) {
		q.lane.push(f)
		return
	}
	q.heap.push(f)
}

// first returns the earliest finish, which stays where it is; there must be
// one.
func (q *finishes) first() *finish {
	if q.inLane() {
		return q.lane.first()
	}
	return &q.heap[0]
}

// pop drops the earliest finish.
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

// keep drops all finishes but those that f wants.
func (q *finishes) keep(f func(*finish) bool) {
	kept := q.lane.head
	for n := q.lane.head; n != q.lane.tail; n++ {
		if at := q.lane.at(n); f(at) {
			*q.lane.at(kept) = *at
			kept++
		}
	}
	q.lane.tail = kept
	all := q.heap
	q.heap = q.heap[:0] // grows over what has been read already
	for _, at := range all {
		if f(&at) {
			q.heap.push(at)
		}
	}
}

// back sets all finishes back by so much.
func (q *finishes) back(by float64) {
	for n := q.lane.head; n != q.lane.tail; n++ {
		q.lane.at(n).at -= by
	}
	for i := range q.heap {
		q.heap[i].at -= by
	}
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
