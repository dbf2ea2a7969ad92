package measure

import (
	"slices"
	"time"
)

// A cell is as much of a window as lies in one part of the profile: mostly the
// whole window. It is the only thing that is ever counted. Windows, phases and
// the whole are sums of cells, so they cannot disagree.
type cell struct {
	Window
	part int // see [Grid.part]
}

// at returns the cell that holds the instant, making room for it. The cell may
// move when room is made again.
func (t *Timeline) at(at time.Duration) *cell {
	i := t.index(at)
	for len(t.cells) <= i {
		t.grow()
	}
	return &t.cells[i]
}

// index returns which cell holds the instant. What lies before the start of the
// trial belongs to the first.
func (t *Timeline) index(at time.Duration) int {
	at = max(0, at)
	i := int(at / t.grid.Window)
	if len(t.seams) == 0 {
		return i
	}
	crossed, on := slices.BinarySearch(t.seams, at)
	if on {
		crossed++
	}
	return i + crossed
}

// grow adds the cells of one more window. Windows are never left half made.
func (t *Timeline) grow() {
	start := t.end()
	end := start + t.grid.Window
	for _, seam := range t.seams {
		if seam > start && seam < end {
			t.add(start, seam)
			start = seam
		}
	}
	t.add(start, end)
}

func (t *Timeline) add(start, end time.Duration) {
	w := Window{Start: start, Length: end - start, Latency: new(Latencies)}
	t.cells = append(t.cells, cell{w, t.grid.part(start)})
}

// end returns the end of the last window.
func (t *Timeline) end() time.Duration {
	if len(t.cells) == 0 {
		return 0
	}
	return t.cells[len(t.cells)-1].End()
}
