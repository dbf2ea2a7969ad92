package bulkhead

import "time"

// A Snapshot is what a bulkhead did up to one instant. All its figures belong
// to that same instant: everybody who ever asked for a seat was admitted,
// refused for one reason, cancelled, or is queued.
type Snapshot struct {
	At time.Duration // the instant, since the bulkhead began

	Admitted  int64 // got a seat, at once or after waiting
	Full      int64 // refused on arrival: no place in the queue
	Expired   int64 // refused after the longest wait
	Late      int64 // refused on arrival: the answer would have come too late
	Limited   int64 // refused on arrival by a limit that adapts
	Cancelled int64 // gave up while queued

	Inside    int // have a seat now
	Queued    int // wait for one now
	MaxInside int
	MaxQueued int

	InsideTime time.Duration // ∫inside dt: divided by a span, its mean number inside
	QueuedTime time.Duration // ∫queued dt
	FullTime   time.Duration // how long a newcomer would have been refused, whatever its deadline
}

// Refused returns how many were refused for a reason.
func (s Snapshot) Refused(reason Refusal) int64 {
	switch reason {
	case ErrFull:
		return s.Full
	case ErrWait:
		return s.Expired
	case ErrDeadline:
		return s.Late
	case ErrLimit:
		return s.Limited
	}
	return 0
}

// Arrived returns how many ever asked for a seat.
func (s Snapshot) Arrived() int64 {
	return s.Admitted + s.Full + s.Expired + s.Late + s.Limited + s.Cancelled + int64(s.Queued)
}

// advance adds up the time since the last event, in which nothing changed; full
// is whether a newcomer would have been refused in it.
func (s *Snapshot) advance(at time.Duration, full bool) {
	passed := at - s.At
	if passed <= 0 {
		return
	}
	s.InsideTime += time.Duration(s.Inside) * passed
	s.QueuedTime += time.Duration(s.Queued) * passed
	if full {
		s.FullTime += passed
	}
	s.At = at
}

// enter counts one who gets a seat.
func (s *Snapshot) enter() {
	s.Admitted++
	s.Inside++
	s.MaxInside = max(s.MaxInside, s.Inside)
}

// queue counts one who begins to wait.
func (s *Snapshot) queue() {
	s.Queued++
	s.MaxQueued = max(s.MaxQueued, s.Queued)
}

// refuse counts one who is not let in.
func (s *Snapshot) refuse(reason Refusal) {
	switch reason {
	case ErrFull:
		s.Full++
	case ErrWait:
		s.Expired++
	case ErrDeadline:
		s.Late++
	case ErrLimit:
		s.Limited++
	}
}
