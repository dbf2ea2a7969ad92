package measure

import "time"

// A Timeline sums the samples of one trial by window and by phase. Histograms
// of a window are kept only until it is taken with [Timeline.Ripe], so memory
// does not grow with the length of a trial but by a small row of counts a
// window. It is not safe for concurrent use.
type Timeline struct {
	grid  Grid
	seams []time.Duration
	cells []cell
	taken int         // cells that were handed on
	past  []Latencies // of the cells that were handed on, by part
	level Level
	Late  int64 // samples that came after their window was taken: counted in the totals, missing in the row
}

// NewTimeline returns an empty timeline.
func NewTimeline(g Grid) *Timeline {
	if g.Window <= 0 {
		g.Window = WindowFor(g.Length)
	}
	return &Timeline{grid: g, seams: g.seams(), past: make([]Latencies, g.parts())}
}

// Grid returns how the timeline is cut up.
func (t *Timeline) Grid() Grid { return t.grid }

// Record adds one attempt that has ended.
func (t *Timeline) Record(s Sample) {
	// A user comes before any attempt is due, so this is the earliest window
	// that the sample touches.
	if t.at(min(s.Arrived, s.Due)).Latency == nil {
		t.Late++
	}
	t.countDue(s)
	t.countUser(s)
	t.countInstants(s)
	t.occupy(s)
}

// countDue adds what belongs to the moment the attempt was due.
func (t *Timeline) countDue(s Sample) {
	c := t.at(s.Due)
	c.Attempts[s.Outcome]++
	c.BytesIn += s.BytesIn
	c.BytesOut += s.BytesOut
	if s.Left() {
		c.SentDue++
	}
	if t.inSLO(s) {
		c.InSLO++
	}
	if c.Latency != nil {
		c.Latency.record(s)
		return
	}
	t.past[c.part].record(s)
}

// countUser adds what belongs to the moment the user came.
func (t *Timeline) countUser(s Sample) {
	c := t.at(s.Arrived)
	if s.Attempt == 1 {
		c.Users++
	}
	if s.Last {
		c.Final[s.Outcome]++
	}
	if t.inSLO(s) {
		c.UsersInSLO++
	}
}

// countInstants adds what belongs to the moments of sending and completion.
func (t *Timeline) countInstants(s Sample) {
	if s.Left() {
		t.at(s.Sent).Sent++
	}
	if !s.Outcome.Answered() {
		return
	}
	c := t.at(s.Done)
	c.Answered++
	if s.Outcome == OK {
		c.Good++
	}
}

// inSLO tells whether the attempt served its user within the SLO.
func (t *Timeline) inSLO(s Sample) bool {
	return s.Outcome == OK && t.grid.Limits.InTime(s.Response())
}

// occupy adds the time in flight to every cell that it touches.
func (t *Timeline) occupy(s Sample) {
	if !s.Left() || s.Done <= s.Sent {
		return
	}
	t.at(s.Done) // makes room for all
	for i := t.index(s.Sent); i < len(t.cells) && t.cells[i].Start < s.Done; i++ {
		c := &t.cells[i]
		c.Occupied += overlap(s.Sent, s.Done, c.Start, c.End())
	}
}

// Level adds a reading of the engine's gauge. Readings come in order; one about
// every window is enough, since the gauge integrates between them. A window
// that a reading has not reached yet must not be taken.
func (t *Timeline) Level(l Level) {
	before := t.level
	t.level = l
	t.at(l.At)
	// The instant of a reading is the first of the span that follows it.
	last := t.index(max(before.At, l.At-1))
	for i := t.index(before.At); i <= last; i++ {
		c := &t.cells[i]
		c.Gauge += integral(before, l, c.End()) - integral(before, l, c.Start)
		c.MaxFlight = max(c.MaxFlight, l.Max)
	}
}

// integral returns the integral up to an instant between two readings, were the
// level between them constant. The pieces of a span add up to all of it.
func integral(a, b Level, at time.Duration) time.Duration {
	switch {
	case at <= a.At:
		return a.Integral
	case at >= b.At:
		return b.Integral
	}
	share := float64(at-a.At) / float64(b.At-a.At)
	return a.Integral + time.Duration(share*float64(b.Integral-a.Integral))
}
