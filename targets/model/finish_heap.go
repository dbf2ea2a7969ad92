package model

// A finishHeap is a heap of finishes in which each has four below it. That is
// half as deep as with two, and the four lie side by side in memory.
// container/heap would box every item besides.
type finishHeap []finish

const below = 4

func (h *finishHeap) push(f finish) {
	*h = append(*h, f)
	items, i := *h, len(*h)-1
	for i > 0 {
		parent := (i - 1) / below
		if !f.before(&items[parent]) {
			break
		}
		items[i] = items[parent]
		i = parent
	}
	items[i] = f
}

// pop drops the first finish. The last one goes where it was, and then down
// until those below it are later.
func (h *finishHeap) pop() {
	last := len(*h) - 1
	items, f := (*h)[:last], (*h)[last]
	*h = items
	if last == 0 {
		return
	}
	i := 0
	for {
		child := below*i + 1
		if child >= len(items) {
			break
		}
		least := child
		for c := child + 1; c < min(child+below, len(items)); c++ {
			if items[c].before(&items[least]) {
				least = c
			}
		}
		if !items[least].before(&f) {
			break
		}
		items[i] = items[least]
		i = least
	}
	items[i] = f
}
