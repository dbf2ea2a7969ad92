package experiment

import (
	"context"
	"fmt"
	"time"

	"matchday/measure"
	"matchday/targets"
)

// Find makes the first trial of the experiment in virtual time and returns what
// it came to. The error is [ErrNoModel] where there is no model of the target, and
// another where that does not know the setting.
func Find(ctx context.Context, e Experiment) (Finding, error) {
	t := e.Trials()[0]
	if err := e.Target.models(t.Variant); err != nil {
		return Finding{}, err
	}
	e = e.Simulated()
	applier, eng, err := e.Stage("", t)
	if err != nil {
		return Finding{}, err
	}
	r, err := NewDrive(e, t, applier, eng, deaf{}).Run(ctx)
	if err != nil {
		return Finding{}, err
	}
	if r.Oracle != nil {
		return Finding{}, fmt.Errorf("the model's books for %s: %w", t.Variant, r.Oracle)
	}
	return Finding{
		Setting: t.Variant, Protects: e.Protects(t.Variant),
		Figures: r.Summary.Phases[0].Figures, Judgement: r.Summary.Judgement, Validity: r.Summary.Validity(),
	}, nil
}

// deaf is an observer that keeps nothing: a map lives on conclusions.
type deaf struct{}

// Window implements [Observer].
func (deaf) Window(measure.Window) error { return nil }

// Stream implements [Observer].
func (deaf) Stream(string, measure.Window) error { return nil }

// Target implements [Observer].
func (deaf) Target(time.Duration, targets.Counters) error { return nil }

// Sample implements [Observer].
func (deaf) Sample(measure.Sample) error { return nil }
