package gallery

import (
	"flag"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A Machine is a service in virtual time. It is told what happens and when, in
// order of time, and tells what happens next; everything that is due before an
// instant it is told happens first, at its own exact instant.
type Machine interface {
	// OnEnd has f told of every ending, in their order, also of requests whose
	// caller has left. The id is free for the next arrival once f has returned.
	// A request that is lost has no ending, and keeps its id until its caller
	// has left.
	OnEnd(f func(id int, e model.Ending))
	// Arrive takes in a request, whose demand is drawn if it is zero. Ids are
	// small numbers. If ok is false it was turned away at once, and there will
	// be no ending.
	Arrive(at, demand time.Duration) (id int, ok bool)
	// Leave is told that a caller has left whose request has not ended.
	Leave(at time.Duration, id int)
	// Next returns the instant of the next thing to happen by itself; ok is
	// false if there is none.
	Next() (at time.Duration, ok bool)
	// Advance lets everything happen that is due by an instant.
	Advance(at time.Duration)
	// Counters returns what has happened up to an instant.
	Counters(at time.Duration) model.Counters
	// Gauges returns what only this kind has to tell, always the same ones in
	// the same order.
	Gauges(at time.Duration) []Gauge
}

// A Gauge is a figure of a machine's own at an instant, such as how many of its
// threads are busy.
type Gauge struct {
	Name  string // as in metrics, with its unit if it has one, such as "threads_busy"
	Help  string // a sentence
	Value float64
}

// A Kind is one model of concurrency.
type Kind struct {
	Name    string // such as "pool"
	Teaches string // a sentence: what one learns by watching it die
	Hides   string // a phrase: where its queue hides
	Place   string // a phrase: where its bulkhead belongs
	Options func() Options
}

// Options are the knobs of a kind. They are data: nothing changes them once a
// machine has been made of them.
type Options interface {
	// Bind offers each knob under its name, with its usual value and a phrase
	// that says what it is.
	Bind(*flag.FlagSet)
	// Check returns an error that names the first knob that cannot be as it is.
	Check() error
	// Capacity returns the most requests per second that can be completed, in
	// closed form.
	Capacity() float64
	// Service returns the mean time of a request that meets nobody.
	Service() time.Duration
	// New returns a machine that has served nobody, with the bulkhead where it
	// belongs. The error is that of Check, or of the setting's.
	New(setting bulkhead.Setting, seed uint64) (Machine, error)
}
