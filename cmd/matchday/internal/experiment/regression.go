package experiment

import (
	"time"

	"matchday/targets/model"
)

// A Regression is how the built-in target gets worse than it says it is: a gate
// is tried by whether it notices. It is one of virtual time alone.
type Regression struct {
	Name   string
	Slower float64 // share by which a request takes longer at full speed
	Fewer  float64 // share of the processors that are gone
	Refuse int     // one in so many requests is refused whatever the bulkhead says; 0 for none
}

// Regressions returns the regressions that every gate should notice: those that a
// change to a service brings most often.
func Regressions() []Regression {
	return []Regression{
		{Name: "10 % more work for each request", Slower: .1},
		{Name: "10 % fewer processors", Fewer: .1},
		{Name: "one request in 20 refused", Refuse: 20},
	}
}

// Regressed returns the experiment on a target that is worse by r, although all
// that is known of it says that it is the same. The target has to be the reference
// service ps.
func (e Experiment) Regressed(r Regression) Experiment {
	worse := *e.Target.Reference
	worse.Demand += time.Duration(r.Slower * float64(worse.Demand))
	worse.CPUs -= int(r.Fewer * float64(worse.CPUs))
	worse.refuse = r.Refuse
	e.Target.Reference = &worse
	return e
}

// A grudging machine refuses one request in so many before it looks at it.
type grudging struct {
	machine
	every   int
	arrived int64
}

// Arrive refuses the last of so many requests.
func (g *grudging) Arrive(at, demand time.Duration) (id int, ok bool) {
	g.arrived++
	if g.arrived%int64(g.every) == 0 {
		return 0, false
	}
	return g.machine.Arrive(at, demand)
}

// Counters returns those of the machine, with what never came to it.
func (g *grudging) Counters(at time.Duration) model.Counters {
	c := g.machine.Counters(at)
	refused := g.arrived / int64(g.every)
	c.Accepted += refused
	c.RejectedFull += refused
	return c
}
