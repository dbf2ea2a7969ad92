package model

import "time"

// A finish is a job inside and the virtual time at which it will be done.
type finish struct {
	at     float64 // in nanoseconds of work
	order  uint64  // of entry
	demand time.Duration
	id     int
}

func (f finish) before(g finish) bool {
	if f.at != g.at {
		return f.at < g.at
	}
	return f.order < g.order
}

// A finishHeap is a binary heap of finishes that knows where each job is, so
// that one can be taken out of its middle. container/heap would box every
// item it moves.
type finishHeap struct {
	items []finish
	where []int // index in items of each id, absent if it is not inside
}

const absent = -1

func (h *finishHeap) has(id int) bool {
	return id >= 0 && id < len(h.where) && h.where[id] != absent
}

func (h *finishHeap) push(f finish) {
	for f.id >= len(h.where) {
		h.where = append(h.where, absent)
	}
	h.items = append(h.items, f)
	h.up(len(h.items) - 1)
}

// remove takes out the item at index i and fills the gap with the last one.
func (h *finishHeap) remove(i int) finish {
	out, last := h.items[i], len(h.items)-1
	h.items[i] = h.items[last]
	h.items = h.items[:last]
	h.where[out.id] = absent
	if i < last {
		h.down(i)
		h.up(i)
	}
	return out
}

// up moves the item at index i towards the root until its parent is earlier.
func (h *finishHeap) up(i int) {
	f := h.items[i]
	for i > 0 {
		parent := (i - 1) / 2
		if !f.before(h.items[parent]) {
			break
		}
		h.place(i, h.items[parent])
		i = parent
	}
	h.place(i, f)
}

// down moves the item at index i away from the root until its children are
// later.
func (h *finishHeap) down(i int) {
	f := h.items[i]
	for {
		child := 2*i + 1
		if child >= len(h.items) {
			break
		}
		if right := child + 1; right < len(h.items) && h.items[right].before(h.items[child]) {
			child = right
		}
		if !h.items[child].before(f) {
			break
		}
		h.place(i, h.items[child])
		i = child
	}
	h.place(i, f)
}

func (h *finishHeap) place(i int, f finish) {
	h.items[i] = f
	h.where[f.id] = i
}
