package experiment

import (
	"encoding/binary"
	"hash/fnv"
	"time"

	"matchday/measure"
	"matchday/profiles"
)

// A Stream is one of several kinds of traffic that share a target: when its
// users come, what they ask for, and what a good answer is to them. Everything
// else about a user is the same in all streams.
type Stream struct {
	Name        string
	ProfileName string // what the file called its profile
	Curve       profiles.Curve
	SLO         time.Duration
	From, To    int // its requests are those of the target from one place up to the other
}

// peaked tells whether the stream's own profile has a peak.
func (s Stream) peaked() bool {
	for _, p := range s.Curve.Phases() {
		if p.Peak() {
			return true
		}
	}
	return false
}

// Steady tells whether a stream has no peak of its own beside others that have
// some. What it is asked is how it fares in their peaks and after them, so it is
// measured by their phases.
func (e Experiment) Steady(s Stream) bool {
	if s.peaked() {
		return false
	}
	for _, other := range e.Streams {
		if other.peaked() {
			return true
		}
	}
	return false
}

// StreamPhases returns what a stream is measured by: the phases of its own
// profile, or for a steady one those of all the traffic together.
func (e Experiment) StreamPhases(s Stream) []measure.Phase {
	if e.Steady(s) {
		return Phases(e.Curve)
	}
	return Phases(s.Curve)
}

// streamGrid returns how the timeline of a stream is cut up: into the same
// windows as that of all traffic. What the target can do for one stream alone is
// not known, nor how many of its attempts the engine's gauge holds.
func (e Experiment) streamGrid(s Stream) measure.Grid {
	g := e.Grid()
	g.Phases, g.Ungauged = e.StreamPhases(s), true
	g.Limits.SLO, g.Limits.Capacity = s.SLO, 0
	return g
}

// together returns the curve of all traffic. Its phases are the peaks of every
// stream, and around them the other phases of the streams, the first that has
// one going first and those with peaks before those without.
func together(streams []Stream) profiles.Curve {
	var peaked, steady, peaks []profiles.Curve
	for _, s := range streams {
		if s.peaked() {
			peaked = append(peaked, s.Curve)
		} else {
			steady = append(steady, s.Curve)
		}
	}
	for _, s := range streams {
		if s.peaked() {
			peaks = append(peaks, s.peaks(len(peaked) > 1))
		}
	}
	return profiles.Sum(append(append(peaks, peaked...), steady...)...)
}

// peaks returns the stream's curve with nothing left of it but the names of its
// peaks, to which its own name is added where several streams have some.
func (s Stream) peaks(named bool) profiles.Curve {
	out := s.Curve.Scale(0)
	for i := range out {
		switch {
		case !profiles.Phase{Name: out[i].Phase}.Peak():
			out[i].Phase = ""
		case named:
			out[i].Phase += "-" + s.Name
		}
	}
	return out
}

// seed returns the seed of a stream in a trial. It depends on the stream's name
// and on no other stream, so that a stream's users stay who they are when
// another is added or left out.
func (s Stream) seed(trial uint64) uint64 {
	h := fnv.New64a()
	h.Write(binary.LittleEndian.AppendUint64(nil, trial))
	h.Write([]byte(s.Name))
	return h.Sum64()
}
