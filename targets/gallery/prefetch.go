package gallery

import (
	"flag"
	"fmt"
	"time"

	"matchday/targets/bulkhead"
)

func prefetchKind() Kind {
	return Kind{
		Name:    "prefetch",
		Teaches: "Reading ahead hides a slow source until the buffer is empty: a burst of its size is served at once, and from then on everybody waits for the readers.",
		Hides:   "in front of the consumers; the buffer holds back the readers, and nothing holds back the callers",
		Place:   "in front of the consumers: as many inside as there are consumers and places in the buffer",
		Options: func() Options {
			return &prefetchOptions{
				readers: 2, read: 100 * time.Millisecond, buffer: 2,
				consumers: 4, demand: 200 * time.Millisecond, mode: modeProcess,
			}
		},
	}
}

// How consumers come by what they process, and how they do that.
const (
	modeSync    = "sync"    // each reads for itself, when it is asked
	modeThread  = "thread"  // reading is ahead; one of them at a time processes, as under an interpreter's lock
	modeProcess = "process" // reading is ahead; each processes by itself
)

type prefetchOptions struct {
	readers   int
	read      time.Duration
	buffer    int
	consumers int
	demand    time.Duration
	mode      string
}

// Bind implements [Options].
func (o *prefetchOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.readers, "readers", o.readers, "items that are read at the same time")
	fs.DurationVar(&o.read, "read", o.read, "time to read an item")
	fs.IntVar(&o.buffer, "buffer", o.buffer, "items kept ready; a reader that finds no room waits with one more")
	fs.IntVar(&o.consumers, "consumers", o.consumers, "consumers that serve a request each, with an item for it")
	fs.DurationVar(&o.demand, "demand", o.demand, "time of a consumer to process an item")
	fs.StringVar(&o.mode, "mode", o.mode, "sync: read when asked; thread: read ahead, process one at a time; process: read ahead")
}

// Check implements [Options].
func (o *prefetchOptions) Check() error {
	if o.buffer < 1 || o.buffer > most {
		return fmt.Errorf("buffer %d: want at least 1 item, for example 2", o.buffer)
	}
	return first(
		some("readers", o.readers), positive("read", o.read), some("consumers", o.consumers), positive("demand", o.demand),
		oneOf("mode", o.mode, modeSync, modeThread, modeProcess),
	)
}

// Capacity implements [Options]: the readers or the consumers at work all the
// time, whichever are slower.
func (o *prefetchOptions) Capacity() float64 {
	reading := float64(o.readers) / o.read.Seconds()
	switch o.mode {
	case modeSync:
		return min(reading, float64(o.consumers)/(o.read+o.demand).Seconds())
	case modeThread:
		return min(reading, 1/o.demand.Seconds())
	}
	return min(reading, float64(o.consumers)/o.demand.Seconds())
}

// Service implements [Options]: an item is ready, unless it is read on demand.
func (o *prefetchOptions) Service() time.Duration {
	if o.mode == modeSync {
		return o.read + o.demand
	}
	return o.demand
}

// New implements [Options]. Nothing is left to chance.
func (o *prefetchOptions) New(setting bulkhead.Setting, _ uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s, err := newService(setting, 1)
	if err != nil {
		return nil, err
	}
	p := &prefetch{service: s, demand: o.demand}
	p.consumers, p.processors = newCrew(&s.calendar, o.consumers), newCrew(&s.calendar, o.consumers)
	if o.mode == modeThread {
		p.processors.size = 1
	}
	if o.mode == modeSync {
		p.source = &onDemand{clock: &s.calendar, readers: newCrew(&s.calendar, o.readers), read: o.read}
	} else {
		p.source = newAhead(&s.calendar, o)
	}
	s.plan = p.plan
	return p, nil
}
