package counting

import (
	"fmt"
	"slices"
)

// Options say how the counting is done.
type Options struct {
	// Command starts a worker, which is to call Work with its standard input and
	// output. The flags that Args returns are added to it.
	Command []string
	Workers int
	Job     Job
	// Respawn has a worker that died replaced. Without it there are fewer and
	// fewer, and in the end nobody.
	Respawn bool
}

// A Job is what a worker does for a request.
type Job struct {
	// Width is the number of bits of the counter: 8, 16, 32 or 64. A worker that
	// finds it at its largest dies without a word.
	Width int
	// Unlocked leaves the lock out: a worker reads the counter, takes its time,
	// and writes what it made of it, whatever others have written meanwhile.
	Unlocked bool
}

// Widths are the widths that a counter can have.
func Widths() []int { return []int{8, 16, 32, 64} }

// Check returns an error that names the first thing that cannot be.
func (o Options) Check() error {
	if len(o.Command) == 0 {
		return fmt.Errorf("no command to start a worker with")
	}
	if o.Workers < 1 || o.Workers > most {
		return fmt.Errorf("workers %d: want from 1 to %d, for example 12", o.Workers, most)
	}
	return o.Job.Check()
}

// most is the largest number of worker processes that a machine should be asked
// for.
const most = 1000

// Check returns an error unless the counter has one of the Widths.
func (j Job) Check() error {
	if !slices.Contains(Widths(), j.Width) {
		return fmt.Errorf("width %d: want 8, 16, 32 or 64 bits", j.Width)
	}
	return nil
}

// largest returns the number at which the counter is full.
func (j Job) largest() uint64 { return 1<<j.Width - 1 }
