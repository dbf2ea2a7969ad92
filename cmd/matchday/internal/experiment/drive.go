package experiment

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"matchday/engine"
	"matchday/targets"
)

// readings is how many times a window the engine's gauge is read.
const readings = 10

// A Drive makes one trial: it applies the setting to a fresh target, sends the
// schedule, and follows what happens. It is used once.
type Drive struct {
	experiment Experiment
	trial      Trial
	applier    targets.Applier
	engine     engine.Engine
	observer   Observer
	recorder   *recorder
}

// NewDrive returns a trial that is ready to be made.
func NewDrive(e Experiment, t Trial, a targets.Applier, eng engine.Engine, o Observer) *Drive {
	return &Drive{e, t, a, eng, o, newRecorder(e, o.Sample)}
}

// Live returns the trial as it stands. It may be called at any time.
func (d *Drive) Live() Live { return d.recorder.live() }

// Run makes the trial and returns what it came to. When ctx ends, the target
// dies or the observer cannot keep what it is given, the trial stops at once,
// and the result holds what was measured until then beside the error.
func (d *Drive) Run(ctx context.Context) (Result, error) {
	target, err := d.applier.Apply(ctx, d.trial.Variant)
	if err != nil {
		return Result{}, fmt.Errorf("target %s: %w", d.trial.Variant, err)
	}
	result, err := d.drive(ctx, target)
	return result, errors.Join(err, target.Close())
}

// drive sends the schedule to a target on which the setting is in force.
func (d *Drive) drive(ctx context.Context, target targets.Target) (Result, error) {
	plan, err := d.plan(d.base(target))
	if err != nil {
		return Result{}, err
	}
	books, err := openBooks(ctx, target)
	if err != nil {
		return Result{}, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	k := newKeeper(d, books)
	sent := make(chan struct{})
	wait := k.follow(ctx, sent, stop)
	var watching sync.WaitGroup
	watching.Go(func() { d.watch(target, sent, stop) })
	account, err := d.engine.Run(ctx, plan, d.recorder)
	close(sent)
	wait()
	watching.Wait()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	result, late := k.conclude(ctx, account)
	return result, errors.Join(err, late)
}

// virtual tells whether the trial is made in virtual time.
func (d *Drive) virtual() bool { return d.engine.Caps().Virtual }

// watch stops the trial when the target dies or a sample cannot be kept.
func (d *Drive) watch(target targets.Target, sent <-chan struct{}, stop context.CancelCauseFunc) {
	select {
	case <-sent:
	case <-target.Done():
		stop(fmt.Errorf("target %s: %w", d.trial.Variant, target.Err()))
	case err := <-d.recorder.failed:
		stop(err)
	}
}

// plan returns the trial as the engine sees it.
func (d *Drive) plan(base string) (engine.Plan, error) {
	e := d.experiment
	requests, err := absolute(base, e.Target.Requests)
	if err != nil {
		return engine.Plan{}, err
	}
	if e.hurried() {
		requests = hurry(requests, e.Client.Timeout)
	}
	p := engine.Plan{
		Length: e.Length(), Tick: e.tick(),
		Client: e.Client, Transport: e.Transport, Seed: d.trial.Seed,
		Pacing: e.Pacing, Warm: e.warm(),
	}
	if len(e.Streams) > 0 {
		users, err := newCrowd(e, requests, d.trial.Seed)
		if err != nil {
			return p, err
		}
		p.Arrivals, p.Source = users.arrivals(), users
		return p, nil
	}
	p.Arrivals = e.Curve.Schedule(e.gap(d.trial.Seed))
	p.Source, err = sourceOf(requests, d.trial.Seed)
	return p, err
}

// sourceOf returns which request a user makes: one after the other, or where
// some are to come more often than others, by their weights.
func sourceOf(requests []engine.Request, seed uint64) (engine.Source, error) {
	for _, r := range requests {
		if r.Weight > 0 {
			return engine.Weighted(requests, seed)
		}
	}
	return engine.RoundRobin(requests)
}

// base returns what the requests' addresses are completed by: where the target
// listens, or for a service that runs already what the file says.
func (d *Drive) base(target targets.Target) string {
	if d.experiment.Target.moves() {
		return target.URL()
	}
	return d.experiment.Target.URL
}

// tick is how often the engine's gauge is read.
func (e Experiment) tick() time.Duration { return e.Window / readings }
