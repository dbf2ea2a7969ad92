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
	told             int // rounds in which the target told of itself
	inside, queued   int64
}

// series merges the windows of all rounds. Rounds are read one after the other,
// so that only one of them is in memory.
func (e entrant) series() ([]Point, []string) {
	var slots []slot
	var trouble []string
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
	}
	points := []Point{}
	for _, s := range slots {
		points = append(points, s.point())
	}
	return points, trouble
}

// overlay adds one round to the slots.
func overlay(slots []slot, rows []results.Row, told []results.TargetRow) []slot {
	for i, r := range rows {
		if i == len(slots) {
			slots = append(slots, slot{start: r.Start, length: r.Length})
		}
		s := &slots[i]
		s.add(r)
		for len(told) > 1 && told[1].At <= r.End() {
			told = told[1:]
		}
		// The last reading up to the end of the window, if it is of this window
		// or the one before it: readings come once a window, not on its edge.
		if len(told) > 0 && !told[0].Silent() && told[0].At <= r.End() && told[0].At >= r.Start-r.Length {
			s.told++
			s.inside += told[0].Inside
			s.queued += told[0].Queued
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
		Inside:   over(float64(s.inside), float64(s.told)), Queued: over(float64(s.queued), float64(s.told)),
		P50: s.p50, P99: s.p99, LagP99: s.lagP99,
	}
}

// over returns a/b, and 0 where there is nothing to divide by.
func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
