package bulkhead

import "time"

// A queue keeps the order of arrival, and lets go of anybody in it. It is
// a ring of links in one slice, which grows to the largest id and then
// allocates nothing.
type queue struct {
	links []link // links[0] is the end of the ring, links[id+1] belongs to id
	len   int
}

type link struct {
	before, behind int // indices into links
	since          time.Duration
	queued         bool
}

func (q *queue) push(at time.Duration, id int) {
	for id+1 >= len(q.links) {
		q.links = append(q.links, link{})
	}
	last := q.links[0].before
	q.links[id+1] = link{before: last, since: at, queued: true}
	q.links[last].behind = id + 1
	q.links[0].before = id + 1
	q.len++
}

// head returns who has waited longest; the queue must not be empty.
func (q *queue) head() (id int, since time.Duration) {
	first := q.links[0].behind
	return first - 1, q.links[first].since
}

// end returns who came last; the queue must not be empty.
func (q *queue) end() (id int) { return q.links[0].before - 1 }

// remove reports whether id was in the queue.
func (q *queue) remove(id int) bool {
	if id < 0 || id+1 >= len(q.links) || !q.links[id+1].queued {
		return false
	}
	l := q.links[id+1]
	q.links[l.before].behind = l.behind
	q.links[l.behind].before = l.before
	q.links[id+1] = link{}
	q.len--
	return true
}
