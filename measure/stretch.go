package measure

import "time"

// A Stretch is what a phase, or the whole of a trial, came to. Stretches of the
// same phase merge over rounds. In JSON its histograms are left out.
type Stretch struct {
	Phase
	Tally
	Gauge     time.Duration `json:"gauge_ns"`         // ∫ attempts in flight dt, from the engine's gauge
	MaxFlight int           `json:"max_flight"`       // most attempts in flight at once
	Rounds    int           `json:"rounds,omitempty"` // how many trials were merged into it, 0 means one
}

// Merge adds from, a stretch of the same phase of another trial, to s. Times
// add up: a rate over the merged stretch is a mean over rounds.
func (s *Stretch) Merge(from Stretch) {
	s.add(from)
	s.Rounds = s.rounds() + from.rounds()
}

// add merges what was measured, and leaves phase and rounds as they are.
func (s *Stretch) add(from Stretch) {
	s.Tally.Merge(from.Tally)
	s.Gauge += from.Gauge
	s.MaxFlight = max(s.MaxFlight, from.MaxFlight)
}

func (s Stretch) rounds() int { return max(1, s.Rounds) }

// Time returns the length of the phase times the rounds merged.
func (s Stretch) Time() time.Duration { return s.Length() * time.Duration(s.rounds()) }
