package gallery

import (
	"flag"
	"math/rand/v2"
	"time"

	"matchday/targets/bulkhead"
)

func loopKind() Kind {
	return Kind{
		Name:    "loop",
		Teaches: "One thread that takes turns is quick as long as nobody blocks it: everybody's answer is as late as the loop, and so is the page that would show it.",
		Hides:   "in the line of callbacks that are ready to run, which no list of connections shows",
		Place:   "where requests are accepted, on those under way; calls that block belong to a pool with a bulkhead of its own",
		Options: func() Options {
			return &loopOptions{
				slice1: 2 * time.Millisecond, slice2: 2 * time.Millisecond, io: 50 * time.Millisecond,
				blocked: 200 * time.Millisecond,
			}
		},
	}
}

type loopOptions struct {
	slice1, slice2, io time.Duration
	block              share
	blocked            time.Duration
}

// Bind implements [Options].
func (o *loopOptions) Bind(fs *flag.FlagSet) {
	fs.DurationVar(&o.slice1, "slice1", o.slice1, "time of a request on the loop before it waits for something else")
	fs.DurationVar(&o.io, "io", o.io, "time for which it waits, while the loop serves others")
	fs.DurationVar(&o.slice2, "slice2", o.slice2, "time of a request on the loop after that")
	fs.Var(&o.block, "block", "share of requests with a call that blocks the loop, for example 1%")
	fs.DurationVar(&o.blocked, "blocked", o.blocked, "time for which such a call blocks it")
}

// Check implements [Options].
func (o *loopOptions) Check() error {
	return first(
		positive("slice1", o.slice1), notNegative("io", o.io), positive("slice2", o.slice2), notNegative("blocked", o.blocked),
	)
}

// turns is the mean time that a request keeps the loop.
func (o *loopOptions) turns() time.Duration {
	return o.slice1 + o.slice2 + time.Duration(float64(o.block)*float64(o.blocked))
}

// Capacity implements [Options]: the loop at work all the time.
func (o *loopOptions) Capacity() float64 { return 1 / o.turns().Seconds() }

// Service implements [Options].
func (o *loopOptions) Service() time.Duration { return o.turns() + o.io }

// New implements [Options].
func (o *loopOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	l := &loop{service: s, o: *o, random: rand.New(rand.NewPCG(seed, 0x6c6f6f70))}
	l.thread = newCrew(&s.calendar, 1)
	s.plan = l.plan
	return l, nil
}

// A loop is one thread that runs callbacks, each to its end, in the order in which
// they became ready.
type loop struct {
	*service
	o      loopOptions
	thread crew // of one
	random *rand.Rand
	idle   time.Duration // when it will have run all that is ready
	away   int           // requests that wait for something else
}

func (l *loop) plan(r *request, demand time.Duration) func() {
	by := scale(demand, l.o.Service())
	before, io, after := scaled(l.o.slice1, by), scaled(l.o.io, by), scaled(l.o.slice2, by)
	if l.random.Float64() < float64(l.o.block) {
		before += l.o.blocked
	}
	return func() {
		l.turn(r, before, func() {
			l.away++
			l.after(io, func() {
				l.away--
				l.turn(r, after, func() { l.served(r) })
			})
		})
	}
}

// turn puts a callback of a request on the loop.
func (l *loop) turn(r *request, d time.Duration, then func()) {
	l.idle = max(l.now, l.idle) + d
	l.thread.take(func() {
		l.work(r, d, func() {
			l.thread.give()
			then()
		})
	})
}

// Lag returns how long a callback would wait for its turn that becomes ready now.
// A page that tells of the health of such a service is one: to be served as it
// would be there, it has to be as late.
func (l *loop) Lag(at time.Duration) time.Duration {
	l.Advance(at)
	return max(0, l.idle-l.now)
}

// Gauges implements [Machine].
func (l *loop) Gauges(at time.Duration) []Gauge {
	return []Gauge{
		{"loop_lag_seconds", "How long a callback would wait for its turn that becomes ready now.", l.Lag(at).Seconds()},
		{"loop_busy", "Whether the loop runs a callback.", float64(l.thread.busy)},
		{"callbacks_ready", "Callbacks that wait for their turn.", float64(l.thread.line.len)},
		{"in_flight", "Requests under way.", float64(l.inside)},
		{"waiting_for_others", "Of these, those that wait for something else and not for the loop.", float64(l.away)},
	}
}
