package gallery

import (
	"flag"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func poolKind() Kind {
	return Kind{
		Name:    "pool",
		Teaches: "A pool of threads bounds what is worked on and not what is taken in: once its queue is longer than anybody's patience, every answer is late.",
		Hides:   "in the run queue of the threads, and behind it in the one for a database connection",
		Place:   "in front of the run queue: as many inside as there are threads, and as many queued as can be answered in time",
		Options: func() Options {
			return &poolOptions{threads: 20, conns: 20, queue: inf, demand: time.Second}
		},
	}
}

type poolOptions struct {
	threads, conns int
	queue          bound
	demand         time.Duration
	sizes          model.Sizes
}

// Bind implements [Options].
func (o *poolOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.threads, "threads", o.threads, "threads that serve a request each")
	fs.IntVar(&o.conns, "conns", o.conns, "connections to the database, of which a thread at work needs one")
	fs.Var(&o.queue, "queue", "most requests waiting for a thread, others are refused")
	fs.DurationVar(&o.demand, "demand", o.demand, "mean time of a request at the database")
	fs.TextVar(&o.sizes, "sizes", o.sizes, "how demands spread: fixed, exp or, for example, lognormal:1.5")
}

// Check implements [Options].
func (o *poolOptions) Check() error {
	return first(
		some("threads", o.threads), some("conns", o.conns),
		positive("demand", o.demand), spread("sizes", o.sizes),
	)
}

// Capacity implements [Options]: the fewer of threads and connections, at work
// all the time.
func (o *poolOptions) Capacity() float64 {
	return float64(min(o.threads, o.conns)) / o.demand.Seconds()
}

// Service implements [Options].
func (o *poolOptions) Service() time.Duration { return o.demand }

// New implements [Options].
func (o *poolOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	p := &pool{service: s, queue: o.queue, draw: o.sizes.Draws(o.demand, seed)}
	p.threads, p.conns = newCrew(&s.calendar, o.threads), newCrew(&s.calendar, o.conns)
	s.plan = p.plan
	return p, nil
}

// A pool is threads that have a connection to a database while they work.
type pool struct {
	*service
	threads, conns crew
	queue          bound
	draw           func() time.Duration
}

func (p *pool) plan(r *request, demand time.Duration) func() {
	demand = given(demand, p.draw())
	return func() {
		if p.threads.full(p.queue) {
			p.refuse(r)
			return
		}
		p.threads.take(func() {
			p.conns.take(func() {
				p.work(r, demand, func() {
					p.conns.give()
					p.threads.give()
					p.served(r)
				})
			})
		})
	}
}

// Gauges implements [Machine].
func (p *pool) Gauges(at time.Duration) []Gauge {
	p.Advance(at)
	return []Gauge{
		{"threads_busy", "Threads that have a request.", float64(p.threads.busy)},
		{"run_queue", "Requests waiting for a thread.", float64(p.threads.line.len)},
		{"run_queue_age_seconds", "How long the first of them has waited.", p.threads.line.age(p.now).Seconds()},
		{"db_busy", "Connections to the database that are in use.", float64(p.conns.busy)},
		{"db_waiting", "Threads waiting for a connection.", float64(p.conns.line.len)},
		{"db_waits_total", "Times that a thread had to wait for a connection.", float64(p.conns.came)},
		{"db_wait_seconds_total", "Time that threads have waited for a connection.", p.conns.waited(p.now).Seconds()},
	}
}
