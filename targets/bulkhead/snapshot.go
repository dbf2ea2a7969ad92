package bulkhead

import "time"

// A Snapshot is what a bulkhead did up to one instant. All its figures belong
// to that same instant: everybody who ever asked for a seat was admitted,
// refused for one reason, cancelled, or is queued.
type Snapshot struct {
	At time.Duration // the instant, since the bulkhead began

	Admitted  int64 // got a seat, at once or after waiting
	Full      int64 // refused on arrival
	Expired   int64 // refused after the longest wait
	Cancelled int64 // gave up while queued

	Inside    int // have a seat now
	Queued    int // wait for one now
	MaxInside int
	MaxQueued int

	InsideTime time.Duration // ∫inside dt: divided by a span, its mean number inside
	QueuedTime time.Duration // ∫queued dt
	FullTime   time.Duration // how long a newcomer would have been refused
}
