package report

import (
	"fmt"
	"time"

	"matchday/measure"
	"matchday/results"
)

// A slot is one window over all rounds.
type slot struct {
	start, length    time.Duration
	rounds           int
	counts           measure.Counts
	gauge            time.Duration
	p50, p99, lagP99 time.Duration
	turned50         time.Duration // time to be turned away
	turned99         time.Duration
	fail50, fail99   time.Duration
	inside, queued   readings
}

// Readings are what the target told of itself in one window of those rounds in
// which it told.
type readings struct{ sum, count int64 }

func (r *readings) add(told results.TargetRow, name string, value int64) {
	if told.Tells(name) {
		r.sum += value
		r.count++
	}
}

// mean is nil where nothing was told: that is not none.
func (r readings) mean() *float64 {
	if r.count == 0 {
		return nil
	}
	return of(float64(r.sum) / float64(r.count))
}

// series enters the windows of every round, their means over rounds, and what the
// target told in them besides. Rounds are read one after the other, so that only
// one of them is in memory.
func (e entrant) series(v *Variant) (trouble []string) {
	var slots []slot
	var lines alsoLines
	for _, t := range e.counted {
		rows, err := e.in.timeline(t)
		if err != nil {
			trouble = append(trouble, fmt.Sprintf("%s: its timeline cannot be read to the end: %v", e.trial(t), err))
		}
		told, err := e.in.target(t)
		if err != nil {
			trouble = append(trouble, fmt.Sprintf("%s: what the target told cannot be read to the end: %v", e.trial(t), err))
		}
		slots = overlay(slots, rows, told)
		v.ByWindow = append(v.ByWindow, windowsOf(rows))
		lines.overlay(matched(rows, told), told)
	}
	v.Series, v.Also = []Point{}, lines.means()
	for _, s := range slots {
		v.Series = append(v.Series, s.point())
	}
	return trouble
}

// windowsOf returns what is kept of every window of a round.
func windowsOf(rows []results.Row) []Window {
	out := make([]Window, 0, len(rows))
	for _, r := range rows {
		out = append(out, windowOf(r))
	}
	return out
}

// matched returns for each window which reading of the target tells of it, −1 if
// none does: the last one up to the end of the window, if it is of this window or
// the one before it. Readings come once a window, not on its edge.
func matched(rows []results.Row, told []results.TargetRow) []int {
	at := make([]int, len(rows))
	next := 0
	for i, r := range rows {
		for next < len(told) && told[next].At <= r.End() {
			next++
		}
		at[i] = next - 1
		if next > 0 && told[next-1].At < r.Start-r.Length {
			at[i] = -1
		}
	}
	return at
}

// overlay adds one round to the slots.
func overlay(slots []slot, rows []results.Row, told []results.TargetRow) []slot {
	at := matched(rows, told)
	for i, r := range rows {
		if i == len(slots) {
			slots = append(slots, slot{start: r.Start, length: r.Length})
		}
		s := &slots[i]
		s.add(r)
		if k := at[i]; k >= 0 {
			s.inside.add(told[k], "inside", told[k].Inside)
			s.queued.add(told[k], "queued", told[k].Queued)
		}
	}
	return slots
}

// add adds the window of another round. Of a percentile the highest is kept:
// there are no histograms to merge by window, and a mean of percentiles is none.
func (s *slot) add(r results.Row) {
	s.rounds++
	s.counts.Merge(r.Counts)
	s.gauge += r.Gauge
	s.p50, s.p99, s.lagP99 = max(s.p50, r.P50), max(s.p99, r.P99), max(s.lagP99, r.LagP99)
	s.turned50, s.turned99 = max(s.turned50, r.RejectP50), max(s.turned99, r.RejectP99)
	s.fail50, s.fail99 = max(s.fail50, r.FailP50), max(s.fail99, r.FailP99)
}

// point returns the means over rounds.
func (s slot) point() Point {
	seconds := s.length.Seconds() * float64(s.rounds)
	rate := func(n int64) float64 { return over(float64(n), seconds) }
	return Point{
		At: s.start, Planned: rate(s.counts.Users), Sent: rate(s.counts.SentDue),
		InTime: rate(s.counts.Attempts[measure.OK]), InSLO: rate(s.counts.InSLO),
		Rejected: rate(s.counts.Attempts[measure.Rejected]),
		TimedOut: rate(s.counts.Attempts.Where(measure.Outcome.TimedOut)),
		Failed:   rate(s.counts.Attempts.Where(measure.Outcome.Failed)),
		InFlight: over(s.gauge.Seconds(), seconds),
		Inside:   s.inside.mean(), Queued: s.queued.mean(),
		P50: s.p50, P99: s.p99, LagP99: s.lagP99, RejectP50: s.turned50, RejectP99: s.turned99, FailP50: s.fail50, FailP99: s.fail99,
	}
}

// over returns a/b, and 0 where there is nothing to divide by.
func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
