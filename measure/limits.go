package measure

import "time"

// Limits is what a trial is measured against: the promises of the client and
// what is known of the target.
type Limits struct {
	Timeout  time.Duration // T: how long the client waits, counted from due; at most the ten minutes a [Hist] holds
	SLO      time.Duration // an answer up to here is good; 0 means no objective of its own
	Demand   time.Duration // D: the target's service time for one request at rest; 0 if unknown
	Capacity float64       // C: requests the target can complete per second; 0 if unknown
}

// InTime tells whether an answer after d keeps the objective.
func (l Limits) InTime(d time.Duration) bool { return l.SLO <= 0 || d <= l.SLO }

// A Phase is a named stretch of the profile.
type Phase struct {
	Name  string        `json:"name"`
	Start time.Duration `json:"start_ns"`
	End   time.Duration `json:"end_ns"`
	Peak  bool          `json:"peak,omitempty"` // recovery is measured from its end
}

// Length returns how long the phase lasts.
func (p Phase) Length() time.Duration { return p.End - p.Start }

// Whole is the name of the phase that is the whole trial.
const Whole = "all"
