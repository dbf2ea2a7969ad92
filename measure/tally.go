package measure

import "time"

// Counts is the part of a tally that is plain numbers. Attempts belong to the
// moment they were due, users to the moment they came (the cohort), but for
// the fields that say otherwise.
type Counts struct {
	Users      int64         `json:"users"`        // users who came
	Attempts   ByOutcome     `json:"attempts"`     // attempts by outcome
	Final      ByOutcome     `json:"final"`        // users by the outcome of their last attempt
	InSLO      int64         `json:"in_slo"`       // attempts answered well within the SLO
	UsersInSLO int64         `json:"users_in_slo"` // users served by such an attempt
	SentDue    int64         `json:"sent_due"`     // attempts that left, by due time
	Sent       int64         `json:"sent"`         // attempts that left, by the moment they left
	Answered   int64         `json:"answered"`     // answers of any kind, by completion
	Good       int64         `json:"good"`         // successes, by completion
	Occupied   time.Duration `json:"occupied_ns"`  // ∫ attempts in flight dt, from the samples
	BytesIn    int64         `json:"bytes_in"`     // body bytes read
	BytesOut   int64         `json:"bytes_out"`    // body bytes sent
}

// Planned returns how many attempts were due, whatever became of them.
func (c Counts) Planned() int64 { return c.Attempts.Where(func(Outcome) bool { return true }) }

// Counted returns how many attempts enter ratios: all but those cut off.
func (c Counts) Counted() int64 { return c.Planned() - c.Attempts[Cut] }

// Ended returns how many users enter ratios: those whose last attempt was not
// cut off.
func (c Counts) Ended() int64 { return c.Final.Where(func(o Outcome) bool { return o != Cut }) }

// Merge adds from to c.
func (c *Counts) Merge(from Counts) {
	c.Users += from.Users
	for o := range Outcomes {
		c.Attempts[o] += from.Attempts[o]
		c.Final[o] += from.Final[o]
	}
	c.InSLO += from.InSLO
	c.UsersInSLO += from.UsersInSLO
	c.SentDue += from.SentDue
	c.Sent += from.Sent
	c.Answered += from.Answered
	c.Good += from.Good
	c.Occupied += from.Occupied
	c.BytesIn += from.BytesIn
	c.BytesOut += from.BytesOut
}

// Latencies is the part of a tally that is histograms, by the moment an attempt
// was due.
type Latencies struct {
	Response [Outcomes]Hist // done − due, one histogram for each outcome
	Service  Hist           // done − sent, of successes
	Lag      Hist           // sent − due, of every attempt that left

	// Where the service time of successes went, of those whose target told.
	Network Hist // see [Sample.Network]
	Queued  Hist // waiting in the target
	Inside  Hist // in work there
}

// Merge adds from to l.
func (l *Latencies) Merge(from Latencies) {
	for o := range l.Response {
		l.Response[o].Merge(from.Response[o])
	}
	l.Service.Merge(from.Service)
	l.Lag.Merge(from.Lag)
	l.Network.Merge(from.Network)
	l.Queued.Merge(from.Queued)
	l.Inside.Merge(from.Inside)
}

// Each calls f for every histogram with its tag: an outcome's name, "service",
// "lag", "network", "queued" or "inside".
func (l *Latencies) Each(f func(tag string, h *Hist)) {
	for o := range l.Response {
		f(Outcome(o).String(), &l.Response[o])
	}
	f("service", &l.Service)
	f("lag", &l.Lag)
	f("network", &l.Network)
	f("queued", &l.Queued)
	f("inside", &l.Inside)
}

// A Tally is what many samples come to. Tallies of goroutines, windows, phases
// and rounds merge with one operation.
type Tally struct {
	Counts
	Latencies `json:"-"`
}

// Merge adds from to t.
func (t *Tally) Merge(from Tally) {
	t.Counts.Merge(from.Counts)
	t.Latencies.Merge(from.Latencies)
}
