package experiment

import (
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets"
)

// An Observer takes what a trial yields while it is made. Calls come from one
// goroutine at a time, but for Sample, which comes from another. An error ends
// the trial.
type Observer interface {
	// Window takes the next window that can receive no more samples.
	Window(measure.Window) error

	// Stream takes the next window of one stream, in the same way.
	Stream(name string, w measure.Window) error

	// Target takes what is known of the target at an instant of the trial; totals
	// count from the trial's start.
	Target(at time.Duration, c targets.Counters) error

	// Sample takes one attempt that has ended. It must return quickly.
	Sample(measure.Sample) error
}

// A Result is what a trial came to.
type Result struct {
	Account   engine.Account
	Elapsed   time.Duration
	Summary   measure.Summary
	Stretches []measure.Stretch
	Streams   []StreamResult   // in the order of the experiment
	Target    targets.Counters // over the trial
	Told      bool             // whether the target says anything of itself
	Usage     targets.Usage    // what its machine says of it over the trial; zero where that is unknown
	Oracle    error            // what the target's books do not explain
	Audited   bool             // whether it says all that it takes to find that out
	Until     time.Duration    // the instant of the last reading of the target
	Readings  int              // how many there were
	Gaps      []Gap            // what is missing of them, and why
}

// A StreamResult is what a trial came to for one stream.
type StreamResult struct {
	Name      string
	Summary   measure.Summary
	Stretches []measure.Stretch
}
