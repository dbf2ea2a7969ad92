package experiment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchday/engine"
	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// ErrNoModel is the error of simulating a target of which no model is known.
var ErrNoModel = errors.New("there is no model of this target; it wants target: {reference: ps}, or another that the program brings along")

// Stage returns what a trial is made with: how the variant is brought into
// force, and what sends the schedule. The program is the path of matchday
// itself, which is also the reference services.
func (e Experiment) Stage(program string, t Trial) (targets.Applier, engine.Engine, error) {
	if e.Engine != Virtual {
		return e.metered(e.applier(program, t)), e.wire(), nil
	}
	if e.Target.Reference == nil {
		return nil, nil, ErrNoModel
	}
	m, err := e.Target.Reference.machine(t, e.Client.Timeout)
	return modelled{m}, engine.Virtual{Machine: m}, err
}

// A machine is a target in virtual time that tells what it does.
type machine interface {
	engine.Machine
	// Counters returns what has happened up to an instant, or up to the last
	// one the machine was told if that is later.
	Counters(at time.Duration) model.Counters
}

// machine returns the service as a machine that has served nobody, and will be
// told by all its callers that they have the same patience.
func (r Reference) machine(t Trial, patience time.Duration) (machine, error) {
	if r.Gallery != nil {
		return r.Gallery.New(t.Variant, t.Seed)
	}
	o, err := r.options(t)
	if err != nil {
		return nil, err
	}
	o.Patience = patience
	m, err := model.NewServer(o)
	if err != nil || r.refuse == 0 {
		return m, err
	}
	return &grudging{machine: m, every: r.refuse}, nil
}

// Simulated returns the experiment with the model in place of the target, and
// without the variants that the model does not know.
func (e Experiment) Simulated() Experiment {
	e.Engine = Virtual
	e.Variants = slices.DeleteFunc(slices.Clone(e.Variants), func(s bulkhead.Setting) bool { return e.Target.models(s) != nil })
	return e
}

// models returns an error unless the model of the target, if there is one, knows
// the setting.
func (t Target) models(s bulkhead.Setting) error {
	if t.Reference != nil && t.Reference.Gallery != nil && s.Kind == bulkhead.Deadline {
		return fmt.Errorf("%v: the model of %s does not hear how long callers wait; want reference: ps, or a run on the wire", s, t.Reference.Kind)
	}
	return s.CheckModelled()
}

// options returns the service as its model is told it.
func (r Reference) options(t Trial) (model.Options, error) {
	abandon, err := model.ParseAbandon(r.Abandon)
	return model.Options{
		CPUs: r.CPUs, Demand: r.Demand, Sizes: r.Sizes, Seed: t.Seed,
		Overhead: r.Overhead, Abandon: abandon, Bulkhead: t.Variant, Dips: r.Dips,
		Database: r.Database,
	}, err
}

// A modelled target is the model of one, which is in force as soon as it is
// there.
type modelled struct{ machine machine }

func (m modelled) Apply(context.Context, bulkhead.Setting) (targets.Target, error) { return m, nil }
func (m modelled) URL() string                                                     { return "http://model/" }
func (m modelled) Done() <-chan struct{}                                           { return nil }
func (m modelled) Err() error                                                      { return nil }
func (m modelled) Close() error                                                    { return nil }

// Counters returns what has happened up to the model's last event.
func (m modelled) Counters(context.Context) (targets.Counters, error) {
	return targets.Counters{Counters: m.machine.Counters(0)}, nil
}
