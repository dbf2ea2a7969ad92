package measure

import "time"

// A cell is as much of a window as lies in one part of the profile: mostly the
// whole window. It is the only thing that is ever counted. Windows, phases and
// the whole are sums of cells, so they cannot disagree.
type cell struct {
	Window
	part    int     // see [Grid.part]
	onward  int     // attempts that set out here and fly on, less those that ended here; see [Timeline.settle]
	entries []entry // not yet in the histograms; see [Timeline.post]
	splits  []split // of some of them
}

// end is [Window.End] without a copy of the window.
func (c *cell) end() time.Duration { return c.Start + c.Length }

// reach makes room for all instants up to this one. Cells may move.
func (t *Timeline) reach(at time.Duration) {
	for max(0, at) >= t.end() {
		t.grow()
	}
}

// index returns which cell holds the instant, for which there must be room.
// What lies before the start of the trial belongs to the first.
func (t *Timeline) index(at time.Duration) int {
	at = max(0, at)
	i := t.first[at/t.grid.Window]
	for at >= t.cells[i].end() {
		i++ // beyond a seam
	}
	return i
}

// near is index for an instant that most likely lies in the given cell: to look
// there first costs less than a division.
func (t *Timeline) near(i int, at time.Duration) int {
	if c := &t.cells[i]; c.Start <= at && at < c.end() {
		return i
	}
	return t.index(at)
}

// grow adds the cells of one more window. Windows are never left half made.
func (t *Timeline) grow() {
	start := t.end()
	end := start + t.grid.Window
	t.first = append(t.first, len(t.cells))
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
	t.cells = append(t.cells, cell{Window: w, part: t.grid.part(start)})
}

// end returns the end of the last window.
func (t *Timeline) end() time.Duration {
	if len(t.cells) == 0 {
		return 0
	}
	return t.cells[len(t.cells)-1].end()
}
