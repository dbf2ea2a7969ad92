package experiment

import (
	"net"
	"net/url"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets"
	"matchday/targets/bulkhead"
)

// An Experiment is what an experiment file says, checked and complete. It is
// data: nothing changes it once it is built.
type Experiment struct {
	Name        string
	ProfileName string // what the file called the profile
	Curve       profiles.Curve
	Arrivals    Arrivals
	Seed        uint64 // of the first round; each round adds one
	Rounds      int
	Twice       bool // each seed serves two rounds in a row, so that they differ by chance alone
	Window      time.Duration
	Engine      string
	Pacing      engine.Pacing
	Callers     int // who take turns instead of coming by the curve; 0 for none
	Client      engine.Client
	SLO         time.Duration
	Transport   engine.Transport
	Target      Target
	Variants    []bulkhead.Setting
	Streams     []Stream // what the traffic is made of, where it is of more than one kind
}

// Arrivals says how users are spaced along the curve.
type Arrivals string

// The spacings.
const (
	Poisson Arrivals = "poisson" // at random, as independent users come
	Even    Arrivals = "even"    // one at a time, at regular distances
)

// A Target is what an experiment drives: a reference service started afresh for
// every trial, or a service that runs already.
type Target struct {
	Reference *Reference       // nil for a service that runs already
	Process   *targets.Process // a service of somebody's own that is started for every trial, nil for none
	Hook      *targets.Hook    // how to reach the settings of a service that runs already, nil if they are out of reach
	Proxy     *targets.Proxy   // what stands in front of a service that runs already, nil for nothing; its command is the flags
	URL       string           // of a service that runs already; of a process with some port
	Requests  []engine.Request
	Facts     targets.Facts    // what is known of it; zero where nothing is
	Metrics   *targets.Metrics // where it tells of itself for Prometheus, nil if nobody says so
}

// Name returns what reports call the target.
func (t Target) Name() string {
	if t.Reference != nil && t.Reference.Database != nil {
		return "reference " + t.Reference.Kind + " and a database"
	}
	if t.Reference != nil {
		return "reference " + t.Reference.Kind
	}
	switch {
	case t.Process != nil && len(t.Process.Command) > 0:
		return "process " + t.Process.Command[0].String()
	case t.Proxy != nil:
		return "proxy in front of " + t.URL
	}
	return t.URL
}

// bounded tells whether variants can be brought into force on it.
func (t Target) bounded() bool {
	return t.Reference != nil || t.Process != nil || t.Hook != nil || t.Proxy != nil
}

// moves tells whether it is known only in a trial where it listens.
func (t Target) moves() bool { return t.Reference != nil || t.Process != nil || t.Proxy != nil }

// Knobs returns how a target of the gallery is set, such as "threads 20"; none for
// any other.
func (t Target) Knobs() []string {
	if t.Reference == nil {
		return nil
	}
	var out []string
	for _, k := range t.Reference.Knobs {
		out = append(out, k.Name+" "+k.Value)
	}
	return out
}

// Capacity returns the most requests per second that the target can complete, 0
// if that is unknown.
func (t Target) Capacity() float64 {
	if t.Facts.CPUs <= 0 || t.Facts.Demand <= 0 {
		return 0
	}
	return t.Facts.Capacity()
}

// loopback tells whether the target is known to be on this machine.
func (t Target) loopback() bool {
	if t.Reference != nil || t.Proxy != nil {
		return true
	}
	u, err := url.Parse(t.URL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// Length returns how long the profile lasts.
func (e Experiment) Length() time.Duration { return e.Curve.Duration() }

// Limits returns what every trial is measured against.
func (e Experiment) Limits() measure.Limits {
	return measure.Limits{
		Timeout: e.Client.Timeout, SLO: e.SLO,
		Demand: e.Target.Facts.Demand, Capacity: e.Target.Capacity(),
	}
}

// Phases returns the phases of a curve; a curve without any is one phase,
// called base.
func Phases(c profiles.Curve) []measure.Phase {
	var out []measure.Phase
	for _, p := range c.Phases() {
		out = append(out, measure.Phase{Name: p.Name, Start: p.Start, End: p.End, Peak: p.Peak()})
	}
	if len(out) == 0 {
		out = append(out, measure.Phase{Name: "base", End: c.Duration()})
	}
	return out
}

// Grid returns how the timeline of a trial is cut up.
func (e Experiment) Grid() measure.Grid {
	return measure.Grid{
		Length: e.Length(), Window: e.Window, Phases: Phases(e.Curve),
		Hold: e.patience() + time.Second, Limits: e.Limits(),
	}
}

// patience is how long after a user came the last attempt can end.
func (e Experiment) patience() time.Duration {
	tries := time.Duration(e.Client.Retries)
	p := (tries+1)*e.Client.Timeout + tries*e.Client.Backoff*3/2
	if e.Client.RetryAfter {
		p += tries * 10 * time.Second
	}
	return p
}

// gap returns the spacing of one trial's users.
func (e Experiment) gap(seed uint64) profiles.Gap {
	if e.Arrivals == Even {
		return profiles.Even()
	}
	return profiles.Poisson(seed)
}
