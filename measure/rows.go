package measure

import "time"

// Ripe hands on the windows that can receive no more samples at the given
// instant, each once and in order, and lets go of their histograms.
func (t *Timeline) Ripe(now time.Duration) []Window {
	first, border := t.taken, (now - t.grid.Hold).Truncate(t.grid.Window)
	for t.taken < len(t.cells) && t.cells[t.taken].End() <= border {
		t.taken++
	}
	ripe := t.cells[first:t.taken]
	rows := t.rows(ripe)
	for i := range ripe {
		ripe[i].Latency = nil
	}
	return rows
}

// Rest hands on all windows that were not handed on yet. The trial is over.
func (t *Timeline) Rest() []Window { return t.Ripe(t.end() + t.grid.Hold) }

// Windows returns all rows so far, those still open included. The histograms of
// the open ones are the timeline's own, to be read before the next sample is
// recorded.
func (t *Timeline) Windows() []Window { return t.rows(t.cells) }

// rows sums cells to windows. The first cell begins a window.
func (t *Timeline) rows(cells []cell) []Window {
	t.settle()
	var rows []Window
	for i := range cells {
		c := &cells[i]
		t.post(c)
		if c.Start%t.grid.Window == 0 {
			rows = append(rows, t.window(c))
			continue
		}
		last := &rows[len(rows)-1]
		*last = last.joined(t.window(c))
	}
	return rows
}

// window returns the window that a cell is, or is a part of.
func (t *Timeline) window(c *cell) Window {
	w := c.Window
	if t.grid.Ungauged {
		w.Gauge = w.Occupied
	}
	return w
}

// Stretches returns what came of the whole trial, named [Whole], and then of
// each phase. Counts of the whole take in all that was recorded; the time in
// flight ends with the profile.
func (t *Timeline) Stretches() []Stretch {
	parts := t.byPart()
	whole := Stretch{Phase: Phase{Name: Whole, End: t.grid.Length}}
	for i, p := range parts {
		if i == t.grid.after() {
			p.Occupied, p.Gauge, p.MaxFlight = 0, 0, 0
		}
		whole.add(p)
	}
	out := []Stretch{whole}
	for i, p := range t.grid.Phases {
		parts[i].Phase = p
		out = append(out, parts[i])
	}
	return out
}

// byPart sums cells to the parts of the profile.
func (t *Timeline) byPart() []Stretch {
	t.settle()
	parts := make([]Stretch, t.grid.parts())
	for i := range t.cells {
		c := &t.cells[i]
		t.post(c)
		parts[c.part].add(Stretch{Tally: Tally{Counts: c.Counts}, Gauge: t.window(c).Gauge, MaxFlight: c.MaxFlight})
	}
	for i := range parts {
		parts[i].Latencies = t.sums[i].latencies()
	}
	return parts
}
