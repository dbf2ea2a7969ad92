package results

import (
	"path"
	"slices"
	"time"

	"matchday/measure"
)

// A Stream is one of several kinds of traffic of an experiment, as it was
// understood. Samples tell by the number of their request which one they are of.
type Stream struct {
	Name        string          `json:"name"`
	Profile     string          `json:"profile"`          // its curve, as text that reads back
	ProfileName string          `json:"profile_name"`     // such as "match-day retry"
	ProfileHash string          `json:"profile_hash"`     // of the curve
	Phases      []measure.Phase `json:"phases"`           // what it was measured by
	Steady      bool            `json:"steady,omitempty"` // it has no peak of its own, and is measured by the phases of all traffic
	SLO         time.Duration   `json:"slo_ns,omitempty"`
	First       int             `json:"first_request"` // the number of its first request
	Requests    []string        `json:"requests"`      // what they are called
}

// A StreamTrial is what a trial came to for one stream. What is in flight is
// known from the samples alone, and the most at once is not.
type StreamTrial struct {
	Name      string            `json:"name"`
	Summary   measure.Summary   `json:"summary"`
	Stretches []measure.Stretch `json:"stretches"` // as those of a trial
}

// Stream returns the run as one of its streams saw it, as a run of its own: with
// the stream's profile, objective and figures, and the same variants and rounds.
// What the target said of itself is of all traffic together, so it is left out,
// and so is what the target could do. It reports false if there is no such stream.
func (r Run) Stream(name string) (Run, bool) {
	i := slices.IndexFunc(r.Experiment.Streams, func(s Stream) bool { return s.Name == name })
	if i < 0 {
		return Run{}, false
	}
	r.Experiment = r.Experiment.stream(r.Experiment.Streams[i])
	trials := r.Trials
	r.Trials = nil
	for _, t := range trials {
		r.Trials = append(r.Trials, t.stream(name))
	}
	return r, true
}

// stream returns the experiment as one of its streams saw it.
func (e Experiment) stream(s Stream) Experiment {
	e.Profile, e.ProfileName, e.ProfileHash = s.Profile, s.ProfileName, s.ProfileHash
	e.Phases, e.SLO, e.Streams = s.Phases, s.SLO, nil
	e.Capacity, e.CPUs = 0, 0
	return e
}

// stream returns the trial as one of its streams saw it. Its files are in a
// folder of the trial's.
func (t Trial) stream(name string) Trial {
	t.Dir = path.Join(t.Dir, name)
	streams, generator := t.Streams, t.Summary.Generator
	t.Streams, t.Target, t.Summary, t.Stretches, t.Account = nil, nil, measure.Summary{}, nil, Account{}
	for _, s := range streams {
		if s.Name == name {
			t.Summary, t.Stretches = s.Summary, s.Stretches
		}
	}
	// All streams come from one generator. What it was the limit of as a whole it
	// was for each of them, and one of quick answers bears less of it than all.
	t.Summary.Generator = slices.Concat(t.Summary.Generator, generator)
	if len(t.Stretches) > 0 {
		t.Account = accountOf(t.Stretches[0])
	}
	return t
}

// rebuildStreams puts together what a trial came to for each stream whose end
// was never written. Whoever reads of it has been warned of the trial as a whole.
func (t *Trial) rebuildStreams(e Experiment) {
	t.Streams = nil
	for _, s := range e.Streams {
		own := t.stream(s.Name)
		own.rebuild(e.stream(s))
		if len(own.Stretches) > 0 {
			t.Streams = append(t.Streams, StreamTrial{Name: s.Name, Summary: own.Summary, Stretches: own.Stretches})
		}
	}
}
