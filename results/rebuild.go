package results

import (
	"fmt"
	"io"
	"time"

	"matchday/measure"
)

// usualTick is how far apart an engine reads its gauge.
const usualTick = 100 * time.Millisecond

// rebuild puts together what a trial came to whose end was never written: from
// its rows, and from the histograms of their windows. A window goes to the
// phase that holds its start; a phase ends where the rows do, and one that was
// not reached has no length. It returns what the reader must be warned of.
func (t *Trial) rebuild(e Experiment) []string {
	t.short = true
	var warnings []string
	note := func(err error) {
		if err != nil {
			warnings = append(warnings, fmt.Sprintf("%s was cut short: what follows is left out: %v", t.label(), err))
		}
	}
	rows, err := collect(readStrictly(*t, timelineFile, parseRows))
	note(err)
	if len(rows) == 0 {
		return warnings
	}
	s := salvage{Experiment: e, rows: rows, end: rows[len(rows)-1].End()}
	note(s.gather(readStrictly(*t, latencyFile, intervals)))
	note(t.torn(samplesFile))
	t.Elapsed = max(t.Elapsed, s.end)
	t.Stretches, t.Summary = s.stretches, s.summary()
	t.Account = accountOf(s.stretches[0])
	if readings, err := t.TargetRows(); err == nil && len(readings) > 0 {
		t.take(readings)
	}
	return append(warnings, fmt.Sprintf("%s was cut short after %v: its figures are put together from the windows it left", t.label(), s.end))
}

// torn returns an error if a file is there and does not end with a line's end.
func (t Trial) torn(name string) error {
	f, err := t.file(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	last := []byte{0}
	if s, ok := f.(io.Seeker); ok {
		if _, err := s.Seek(-1, io.SeekEnd); err != nil {
			return nil // it is empty
		}
		if _, err := io.ReadFull(f, last); err == nil && last[0] != '\n' {
			return fmt.Errorf("%s: %w", name, errTorn)
		}
	}
	return nil
}

// A salvage is what is left of a trial.
type salvage struct {
	Experiment
	rows      []Row
	end       time.Duration // of the last row
	stretches []measure.Stretch
}

// gather sums the rows, and the histograms that belong to them, by stretch.
func (s *salvage) gather(log func(func(interval, error) bool)) error {
	s.stretches = []measure.Stretch{{Phase: measure.Phase{Name: measure.Whole, End: min(s.Length, s.end)}}}
	for _, p := range s.Phases {
		p.End = max(p.Start, min(p.End, s.end))
		s.stretches = append(s.stretches, measure.Stretch{Phase: p})
	}
	start := map[int64]time.Duration{} // of a window, by the same in milliseconds
	for _, r := range s.rows {
		start[r.Start.Milliseconds()] = r.Start
		s.count(r)
	}
	for i, err := range log {
		if err != nil {
			return err
		}
		at, ok := start[i.start.Milliseconds()]
		if !ok {
			continue // its row was lost, so its histograms may be as well
		}
		for _, to := range s.at(at) {
			mergeTagged(&to.Latencies, i)
		}
	}
	return nil
}

// count adds a row to the stretches that hold it. The time in flight of the
// whole trial ends with the profile, as [measure.Timeline.Stretches] has it.
func (s *salvage) count(r Row) {
	if r.Start >= s.Length {
		r.Occupied, r.Gauge, r.MaxFlight = 0, 0, 0
	}
	for _, to := range s.at(r.Start) {
		to.Counts.Merge(r.Counts)
		to.Gauge += r.Gauge
		to.MaxFlight = max(to.MaxFlight, r.MaxFlight)
	}
}

// at returns the stretches that hold an instant: the whole, and the phase if
// there is one.
func (s *salvage) at(at time.Duration) []*measure.Stretch {
	in := []*measure.Stretch{&s.stretches[0]}
	for i := range s.stretches[1:] {
		if p := &s.stretches[i+1]; at >= p.Start && at < p.End {
			return append(in, p)
		}
	}
	return in
}

// mergeTagged adds an interval to the histogram that its tag names.
func mergeTagged(l *measure.Latencies, i interval) {
	l.Each(func(tag string, h *measure.Hist) {
		if tag == i.tag {
			h.Merge(i.hist)
		}
	})
}

// summary concludes what can be concluded. Readings of the generator's process
// are lost, so its fitness is judged from the samples alone; how sure its quantiles
// are is not concluded of a trial without an end.
func (s *salvage) summary() measure.Summary {
	var sum measure.Summary
	for i, st := range s.stretches {
		sum.Phases = append(sum.Phases, measure.PhaseFigures{Phase: st.Phase, Figures: st.Figures(s.Limits())})
		sum.Little = append(sum.Little, measure.CheckLittle(st, usualTick))
		if i > 0 || len(s.stretches) == 1 {
			check := measure.Checkup{Stretch: st, Windows: s.windows(st.Start, st.End), Tick: usualTick}
			sum.Generator = append(sum.Generator, check.Fitness())
		}
	}
	sum.Judgement = s.judgement()
	return sum
}

// judgement judges the target only if the rows reach the end of the profile.
func (s *salvage) judgement() measure.Judgement {
	if s.end < s.Length {
		return measure.Judgement{
			Verdict: measure.Undecided,
			Reason:  fmt.Sprintf("cut short after %v of %v", s.end, s.Length),
		}
	}
	grid := measure.Grid{Length: s.Length, Window: s.rows[0].Length, Phases: s.Phases, Limits: s.Limits()}
	return measure.Trace{Grid: grid, Windows: s.windows(0, s.Length)}.Judge()
}

// windows returns the rows that lie between two instants.
func (s *salvage) windows(from, to time.Duration) []measure.Window {
	var in []measure.Window
	for _, r := range s.rows {
		if r.Start >= from && r.End() <= to {
			in = append(in, r.Window)
		}
	}
	return in
}

// accountOf returns what the whole of a trial says of its account.
func accountOf(all measure.Stretch) Account {
	a := Account{Users: all.Users, Attempts: all.Planned()}
	a.Retries = max(0, a.Attempts-a.Users)
	return a
}

// take puts together what was known of the target.
func (t *Trial) take(readings []TargetRow) {
	if t.Target == nil && !readings[len(readings)-1].Silent() {
		t.Target = totals(readings)
	}
	if u := usage(readings); t.Usage == nil && u != (Usage{}) {
		t.Usage = &u
	}
}

// usage returns what the readings of a target say of what it used.
func usage(readings []TargetRow) Usage {
	u := Usage{CPU: readings[len(readings)-1].CPU}
	for _, r := range readings {
		u.MaxRSS = max(u.MaxRSS, r.RSS)
		u.MaxThreads = max(u.MaxThreads, r.Threads)
		u.MaxDescriptors = max(u.MaxDescriptors, r.Descriptors)
	}
	return u
}

// totals returns what the last reading of a target says of the whole trial.
func totals(readings []TargetRow) *TargetTotals {
	last := readings[len(readings)-1]
	t := &TargetTotals{
		Accepted: last.Accepted, Completed: last.Completed, CompletedLate: last.Late,
		Rejected: last.Rejected, Remaining: last.Inside + last.Queued,
		WorkDone: last.WorkDone, WorkWasted: last.WorkWasted, CPU: last.CPU,
		Oracle: "unknown: the trial was cut short",
		Untold: append(last.Untold, "abandoned"), Readings: len(readings), Until: last.At,
	}
	for _, r := range readings {
		t.MaxInSystem = max(t.MaxInSystem, r.Inside+r.Queued)
		t.MaxRSS = max(t.MaxRSS, r.RSS)
	}
	return t
}
