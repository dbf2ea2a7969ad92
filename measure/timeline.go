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
	first []int // the index of each window's first cell
	taken int   // cells that were handed on
	level Level
	Late  int64 // samples that came after their window was taken: counted in the totals, missing in the row

	unsettled int       // the first cell that [Timeline.settle] has to look at
	sums      []ledgers // of all cells, by part: a cell's own histograms are gone once it was handed on
	blocks    []blocks  // of the response times of successes, by part
	sorter    sorter
	spare     [][]entry // emptied, for cells to come

	spareSplits [][]split // likewise
}

// NewTimeline returns an empty timeline.
func NewTimeline(g Grid) *Timeline {
	if g.Window <= 0 {
		g.Window = WindowFor(g.Length)
	}
	return &Timeline{grid: g, seams: g.seams(), sums: make([]ledgers, g.parts()), blocks: g.blocks()}
}

// Grid returns how the timeline is cut up.
func (t *Timeline) Grid() Grid { return t.grid }

// Record adds one attempt that has ended.
func (t *Timeline) Record(s Sample) {
	t.reach(s.until())
	due := t.index(s.Due)
	came := t.near(due, s.Arrived)
	// A user comes before any attempt is due, so this is the earliest window
	// that the sample touches.
	if t.cells[min(came, due)].Latency == nil {
		t.Late++
	}
	t.countUser(&t.cells[came], &s)
	t.countDue(&t.cells[due], &s)
	if !s.left() {
		return
	}
	sent, done := t.near(due, s.Sent), t.index(s.Done)
	t.countInstants(&t.cells[sent], &t.cells[done], &s)
	t.occupy(&s, sent, done)
}

// until returns the last instant that the sample counts at.
func (s *Sample) until() time.Duration {
	last := max(s.Arrived, s.Due)
	if s.left() {
		last = max(last, s.Sent, s.Done)
	}
	return last
}

// countDue adds what belongs to the moment the attempt was due.
func (t *Timeline) countDue(c *cell, s *Sample) {
	c.Attempts[s.Outcome]++
	c.BytesIn += s.BytesIn
	c.BytesOut += s.BytesOut
	if t.inSLO(s) {
		c.InSLO++
	}
	if s.left() {
		c.SentDue++
		if s.told() {
			t.divide(c, splitOf(s))
		}
		t.enter(c, entryOf(s))
	}
}

// countUser adds what belongs to the moment the user came.
func (t *Timeline) countUser(c *cell, s *Sample) {
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
func (t *Timeline) countInstants(sent, done *cell, s *Sample) {
	sent.Sent++
	if !s.Outcome.Answered() {
		return
	}
	done.Answered++
	if s.Outcome == OK {
		done.Good++
	}
}

// inSLO tells whether the attempt served its user within the SLO.
func (t *Timeline) inSLO(s *Sample) bool {
	return s.Outcome == OK && t.grid.Limits.InTime(s.Done-s.Due)
}

// Level adds a reading of the engine's gauge. Readings come in order; one about
// every window is enough, since the gauge integrates between them. A window
// that a reading has not reached yet must not be taken.
func (t *Timeline) Level(l Level) {
	before := t.level
	t.level = l
	t.reach(l.At)
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
