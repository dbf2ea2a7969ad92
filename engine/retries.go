package engine

import "time"

// A retryQueue holds attempts that are to come, the earliest first, and of those
// due at one instant the one that was put in first. It is a binary heap of
// values: container/heap would box each of them.
type retryQueue struct {
	items []retry
	order uint64
}

type retry struct {
	attempt
	order uint64
}

func (r *retry) before(other *retry) bool {
	return r.due < other.due || r.due == other.due && r.order < other.order
}

// empty tells whether there are none.
func (q *retryQueue) empty() bool { return len(q.items) == 0 }

// due returns when the first one is due, or never.
func (q *retryQueue) due() time.Duration {
	if q.empty() {
		return never
	}
	return q.items[0].due
}

func (q *retryQueue) push(a attempt) {
	q.order++
	q.items = append(q.items, retry{a, q.order})
	h, i := q.items, len(q.items)-1
	for i > 0 && h[i].before(&h[(i-1)/2]) {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		i = (i - 1) / 2
	}
}

// pop takes out the first one; there must be one.
func (q *retryQueue) pop() attempt {
	h, last := q.items, len(q.items)-1
	out := h[0].attempt
	h[0] = h[last]
	h = h[:last]
	q.items = h
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[child].before(&h[least]) {
				least = child
			}
		}
		if least == i {
			return out
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
