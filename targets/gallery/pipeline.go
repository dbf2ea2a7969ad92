package gallery

import (
	"flag"
	"fmt"
	"math"
	"time"

	"matchday/targets/bulkhead"
)

func pipelineKind() Kind {
	return Kind{
		Name:    "pipeline",
		Teaches: "A chain of stages is as quick as its slowest: a mailbox without a bound fills in front of that one, a bounded one moves the queue upstream, and one that refuses throws away what the stages before have done.",
		Hides:   "in the mailbox of the slowest stage, or where that is bounded in the ones before it, up to the entrance",
		Place:   "at the entrance, as credits over the whole pipe: as many inside as are needed to keep the slowest stage at work",
		Options: func() Options {
			return &pipelineOptions{
				workers: counts{list[int]{4, 4, 4}},
				demands: times{list[time.Duration]{10 * time.Millisecond, 30 * time.Millisecond, 15 * time.Millisecond}},
				mailbox: inf, full: fullBlock,
			}
		},
	}
}

// What may happen where a mailbox is full.
const (
	fullBlock  = "block"  // the sender keeps the message, and does nothing else meanwhile
	fullReject = "reject" // the request is refused
)

type pipelineOptions struct {
	workers counts
	demands times
	mailbox bound
	full    string
}

// Bind implements [Options].
func (o *pipelineOptions) Bind(fs *flag.FlagSet) {
	fs.Var(&o.workers, "workers", "workers of each stage, for example 4,4,4")
	fs.Var(&o.demands, "demands", "time of a request at each stage, for example 10ms,30ms,15ms")
	fs.Var(&o.mailbox, "mailbox", "most messages in the mailbox of each stage")
	fs.StringVar(&o.full, "full", o.full, "what to do where it is full: block the sender, or reject the request")
}

// Check implements [Options].
func (o *pipelineOptions) Check() error {
	if len(o.workers.list) != len(o.demands.list) {
		return fmt.Errorf("workers %q: want one number for each of the demands %q", o.workers, o.demands)
	}
	for i := range o.workers.list {
		if err := first(some("workers", o.workers.list[i]), positive("demands", o.demands.list[i])); err != nil {
			return err
		}
	}
	return oneOf("full", o.full, fullBlock, fullReject)
}

// Capacity implements [Options]: the slowest stage at work all the time.
func (o *pipelineOptions) Capacity() float64 {
	slowest := math.Inf(1)
	for i, workers := range o.workers.list {
		slowest = min(slowest, float64(workers)/o.demands.list[i].Seconds())
	}
	return slowest
}

// Service implements [Options].
func (o *pipelineOptions) Service() (sum time.Duration) {
	for _, d := range o.demands.list {
		sum += d
	}
	return sum
}

// New implements [Options]. Nothing is left to chance.
func (o *pipelineOptions) New(setting bulkhead.Setting, _ uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	p := &pipeline{service: s, reject: o.full == fullReject, mean: o.Service()}
	for i, workers := range o.workers.list {
		p.stages = append(p.stages, stage{crew: newCrew(&s.calendar, workers), bound: o.mailbox, demand: o.demands.list[i]})
	}
	s.plan = p.plan
	return p, nil
}
