package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/pflag"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
	"matchday/targets/reference/postgres"
)

// realFlags ask for real work instead of an account of it. Each kind has those
// that mean something to it.
type realFlags struct {
	burn      bool   // ps, pool
	database  string // pool, async
	processes bool   // lock
	respawn   bool   // lock
	onLoop    bool   // loop
	memory    int64  // leak
}

// usualMemory is how much a leak keeps unless told otherwise: enough for a
// collector to feel it, and nothing that would put a machine in danger.
const usualMemory = 256 << 20

func (r *realFlags) register(kind string, fs *pflag.FlagSet) {
	if kind == "ps" || kind == "pool" {
		fs.BoolVar(&r.burn, "burn", false, "really work, on the processors that this process may use")
	}
	if kind == "pool" || kind == "async" {
		fs.StringVar(&r.database, "database", "", "a real PostgreSQL to ask, such as postgres://shop@127.0.0.1:5432/shop")
	}
	switch kind {
	case "lock":
		fs.BoolVar(&r.processes, "processes", true, "whether workers are real processes or kept account of")
		fs.BoolVar(&r.respawn, "respawn", false, "replace processes that died")
	case "loop":
		fs.BoolVar(&r.onLoop, "health-on-loop", true, "whether /healthz and /metrics wait for their turn on the loop")
	case "leak":
		fs.Int64Var(&r.memory, "memory", usualMemory, "most bytes that this process really keeps for workers that were")
	}
}

// work returns the real work that was asked for, nil if none was.
func (t *target) work(ctx context.Context, fs *pflag.FlagSet, s streams) (*reference.Work, error) {
	k := &knobs{set: fs}
	switch {
	case t.real.burn && t.real.database != "":
		return nil, usage(errors.New("--burn and --database exclude each other: the work is done either here or there"))
	case t.real.burn:
		return t.burn(k, s)
	case t.real.database != "":
		return t.ask(ctx, k, s)
	case t.real.processes:
		return t.count(k)
	}
	return nil, nil
}

// burn returns work for the processors of this process.
func (t *target) burn(k *knobs, s streams) (*reference.Work, error) {
	n := runtime.GOMAXPROCS(0)
	sizes, demand := k.sizes("sizes"), k.time("demand")
	var task reference.Task = reference.NewBurn(n)
	if o, ok := t.options.(*psOptions); ok {
		sizes, demand = o.sizes, o.demand
		if o.database.there || len(o.dips) > 0 || o.overhead > 0 || o.abandon != model.AbandonNone {
			return nil, usage(errors.New("--burn takes a machine as it is: want none of --database-…, --dip, --overhead and --abandon with it"))
		}
	} else {
		task = reference.NewSeats(task, reference.Connections(), k.whole("conns"), bulkhead.Unbounded)
		task = reference.NewSeats(task, reference.Threads(), k.whole("threads"), k.whole("queue"))
	}
	if k.err != nil {
		return nil, k.err
	}
	if demand <= 0 {
		return nil, usage(fmt.Errorf("demand %q: want a positive time such as 50ms", demand))
	}
	fmt.Fprintf(s.err, "matchday: burning %s: %d processors, %v a request\n", perSecond(float64(n)/demand.Seconds()), n, demand)
	return &reference.Work{Task: task, Bulkhead: t.bulkhead, Draws: t.drawing(sizes, demand)}, nil
}

func perSecond(rate float64) string { return fmt.Sprintf("%.4g/s at most", rate) }

// drawing draws demands, the same ones after each reset.
func (t *target) drawing(sizes model.Sizes, demand time.Duration) func() func() time.Duration {
	return func() func() time.Duration { return sizes.Draws(demand, t.seed) }
}

// ask returns work for a real database.
func (t *target) ask(ctx context.Context, k *knobs, s streams) (*reference.Work, error) {
	sizes, demand, conns := k.sizes("sizes"), k.time("demand"), max(0, k.whole("conns"))
	var threads, queue int
	if t.kind.Name == "pool" {
		threads, queue = k.whole("threads"), k.whole("queue")
	}
	if k.err != nil {
		return nil, k.err
	}
	database, err := postgres.Open(ctx, postgres.Options{URL: t.real.database, Conns: conns})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(s.err, "matchday: asking a real database over %d connections; a processor of its server completes %s\n", database.Conns(), perSecond(1/demand.Seconds()))
	var task reference.Task = database
	if threads > 0 {
		task = reference.NewSeats(task, reference.Threads(), threads, queue)
	}
	return &reference.Work{Task: task, Bulkhead: t.bulkhead, Draws: t.drawing(sizes, demand)}, nil
}

// leaking has a service really keep what the workers of a leak leave behind. A
// bulkhead makes them a fixed pool, which never leaves more than all of it has.
func leaking(service reference.Service, t *target, fs *pflag.FlagSet) (reference.Service, error) {
	k := &knobs{set: fs}
	keeps, most := int64(k.whole("keeps")), t.real.memory
	if c := int64(t.bulkhead.Inside); c > 0 {
		most = min(most, c*keeps)
	}
	return reference.NewLeaking(service, keeps, most), k.err
}
