//go:build unix

package counting

import (
	"context"
	"errors"
	"sync"
	"time"

	"matchday/targets/gallery"
	"matchday/targets/reference"
)

// A Crew is worker processes that count, as a task of a reference.Workshop.
type Crew struct {
	options Options
	counter *counter
	idle    chan *process // has room for all

	mu    sync.Mutex
	tally tally
}

// A tally is what has become of the workers and of their time.
type tally struct {
	alive, busy  int
	died         int64
	waited, held time.Duration
}

var _ reference.Task = (*Crew)(nil)

// Start returns a crew with all its workers started. The error is that of
// Options.Check, or that of the system.
func Start(o Options) (*Crew, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	counter, err := newCounter()
	if err != nil {
		return nil, err
	}
	c := &Crew{options: o, counter: counter, idle: make(chan *process, o.Workers)}
	if err := c.fill(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// fill starts as many workers as are missing, all at once, and waits for them to
// be ready.
func (c *Crew) fill() error {
	var fresh []*process
	var faults []error
	for range c.options.Workers - c.alive() {
		p, err := start(c.options, c.counter.file)
		if err != nil {
			faults = append(faults, err)
			break
		}
		fresh = append(fresh, p)
	}
	for _, p := range fresh {
		if err := p.ready(); err != nil {
			faults = append(faults, err)
			continue
		}
		c.change(func(t *tally) { t.alive++ })
		c.idle <- p
	}
	return errors.Join(faults[:min(1, len(faults))]...) // the others will say the same
}

func (c *Crew) alive() (n int) {
	c.change(func(t *tally) { n = t.alive })
	return n
}

func (c *Crew) change(how func(*tally)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	how(&c.tally)
}

// Do implements reference.Task: the demand is how long the lock is held. The
// error is reference.ErrLost if the worker died. Where no worker is left it waits
// for one until the context ends.
func (c *Crew) Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (int64, error) {
	var p *process
	select {
	case p = <-c.idle:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	c.change(func(t *tally) { t.busy++ })
	a, err := p.ask(ctx, demand)
	if err != nil || ctx.Err() != nil {
		p.end()
		c.bury(ctx)
		return 0, cause(ctx)
	}
	c.change(func(t *tally) { t.busy--; t.waited += a.Waited; t.held += a.Held })
	c.idle <- p
	spend(a.Held)
	return a.Number, nil
}

// cause returns why a worker has not answered: it was cut off, or it died.
func cause(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return reference.ErrLost
}

// bury notes that a busy worker is no more, and replaces it unless that was asked
// for by the end of the context.
func (c *Crew) bury(ctx context.Context) {
	c.change(func(t *tally) { t.busy--; t.alive-- })
	if ctx.Err() != nil {
		return
	}
	c.change(func(t *tally) { t.died++ })
	if !c.options.Respawn {
		return
	}
	p, err := start(c.options, c.counter.file)
	if err == nil {
		err = p.ready()
	}
	if err != nil { // there is one worker less, as the gauges tell
		return
	}
	c.change(func(t *tally) { t.alive++ })
	c.idle <- p
}

// Gauges implements reference.Task.
func (c *Crew) Gauges() []gallery.Gauge {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tally
	return []gallery.Gauge{
		{Name: "workers_alive", Help: "Worker processes that live.", Value: float64(t.alive)},
		{Name: "workers_busy", Help: "Workers that have a request: one has the lock, the others wait for it.", Value: float64(t.busy)},
		{Name: "workers_died_total", Help: "Workers that died over a request.", Value: float64(t.died)},
		{Name: "counter", Help: "The number that all workers share.", Value: float64(c.counter.load())},
		{Name: "lock_wait_seconds_total", Help: "Time that workers have waited for the lock.", Value: t.waited.Seconds()},
		{Name: "lock_held_seconds_total", Help: "Time that the lock was held.", Value: t.held.Seconds()},
	}
}

// Reset implements reference.Task: the counter is at zero and all workers live.
func (c *Crew) Reset() error {
	c.counter.store(0)
	c.change(func(t *tally) { *t = tally{alive: t.alive} })
	return c.fill()
}

// Close implements reference.Task: it ends all workers and waits for them.
func (c *Crew) Close() {
	close(c.idle)
	var ending sync.WaitGroup
	for p := range c.idle {
		ending.Go(p.end)
	}
	ending.Wait()
	c.counter.close()
}
