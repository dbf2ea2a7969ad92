package gallery

import (
	"flag"
	"fmt"
	"math"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func leakKind() Kind {
	return Kind{
		Name:    "leak",
		Teaches: "A fresh worker for every request keeps some memory for ever: retries are requests too, the collector takes more and more of the processors, and the load of this morning is too much tonight.",
		Hides:   "on the processors, which work for the collector",
		Place:   "instead of fresh workers: a fixed pool of as many as are let in, which are used again and keep what they have",
		Options: func() Options {
			return &leakOptions{cpus: 20, demand: 100 * time.Millisecond, keeps: 64 << 10, kept: 4 << 30, half: 8 << 30}
		},
	}
}

type leakOptions struct {
	cpus        int
	demand      time.Duration
	sizes       model.Sizes
	keeps, kept int64
	half        int64
}

// Bind implements [Options].
func (o *leakOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.cpus, "cpus", o.cpus, "processors, shared evenly by all who are at work, and by the collector")
	fs.DurationVar(&o.demand, "demand", o.demand, "mean time of a request on a processor of its own")
	fs.TextVar(&o.sizes, "sizes", o.sizes, "how demands spread: fixed, exp or, for example, lognormal:1.5")
	fs.Int64Var(&o.keeps, "keeps", o.keeps, "bytes that a worker has, and keeps after its end")
	fs.Int64Var(&o.kept, "kept", o.kept, "most bytes that workers keep after their end, all together")
	fs.Int64Var(&o.half, "half", o.half, "bytes with which the collector takes half of the processors")
}

// Check implements [Options].
func (o *leakOptions) Check() error {
	switch {
	case o.keeps < 0 || o.keeps > 1<<40:
		return fmt.Errorf("keeps %d: want bytes from 0 to 2^40, for example 65536", o.keeps)
	case o.kept < 0 || o.kept > 1<<60:
		return fmt.Errorf("kept %d: want bytes from 0 to 2^60, for example 4294967296", o.kept)
	case o.half < 1:
		return fmt.Errorf("half %d: want at least 1 byte, for example 8589934592", o.half)
	}
	return first(some("cpus", o.cpus), positive("demand", o.demand), spread("sizes", o.sizes))
}

// Capacity implements [Options]: all processors at work for requests, as they are
// before anything has leaked.
func (o *leakOptions) Capacity() float64 { return float64(o.cpus) / o.demand.Seconds() }

// Service implements [Options].
func (o *leakOptions) Service() time.Duration { return o.demand }

// New implements [Options].
func (o *leakOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	l := &leak{service: s, o: *o, pool: setting.Inside > 0, left: o.cpus, draw: o.sizes.Draws(o.demand, seed)}
	l.processors = s.share(o.cpus, 0)
	s.plan = l.plan
	return l, nil
}

// A leak starts a worker for each request, which keeps something when it ends. A
// bulkhead makes a pool of them, who do not end.
type leak struct {
	*service
	o          leakOptions
	pool       bool
	processors *sharing
	left       int // processors that the collector leaves
	draw       func() time.Duration
}

func (l *leak) plan(r *request, demand time.Duration) func() {
	demand = given(demand, l.draw())
	return func() {
		l.processors.run(r, demand, func() {
			l.served(r)
			l.collect()
		})
		l.collect()
	}
}

// heap returns the bytes of all workers that are, and of those that were.
func (l *leak) heap() int64 {
	if l.pool {
		return l.maxInside * l.o.keeps
	}
	return l.inside*l.o.keeps + l.kept()
}

// kept returns the bytes of workers that were.
func (l *leak) kept() int64 {
	if l.pool {
		return 0
	}
	return int64(min(float64(l.completed)*float64(l.o.keeps), float64(l.o.kept)))
}

// collector returns the share of the processors that the collector takes. Its
// work grows with the heap, and the heap does not wait for it: beside one unit of
// work for requests it has to do heap/half units of its own.
func (l *leak) collector() float64 {
	heap := float64(l.heap())
	return heap / (heap + float64(l.o.half))
}

// collect leaves requests the processors that the collector does not take. It
// takes whole ones, and never the last.
func (l *leak) collect() {
	left := max(1, l.o.cpus-int(math.Round(l.collector()*float64(l.o.cpus))))
	if left != l.left {
		l.left = left
		l.processors.resize(left)
	}
}

// Gauges implements [Machine].
func (l *leak) Gauges(at time.Duration) []Gauge {
	l.Advance(at)
	workers := l.inside
	if l.pool {
		workers = l.maxInside
	}
	return []Gauge{
		{"workers", "Workers there are.", float64(workers)},
		{"heap_bytes", "Bytes of all workers that are, and of those that were.", float64(l.heap())},
		{"kept_bytes", "Of these, those of workers that were.", float64(l.kept())},
		{"collector_share", "Share of the processors that the collector takes.", l.collector()},
		{"cpus_left", "Processors that it leaves.", float64(l.left)},
	}
}
