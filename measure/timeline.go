package measure

import (
	"slices"
	"time"
)

// A Grid says how a timeline is cut up.
type Grid struct {
	Length time.Duration // length of the profile
	Window time.Duration // length of a window
	Phases []Phase       // stretches with totals of their own, in order, not overlapping
	Hold   time.Duration // how long after its end a window can still receive samples
	Limits Limits
}

// WindowFor returns the usual length of a window for a trial of that length:
// 1 s, or 0.1 s when it lasts less than a minute.
func WindowFor(length time.Duration) time.Duration {
	if length < time.Minute {
		return 100 * time.Millisecond
	}
	return time.Second
}

// A Timeline sums the samples of one trial by window and by phase. Histograms
// of a window are kept only until it is taken with [Timeline.Ripe], so memory
// does not grow with the length of a trial but by a small row of counts a
// window. It is not safe for concurrent use.
type Timeline struct {
	grid    Grid
	windows []Window
	taken   int
	phases  []Tally
	whole   Tally
	level   Level
	gauge   []time.Duration // by phase, as Window.Gauge
	peaks   []int           // by phase, as Window.MaxFlight
	Late    int64           // samples that came after their window was taken: counted in the totals, missing in the row
}

// NewTimeline returns an empty timeline.
func NewTimeline(g Grid) *Timeline {
	n := len(g.Phases)
	return &Timeline{grid: g, phases: make([]Tally, n), gauge: make([]time.Duration, n), peaks: make([]int, n)}
}

// Grid returns how the timeline is cut up.
func (t *Timeline) Grid() Grid { return t.grid }

// Record adds one finished attempt.
func (t *Timeline) Record(s Sample) {
	for _, tally := range []*Tally{&t.whole, t.phaseAt(s.Due)} {
		if tally != nil {
			t.count(&tally.Counts, s)
			tally.Latencies.record(s)
		}
	}
	w := t.at(s.Due)
	t.count(&w.Counts, s)
	if w.Latency != nil {
		w.Latency.record(s)
	} else {
		t.Late++
	}
	t.countUser(s)
	t.countInstants(s)
	t.occupy(s)
}

// count adds what belongs to the moment the attempt was due.
func (t *Timeline) count(c *Counts, s Sample) {
	c.Attempts[s.Outcome]++
	c.BytesIn += s.BytesIn
	c.BytesOut += s.BytesOut
	if s.Left() {
		c.SentDue++
	}
	if s.Outcome == OK && t.grid.Limits.InTime(s.Response()) {
		c.InSLO++
	}
}

// countUser adds what belongs to the moment the user came.
func (t *Timeline) countUser(s Sample) {
	served := s.Outcome == OK && t.grid.Limits.InTime(s.Response())
	t.each(s.Arrived, func(c *Counts) {
		if s.Attempt == 1 {
			c.Users++
		}
		if s.Last {
			c.Final[s.Outcome]++
		}
		if served {
			c.UsersInSLO++
		}
	})
}

// countInstants adds what belongs to the moments of sending and completion.
func (t *Timeline) countInstants(s Sample) {
	if s.Left() {
		t.each(s.Sent, func(c *Counts) { c.Sent++ })
	}
	if s.Outcome.Answered() {
		t.each(s.Done, func(c *Counts) { c.Answered++ })
	}
	if s.Outcome == OK {
		t.each(s.Done, func(c *Counts) { c.Good++ })
	}
}

// occupy adds the time in flight to every window and phase it touches.
func (t *Timeline) occupy(s Sample) {
	if !s.Left() || s.Done <= s.Sent {
		return
	}
	t.whole.Occupied += s.Done - s.Sent
	for i, p := range t.grid.Phases {
		t.phases[i].Occupied += overlap(s.Sent, s.Done, p.Start, p.End)
	}
	for at := s.Sent; at < s.Done; {
		w := t.at(at)
		w.Occupied += overlap(s.Sent, s.Done, w.Start, w.End())
		at = w.End()
	}
}

// each calls f with the counts of the whole, of the phase and of the window
// that hold the instant.
func (t *Timeline) each(at time.Duration, f func(*Counts)) {
	f(&t.whole.Counts)
	if p := t.phaseAt(at); p != nil {
		f(&p.Counts)
	}
	f(&t.at(at).Counts)
}

// Level adds a reading of the engine's gauge. Readings come in order; one about
// every window is enough, since the gauge integrates between them.
func (t *Timeline) Level(l Level) {
	before := t.level
	t.level = l
	span := l.At - before.At
	if span <= 0 {
		return
	}
	area := float64(l.Integral - before.Integral)
	share := func(start, end time.Duration) time.Duration {
		return time.Duration(area * float64(overlap(before.At, l.At, start, end)) / float64(span))
	}
	for at := before.At; at < l.At; {
		w := t.at(at)
		w.Gauge += share(w.Start, w.End())
		w.MaxFlight = max(w.MaxFlight, l.Max)
		at = w.End()
	}
	for i, p := range t.grid.Phases {
		if overlap(before.At, l.At, p.Start, p.End) > 0 {
			t.gauge[i] += share(p.Start, p.End)
			t.peaks[i] = max(t.peaks[i], l.Max)
		}
	}
}

// at returns the window that holds the instant, making room for it.
func (t *Timeline) at(at time.Duration) *Window {
	i := int(max(0, at) / t.grid.Window)
	for len(t.windows) <= i {
		start := time.Duration(len(t.windows)) * t.grid.Window
		t.windows = append(t.windows, Window{Start: start, Length: t.grid.Window, Latency: new(Latencies)})
	}
	return &t.windows[i]
}

// phaseAt returns the tally of the phase that holds the instant, nil if none
// does.
func (t *Timeline) phaseAt(at time.Duration) *Tally {
	i, found := slices.BinarySearchFunc(t.grid.Phases, at, func(p Phase, at time.Duration) int {
		switch {
		case p.End <= at:
			return -1
		case p.Start > at:
			return 1
		}
		return 0
	})
	if !found {
		return nil
	}
	return &t.phases[i]
}

// Ripe hands on the windows that can receive no more samples at the given
// instant, each once and in order, and lets go of their histograms.
func (t *Timeline) Ripe(now time.Duration) []Window {
	first := t.taken
	for t.taken < len(t.windows) && t.windows[t.taken].End()+t.grid.Hold <= now {
		t.taken++
	}
	ripe := slices.Clone(t.windows[first:t.taken])
	for i := first; i < t.taken; i++ {
		t.windows[i].Latency = nil
	}
	return ripe
}

// Rest hands on all windows that were not handed on yet. The trial is over.
func (t *Timeline) Rest() []Window {
	if len(t.windows) == 0 {
		return nil
	}
	return t.Ripe(t.windows[len(t.windows)-1].End() + t.grid.Hold)
}

// Windows returns a copy of all rows so far, those still open included.
func (t *Timeline) Windows() []Window { return slices.Clone(t.windows) }

// Stretches returns the tally of the whole trial, named [Whole], and then of
// each phase.
func (t *Timeline) Stretches() []Stretch {
	out := []Stretch{{Phase: Phase{Name: Whole, End: t.grid.Length}, Tally: t.whole}}
	for i, p := range t.grid.Phases {
		out = append(out, Stretch{Phase: p, Tally: t.phases[i], Gauge: t.gauge[i], MaxFlight: t.peaks[i]})
	}
	for _, w := range t.windows {
		out[0].Gauge += w.Gauge
		out[0].MaxFlight = max(out[0].MaxFlight, w.MaxFlight)
	}
	return out
}
