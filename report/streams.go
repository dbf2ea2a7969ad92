package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// A Stream is which of several kinds of traffic a comparison is of.
type Stream struct {
	Name    string `json:"name"`
	Profile string `json:"profile"`          // what it is called
	Steady  bool   `json:"steady,omitempty"` // without a peak of its own: measured by the phases of all traffic
}

// streamsOf compares the variants once for each stream, as if the runs had had
// no other, in the order in which the streams come up. A warning that holds for
// all traffic is not repeated.
func streamsOf(inputs []Input, whole Comparison) []Comparison {
	var out []Comparison
	for _, name := range streamNames(inputs) {
		var own []Input
		for _, in := range inputs {
			if of, ok := in.stream(name); ok {
				own = append(own, of)
			}
		}
		c := compareOne(own)
		c.Stream = own[0].of
		c.Warnings = slices.DeleteFunc(c.Warnings, func(w string) bool { return slices.Contains(whole.Warnings, w) })
		out = append(out, c)
	}
	return out
}

// streamNames returns the names of the streams of some runs, each once.
func streamNames(inputs []Input) []string {
	var names []string
	for _, in := range inputs {
		for _, s := range in.Run.Experiment.Streams {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
		}
	}
	return names
}

// stream returns the input of a run as one of its streams saw it. The target
// tells nothing of streams.
func (in Input) stream(name string) (Input, bool) {
	i := slices.IndexFunc(in.Run.Experiment.Streams, func(s results.Stream) bool { return s.Name == name })
	run, ok := in.Run.Stream(name)
	if !ok {
		return in, false
	}
	s := in.Run.Experiment.Streams[i]
	in.Run, in.Target = run, nil
	in.of = &Stream{Name: s.Name, Profile: s.ProfileName, Steady: s.Steady}
	return in, true
}

// Of returns the comparison of one stream. The error lists those that there are.
func (c Comparison) Of(stream string) (Comparison, error) {
	var names []string
	for _, s := range c.Streams {
		if s.Stream.Name == stream {
			return s, nil
		}
		names = append(names, s.Stream.Name)
	}
	if len(names) == 0 {
		return Comparison{}, fmt.Errorf("there is no stream %q: all traffic is of one kind", stream)
	}
	return Comparison{}, fmt.Errorf("there is no stream %q, only %s", stream, strings.Join(names, ", "))
}

// isolate enters into the cell of the whole how far the peaks of others moved a
// steady stream.
func (s *Stream) isolate(cells []Cell) {
	if s == nil || !s.Steady || len(cells) == 0 {
		return
	}
	var phases []measure.Stretch
	for _, c := range cells[1:] {
		phases = append(phases, c.Stretch)
	}
	if i, known := measure.IsolationOf(phases); known {
		cells[0].Isolation = &i
	}
}

// isolation returns the score in a cell.
func isolation(c Cell) (float64, bool) {
	if c.Isolation == nil {
		return 0, false
	}
	return c.Isolation.Score, true
}

// streamTitle says what a stream is, in a line.
func (c Comparison) streamTitle() string { return strings.Join(c.streamFacts(), " · ") }

// streamFacts says what a stream is.
func (c Comparison) streamFacts() []string {
	parts := []string{clip(c.Stream.Profile, 60)}
	if c.Limits.SLO > 0 {
		parts = append(parts, "SLO "+duration(c.Limits.SLO))
	}
	if c.Stream.Steady {
		parts = append(parts, "measured in the peaks of the others")
	}
	if !c.Generator.is(measure.Valid) {
		parts = append(parts, "generator "+c.Generator.word())
	}
	return parts
}

// streamTrait tells apart what runs were made of.
func streamTrait(e results.Experiment) string {
	var parts []string
	for _, s := range e.Streams {
		text := s.Name + " " + profileTrait(results.Experiment{ProfileName: s.ProfileName, ProfileHash: s.ProfileHash})
		if s.SLO > 0 {
			text += ", SLO " + duration(s.SLO)
		}
		parts = append(parts, text+", "+strings.Join(s.Requests, " and "))
	}
	return strings.Join(parts, "; ")
}
