package gallery

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"time"

	"matchday/targets/bulkhead"
)

func lockKind() Kind {
	return Kind{
		Name:    "lock",
		Teaches: "Workers that share one lock are as quick as one of them, however many there are, and all of them look busy; a counter that is too narrow kills them one by one, in silence.",
		Hides:   "in front of the lock, among workers that seem to work, and behind those in the line for a worker",
		Place:   "in front of the workers, in units of the lock: one or two inside are enough",
		Options: func() Options {
			return &lockOptions{workers: 12, hold: 50 * time.Millisecond, width: 64, locked: true}
		},
	}
}

type lockOptions struct {
	workers int
	hold    time.Duration
	width   int
	locked  bool
}

// Bind implements [Options].
func (o *lockOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.workers, "workers", o.workers, "workers that serve a request each")
	fs.DurationVar(&o.hold, "hold", o.hold, "mean time for which a request holds the lock, from nothing to twice that")
	fs.IntVar(&o.width, "width", o.width, "bits of the shared counter: 8, 16, 32 or 64; who counts beyond them dies without a word")
	fs.BoolVar(&o.locked, "locked", o.locked, "whether the counter is only changed by who holds the lock; if not, counts are lost")
}

// Check implements [Options].
func (o *lockOptions) Check() error {
	switch o.width {
	case 8, 16, 32, 64:
	default:
		return fmt.Errorf("width %d: want 8, 16, 32 or 64 bits", o.width)
	}
	return first(some("workers", o.workers), positive("hold", o.hold))
}

// Capacity implements [Options]: the lock held all the time, or without one all
// workers at work. That the workers die once the counter is full is left out.
func (o *lockOptions) Capacity() float64 {
	if o.locked {
		return 1 / o.hold.Seconds()
	}
	return float64(o.workers) / o.hold.Seconds()
}

// Service implements [Options].
func (o *lockOptions) Service() time.Duration { return o.hold }

// New implements [Options].
func (o *lockOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	l := &lock{service: s, hold: o.hold, most: 1<<(o.width-1) - 1, random: rand.New(rand.NewPCG(seed, 0x6c6f636b))}
	if o.width < 64 {
		l.most = 1<<o.width - 1
	}
	l.workers, l.lock = newCrew(&s.calendar, o.workers), newCrew(&s.calendar, 1)
	if !o.locked {
		l.lock.size = o.workers
	}
	s.plan = l.plan
	return l, nil
}

// A lock is workers around one counter: each request adds one to it and is
// answered with what it comes to then.
type lock struct {
	*service
	workers, lock crew
	hold          time.Duration // mean
	random        *rand.Rand
	counter, most int64
	added         int64  // times that one was added
	given         []bool // numbers that were answered, if it can be twice
	dead          int
}

func (l *lock) plan(r *request, demand time.Duration) func() {
	drawn := max(1, time.Duration(l.random.Float64()*float64(2*l.hold)))
	demand = given(demand, drawn)
	return func() {
		l.workers.take(func() {
			l.lock.take(func() {
				read := l.counter
				l.work(r, demand, func() {
					l.count(r, read)
				})
			})
		})
	}
}

// count writes one more than what was read when the lock was taken. Without a
// lock others may have written since, and what they counted is lost.
//
// A worker that cannot write it dies. The lock is let go then, but the request is
// never answered, and the worker takes no other.
func (l *lock) count(r *request, read int64) {
	if read == l.most {
		l.dead++
		l.lock.give()
		l.lose(r)
		return
	}
	l.counter = read + 1
	l.added++
	r.seq = l.counter
	l.lock.give()
	l.workers.give()
	l.answer(r.seq)
	l.served(r)
}

// answer notes the number of an answer. It can only be one that was given before
// where counts are lost.
func (l *lock) answer(number int64) {
	if l.lock.size == 1 {
		return
	}
	for int64(len(l.given)) <= number {
		l.given = append(l.given, false)
	}
	if l.given[number] {
		l.wrong++
	}
	l.given[number] = true
}

// Gauges implements [Machine].
func (l *lock) Gauges(at time.Duration) []Gauge {
	l.Advance(at)
	return []Gauge{
		{"workers_busy", "Workers that have a request, the dead among them.", float64(l.workers.busy)},
		{"workers_dead", "Workers that died of a full counter, each with a request that is never answered.", float64(l.dead)},
		{"run_queue", "Requests waiting for a worker.", float64(l.workers.line.len)},
		{"lock_waiting", "Workers waiting for the lock.", float64(l.lock.line.len)},
		{"lock_wait_seconds_total", "Time that workers have waited for the lock.", l.lock.waited(l.now).Seconds()},
		{"counter", "The counter.", float64(l.counter)},
		{"counts_lost_total", "Times that one was added and is not in the counter.", float64(l.added - l.counter)},
	}
}
