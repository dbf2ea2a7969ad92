package engine

import (
	"context"
	"iter"
	"time"

	"matchday/measure"
)

// An Engine drives one target through one schedule.
type Engine interface {
	// Name returns what the engine is called in files and on the command line.
	Name() string

	// Caps returns what the engine can do. A plan that asks for something else
	// is refused by Run, never silently changed.
	Caps() Caps

	// Run sends the plan and returns when every attempt has ended and nothing
	// of the engine is left running. Every arrival of the schedule, and every
	// retry that became due, is recorded exactly once.
	//
	// When ctx ends, Run stops at once: attempts in flight and arrivals not
	// reached are recorded as [measure.Cut], and the error is the context's.
	// Any other error means that the run could not be made; what was recorded
	// until then holds.
	Run(ctx context.Context, plan Plan, rec Recorder) (Account, error)
}

// A Recorder takes what an engine observes. The engine never makes two calls at
// once; a call must return quickly and must not block on the engine.
type Recorder interface {
	// Record takes one attempt that has ended. Samples come in the order of
	// ending, but one that was held up on its way may come a moment late.
	Record(measure.Sample)

	// Level takes a reading of the engine's gauge of attempts in flight, at
	// every multiple of the plan's Tick and once at the end.
	Level(measure.Level)
}

// A Plan is one trial as an engine sees it.
type Plan struct {
	Arrivals  iter.Seq[time.Duration] // when users come: offsets from the start, in order
	Length    time.Duration           // length of the profile; users come before it
	Tick      time.Duration           // how often the gauge is read; 0 means 100 ms
	Source    Source                  // which request a user makes
	Client    Client                  // how a user behaves
	Transport Transport               // how requests travel
	Seed      uint64                  // for the jitter of retries: same seed, same jitter
	Pacing    Pacing                  // how exactly sends are timed
	Warm      int                     // connections opened before the clock starts, by engines that keep their own
}

// An Account is what became of a schedule. Users = Reached + NotReached.
type Account struct {
	Began      time.Time  // the wall-clock instant of offset 0
	Users      int64      // arrivals of the schedule
	Reached    int64      // those whose first attempt was made, or was stopped by a limit
	NotReached int64      // those the end of the run cut off before
	Attempts   int64      // samples recorded
	Retries    int64      // attempts beyond the first
	Protocol   string     // what was spoken, such as "HTTP/1.1"; "" if no answer came
	Resumed    int64      // TLS handshakes among them that took up an earlier session
	Conns      int64      // connections opened
	Resent     int64      // requests that travelled twice because a kept connection broke under them
	Batched    []Batching // when an automatic pace sent in batches
	Withheld   int64      // users who would have tried again and found the retry budget spent
}
