package gallery

import (
	"errors"
	"flag"
	"fmt"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func fanKind() Kind {
	return Kind{
		Name:    "fan",
		Teaches: "A request that is split into parts waits for the slowest of them, and puts as many entries into the line; if answers have to leave in order, one slow request holds up all behind it.",
		Hides:   "in the line of parts, which is as many times longer as a request has parts, and in the buffer that puts answers in order",
		Place:   "in front of the splitting, counting requests and not parts: some times workers divided by parts inside",
		Options: func() Options {
			return &fanOptions{
				parts: 8, workers: 16, demand: 20 * time.Millisecond, sizes: model.Sizes{Shape: model.Exponential},
				line: lineCommon, window: inf,
			}
		},
	}
}

// How parts come to workers.
const (
	lineCommon = "common" // from one line, to whoever is free first
	lineRobin  = "robin"  // to each worker in turn, who has a line of its own
)

type fanOptions struct {
	parts, workers int
	demand         time.Duration
	sizes          model.Sizes
	line           string
	ordered        bool
	window         bound
}

// Bind implements [Options].
func (o *fanOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.parts, "parts", o.parts, "parts that a request is split into")
	fs.IntVar(&o.workers, "workers", o.workers, "workers that do a part each")
	fs.DurationVar(&o.demand, "demand", o.demand, "mean time of a part")
	fs.TextVar(&o.sizes, "sizes", o.sizes, "how the times of parts spread: fixed or exp")
	fs.StringVar(&o.line, "line", o.line, "where parts wait: in a common line, or robin for one of each worker's, in turn")
	fs.BoolVar(&o.ordered, "ordered", o.ordered, "whether answers leave in the order of the requests")
	fs.Var(&o.window, "window", "most requests from the one whose answer is next to the last one begun, with ordered")
}

// Check implements [Options].
func (o *fanOptions) Check() error {
	switch {
	case o.sizes.Shape != model.Fixed && o.sizes.Shape != model.Exponential:
		return fmt.Errorf("sizes %q: want fixed or exp", o.sizes)
	case o.line == lineRobin && o.parts > o.workers:
		return fmt.Errorf("parts %d: want at most as many as the %d workers if they go to them in turn", o.parts, o.workers)
	case o.window != inf && !o.ordered:
		return errors.New("window " + o.window.String() + ": want it with ordered answers, or inf")
	}
	return first(
		some("parts", o.parts), some("workers", o.workers), positive("demand", o.demand), spread("sizes", o.sizes),
		oneOf("line", o.line, lineCommon, lineRobin), someOrInf("window", o.window),
	)
}

// Capacity implements [Options]: all workers at work all the time. A window that
// is too small for that is left out.
func (o *fanOptions) Capacity() float64 {
	return float64(o.workers) / (float64(o.parts) * o.demand.Seconds())
}

// Service implements [Options]. Parts all alike are done in rounds of as many as
// there are workers. With exponential ones one of w is done after a w-th of their
// mean: so it is for all that are done while others wait, and for the last ones a
// w-th, a (w−1)-th and so on down to all of it.
func (o *fanOptions) Service() time.Duration {
	if o.sizes.Shape == model.Fixed {
		return time.Duration((o.parts+o.workers-1)/o.workers) * o.demand
	}
	last := min(o.parts, o.workers)
	sum := float64(o.parts-last) / float64(o.workers)
	for w := last; w > 0; w-- {
		sum += 1 / float64(w)
	}
	return time.Duration(sum * float64(o.demand))
}

// New implements [Options].
func (o *fanOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	f := &fan{service: s, parts: o.parts, mean: o.Service(), draw: o.sizes.Draws(o.demand, seed)}
	f.window = newCrew(&s.calendar, o.window.size())
	f.order.keep = o.ordered
	f.crews = []crew{newCrew(&s.calendar, o.workers)}
	if o.line == lineRobin {
		f.crews = make([]crew, o.workers)
		for i := range f.crews {
			f.crews[i] = newCrew(&s.calendar, 1)
		}
	}
	s.plan = f.plan
	return f, nil
}
