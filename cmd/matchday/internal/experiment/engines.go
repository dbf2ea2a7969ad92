package experiment

import (
	"context"
	"fmt"
	"math"
	"time"

	"matchday/engine"
)

// The engines by name.
const (
	Auto    = "auto"    // native where that does what is asked for, else vegeta
	Native  = "native"  // sends over the network from event loops of its own
	Vegeta  = "vegeta"  // sends over the network with vegeta's library
	Both    = "both"    // native and then vegeta, as two runs to hold against each other
	Virtual = "virtual" // asks the target's model, in virtual time
)

// pick settles which engine it is, and refuses one that cannot do what the
// experiment asks for.
func (b *builder) pick(e *Experiment) {
	plan := engine.Plan{Client: e.Client, Transport: e.Transport, Pacing: e.Pacing}
	lacks := engine.Native{}.Caps().Covers(plan)
	switch e.Engine {
	case "", Auto:
		e.Engine = Native
		if lacks != nil {
			e.Engine, lacks = Vegeta, engine.Vegeta{}.Caps().Covers(plan)
		}
	case Native:
	case Vegeta:
		lacks = engine.Vegeta{}.Caps().Covers(plan)
	case Both:
		lacks = uncovered(plan)
	case Virtual:
		lacks = nil
		if e.Target.Reference == nil {
			lacks = ErrNoModel
		}
		b.model(e)
	default:
		lacks = fmt.Errorf("engine %q is not one of %s, %s, %s, %s, %s", e.Engine, Auto, Native, Vegeta, Both, Virtual)
	}
	if lacks == nil && e.Callers > 0 && e.Engine != Native {
		lacks = fmt.Errorf("engine %s: callers who take turns want engine native", e.Engine)
	}
	if lacks != nil {
		b.fault(lacks.Error(), "engine")
	}
}

// model refuses variants that the model of the target does not know.
func (b *builder) model(e *Experiment) {
	for _, v := range e.Variants {
		if err := e.Target.models(v); err != nil {
			b.fault(err.Error(), "variants")
		}
	}
}

// uncovered returns what one of the engines that send over the network cannot do.
func uncovered(plan engine.Plan) error {
	for _, e := range []engine.Engine{engine.Native{}, engine.Vegeta{}} {
		if lacks := e.Caps().Covers(plan); lacks != nil {
			return fmt.Errorf("engine %s: %s cannot send this: %w", Both, e.Name(), lacks)
		}
	}
	return nil
}

// By returns the experiment with a certain engine. Whoever makes the runs of
// [Both] asks for one after the other.
func (e Experiment) By(engine string) Experiment {
	e.Engine = engine
	return e
}

// wire returns the engine that sends over the network.
func (e Experiment) wire() engine.Engine {
	switch {
	case e.Callers > 0:
		return turns{callers: e.Callers}
	case e.Engine == Vegeta:
		return engine.Vegeta{}
	}
	return engine.Native{}
}

// Precision returns how late sends usually are when nothing is in the way.
func (e Experiment) Precision() time.Duration {
	if e.Engine == Virtual {
		return engine.Virtual{}.Caps().Precision
	}
	return e.wire().Caps().Precision
}

// turns is the native engine in a closed loop.
type turns struct {
	engine.Native
	callers int
}

// Run has callers take turns for the length of the plan, which has no arrivals.
func (t turns) Run(ctx context.Context, p engine.Plan, rec engine.Recorder) (engine.Account, error) {
	p.Arrivals = nil
	return t.Saturate(ctx, p, t.callers, rec)
}

const (
	// guessedResponse is how long answers are taken to take when nothing is known
	// of a target, to open connections ahead.
	guessedResponse = 20 * time.Millisecond

	// mostWarm is how many connections are opened ahead at most. It is no limit
	// on how many there can be.
	mostWarm = 512
)

// warm returns how many connections are worth opening ahead: as many requests as
// are on their way at the first rate by Little's law, and half as many again.
func (e Experiment) warm() int {
	if e.Callers > 0 {
		return min(e.Callers, mostWarm)
	}
	if len(e.Curve) == 0 {
		return 0
	}
	takes := guessedResponse
	if e.Target.Facts.Demand > 0 {
		takes = e.Target.Facts.Demand
	}
	return min(mostWarm, int(math.Ceil(1.5*e.Curve[0].From*takes.Seconds())))
}
