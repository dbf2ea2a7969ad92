package gallery

import (
	"flag"
	"fmt"
	"math"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func asyncKind() Kind {
	return Kind{
		Name:    "async",
		Teaches: "A service that waits for nothing has no queue to bound and hands the whole crowd on: its database serves everybody a little and finishes nobody.",
		Hides:   "on the processors of the database, where everybody is served at once and slower and slower",
		Place:   "in front of the calls to the database, not of the server: as many inside as the database has processors",
		Options: func() Options {
			return &asyncOptions{cpus: 100, demand: time.Second, conns: inf}
		},
	}
}

type asyncOptions struct {
	cpus     int
	demand   time.Duration
	sizes    model.Sizes
	overhead float64
	conns    bound
}

// Bind implements [Options].
func (o *asyncOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.cpus, "cpus", o.cpus, "processors of the database, shared evenly by all who are there")
	fs.DurationVar(&o.demand, "demand", o.demand, "mean time of a request on a processor of its own")
	fs.TextVar(&o.sizes, "sizes", o.sizes, "how demands spread: fixed, exp or, for example, lognormal:1.5")
	fs.Float64Var(&o.overhead, "overhead", o.overhead, "share of the database's speed lost with every further full load")
	fs.Var(&o.conns, "conns", "most connections to the database, for which others wait without a bound")
}

// Check implements [Options].
func (o *asyncOptions) Check() error {
	if !(o.overhead >= 0) || math.IsInf(o.overhead, 1) { // written so that NaN fails too
		return fmt.Errorf("overhead %v: want a share of 0 or more, for example 0.02", o.overhead)
	}
	return first(
		some("cpus", o.cpus), positive("demand", o.demand), spread("sizes", o.sizes), someOrInf("conns", o.conns),
	)
}

// Capacity implements [Options]: all processors at work, or as many as there are
// connections.
func (o *asyncOptions) Capacity() float64 {
	return float64(min(o.cpus, o.conns.size())) / o.demand.Seconds()
}

// Service implements [Options].
func (o *asyncOptions) Service() time.Duration { return o.demand }

// New implements [Options].
func (o *asyncOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	a := &async{service: s, conns: newCrew(&s.calendar, o.conns.size()), draw: o.sizes.Draws(o.demand, seed)}
	a.database = s.share(o.cpus, o.overhead)
	s.plan = a.plan
	return a, nil
}

// An async is a service that sends everything on to a database at once.
type async struct {
	*service
	conns    crew
	database *sharing
	draw     func() time.Duration
}

func (a *async) plan(r *request, demand time.Duration) func() {
	demand = given(demand, a.draw())
	return func() {
		a.conns.take(func() {
			a.database.run(r, demand, func() {
				a.conns.give()
				a.served(r)
			})
		})
	}
}

// Gauges implements [Machine].
func (a *async) Gauges(at time.Duration) []Gauge {
	a.Advance(at)
	return []Gauge{
		{"in_flight", "Requests that wait for the database or are there.", float64(a.inside)},
		{"db_busy", "Requests at the database.", float64(a.database.cpus.Len())},
		{"db_speed", "Speed of each of them there, 1 being that of a processor of its own.", a.database.cpus.Speed()},
		{"db_waiting", "Requests waiting for a connection.", float64(a.conns.line.len)},
		{"db_wait_seconds_total", "Time that requests have waited for a connection.", a.conns.waited(a.now).Seconds()},
	}
}
