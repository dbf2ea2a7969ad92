package report

import (
	"slices"
	"sync"

	"matchday/measure"
	"matchday/results"
)

// promised tells whether there is an SLO to be within: one of all traffic, or
// those of its streams.
func (c Comparison) promised() bool { return c.Limits.SLO > 0 || c.OwnSLO }

// promise names that SLO.
func (c Comparison) promise() string {
	if c.OwnSLO {
		return "their stream's SLO"
	}
	return duration(c.Limits.SLO)
}

// goal is what users are in who are pleased: in the SLO, or in time where there is
// none.
func (c Comparison) goal() string {
	if c.promised() {
		return "SLO"
	}
	return "time"
}

// servedMark is the colour of users served. Where there is an SLO they have none:
// some of them are late.
func (c Comparison) servedMark() Meaning {
	if c.promised() {
		return ""
	}
	return InTime
}

// ownSLO tells whether a run is of streams of which some have an SLO.
func ownSLO(e results.Experiment) bool {
	return slices.ContainsFunc(e.Streams, func(s results.Stream) bool { return s.SLO > 0 })
}

// byStreams returns the input of all traffic with what is within the SLO counted
// by its streams: an answer that is late to its stream is late among all others.
func (in Input) byStreams() Input {
	if !ownSLO(in.Run.Experiment) {
		return in
	}
	out := in
	out.Timeline = func(t results.Trial) ([]results.Row, error) {
		rows, err := in.timeline(t)
		return in.promisedRows(t, rows), err
	}
	out.Stretches = func(t results.Trial) ([]measure.Stretch, error) {
		all, err := in.stretches(t)
		return in.promisedStretches(t, all), err
	}
	return out
}

// promisedRows returns the windows of a trial with what the streams had within
// their SLOs.
func (in Input) promisedRows(t results.Trial, rows []results.Row) []results.Row {
	rows = slices.Clone(rows) // those of the run stay as they are
	for i := range rows {
		rows[i].InSLO, rows[i].UsersInSLO = 0, 0
	}
	for _, s := range in.strands(t) {
		for i, own := range s.rows()[:min(len(rows), len(s.rows()))] {
			rows[i].InSLO += own.InSLO
			rows[i].UsersInSLO += own.UsersInSLO
		}
	}
	return rows
}

// promisedStretches does the same for the stretches of a trial.
func (in Input) promisedStretches(t results.Trial, all []measure.Stretch) []measure.Stretch {
	all = slices.Clone(all)
	strands := in.strands(t)
	for i := range all {
		all[i].InSLO, all[i].UsersInSLO = 0, 0
		for _, s := range strands {
			own := s.in(all[i].Phase)
			all[i].InSLO += own.InSLO
			all[i].UsersInSLO += own.UsersInSLO
		}
	}
	return all
}

// A strand is what one stream of a trial came to.
type strand struct {
	stretches []measure.Stretch
	rows      func() []results.Row
}

// strands returns the streams of a trial. What cannot be read of one is
// told where it is compared alone.
func (in Input) strands(t results.Trial) []strand {
	var out []strand
	for _, s := range in.Run.Experiment.Streams {
		own, _ := in.stream(s.Name)
		i := slices.IndexFunc(own.Run.Trials, func(o results.Trial) bool { return o.Number == t.Number })
		if i < 0 {
			continue
		}
		trial := own.Run.Trials[i]
		out = append(out, strand{trial.Stretches, sync.OnceValue(func() []results.Row {
			rows, _ := own.timeline(trial)
			return rows
		})})
	}
	return out
}

// in returns what the stream came to in a phase of all traffic. Where it has no
// such phase, its windows that begin in it tell.
func (s strand) in(p measure.Phase) measure.Counts {
	for _, own := range s.stretches {
		if own.Phase == p {
			return own.Counts
		}
	}
	var sum measure.Counts
	for _, r := range s.rows() {
		if r.Start >= p.Start && r.Start < p.End {
			sum.Merge(r.Counts)
		}
	}
	return sum
}
