package experiment

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// Explore makes the only trial of each experiment, as many at once as there are
// processors, and returns what they came to in the same order. After each it
// calls ended with how many are done, one call at a time.
//
// The first trial that fails stops the others, and its error is returned; when
// ctx ends, the error is the context's.
func Explore(ctx context.Context, all []Experiment, try func(context.Context, Experiment) (Finding, error), ended func(done int)) ([]Finding, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	x := exploration{all: all, out: make([]Finding, len(all)), try: try, ended: ended}
	var workers sync.WaitGroup
	for range min(len(all), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			if err := x.work(ctx); err != nil {
				stop(err)
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return x.out, nil
}

// An exploration hands out experiments to its workers. Every finding has a place
// of its own, so only the count of those done is shared.
type exploration struct {
	all   []Experiment
	out   []Finding
	try   func(context.Context, Experiment) (Finding, error)
	next  atomic.Int64
	mu    sync.Mutex
	done  int
	ended func(done int)
}

// work tries one experiment after the other until there are none.
func (x *exploration) work(ctx context.Context) error {
	for {
		i := int(x.next.Add(1)) - 1
		if i >= len(x.all) || ctx.Err() != nil {
			return nil
		}
		f, err := x.try(ctx, x.all[i])
		if err != nil {
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return nil
			}
			return err
		}
		x.out[i] = f
		x.mu.Lock()
		x.done++
		x.ended(x.done)
		x.mu.Unlock()
	}
}
