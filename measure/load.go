package measure

import (
	"fmt"
	"time"
)

// load is how much came per second over a stretch.
type load struct{ users, attempts float64 }

// load returns the mean load between two instants.
func (t Trace) load(from, to time.Duration) load {
	c := t.sum(from, to)
	seconds := (to - from).Seconds()
	return load{ratio(float64(c.Users), seconds), ratio(float64(c.Counted()), seconds)}
}

// end returns until when the trial tells anything: to the end of the profile,
// or to the window in which the first attempt was cut off. What was answered
// after that is no sample of what was due.
func (t Trace) end() time.Duration {
	for _, w := range t.Windows {
		if w.Attempts[Cut] > 0 {
			return w.Start
		}
	}
	return t.Grid.Length
}

// sum adds up the windows that begin between two instants.
func (t Trace) sum(from, to time.Duration) Counts {
	var c Counts
	for _, w := range t.Windows {
		if w.Start >= from && w.Start < to {
			c.Merge(w.Counts)
		}
	}
	return c
}

// rest returns the response time at rest in seconds: the demand where it is
// known, or else nothing, which makes a backlog look larger by what would be in
// flight anyway.
func (t Trace) rest() float64 { return t.Grid.Limits.Demand.Seconds() }

// backlog returns how many requests were in the system at an instant.
func (t Trace) backlog(at time.Duration) float64 {
	if t.Backlog != nil {
		return t.Backlog(at)
	}
	for _, w := range t.Windows {
		if at < w.End() {
			return w.InFlight()
		}
	}
	return 0
}

// capacity returns the target's capacity: what is known, or else the highest
// load that it was seen to serve.
func (t Trace) capacity() float64 {
	if c := t.Grid.Limits.Capacity; c > 0 {
		return c
	}
	return t.served(t.end())
}

// capacityText says what the capacity is, or what stands for it where nobody
// knows: of one of several streams it may be far less.
func (t Trace) capacityText() string {
	if c := t.Grid.Limits.Capacity; c > 0 {
		return fmt.Sprintf("a capacity of %.0f/s", c)
	}
	return fmt.Sprintf("the %.0f/s that it served at most", t.capacity())
}

// served returns the highest load, in users per second over ten windows, that
// was answered well at 99 % or more before an instant.
func (t Trace) served(before time.Duration) float64 {
	const span = 10
	var best float64
	for i := span; i <= len(t.Windows) && t.Windows[i-1].End() <= before; i++ {
		var c Counts
		for _, w := range t.Windows[i-span : i] {
			c.Merge(w.Counts)
		}
		if normal(c.Attempts[OK], c.Counted()) {
			best = max(best, ratio(float64(c.Users), (span*t.Grid.Window).Seconds()))
		}
	}
	return best
}
