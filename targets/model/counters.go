package model

import (
	"fmt"
	"time"
)

// Counters are what a server says of itself. All of one set belong to the
// same instant.
type Counters struct {
	Uptime time.Duration `json:"uptime_ns"` // since the server began

	Accepted      int64 `json:"accepted"`       // requests that arrived
	Completed     int64 `json:"completed"`      // served to the end, for whomever
	CompletedLate int64 `json:"completed_late"` // of these, those whose caller had left
	RejectedFull  int64 `json:"rejected_full"`  // refused on arrival
	RejectedWait  int64 `json:"rejected_wait"`  // refused after the longest wait
	Abandoned     int64 `json:"abandoned"`      // dropped because the caller had left

	Inside      int64 `json:"inside"`        // being served now
	Queued      int64 `json:"queued"`        // waiting now
	Zombies     int64 `json:"zombies"`       // inside or queued now for a caller who has left
	MaxInside   int64 `json:"max_inside"`    // most inside ever
	MaxInSystem int64 `json:"max_in_system"` // most inside and queued ever

	InsideTime time.Duration `json:"inside_time_ns"` // ∫inside dt
	QueuedTime time.Duration `json:"queued_time_ns"` // ∫queued dt
	FullTime   time.Duration `json:"full_time_ns"`   // how long the bulkhead would have refused a newcomer

	WorkDone   time.Duration `json:"work_done_ns"`   // CPU time given to requests, ended or not
	WorkWasted time.Duration `json:"work_wasted_ns"` // of this, given to requests whose caller has left
}

// Closes returns an error unless every request that arrived is accounted for:
// completed, rejected, abandoned, inside or queued.
func (c Counters) Closes() error {
	sum := c.Completed + c.RejectedFull + c.RejectedWait + c.Abandoned + c.Inside + c.Queued
	if sum == c.Accepted {
		return nil
	}
	return fmt.Errorf("accepted %d requests, but completed %d + rejected %d + abandoned %d + inside %d + queued %d = %d",
		c.Accepted, c.Completed, c.RejectedFull+c.RejectedWait, c.Abandoned, c.Inside, c.Queued, sum)
}

// Sub returns what happened since earlier counters of the same service. What
// is a state rather than a count (how many are inside, queued or zombies, and
// the most there ever were) stays as it is in c.
func (c Counters) Sub(earlier Counters) Counters {
	c.Uptime -= earlier.Uptime
	c.Accepted -= earlier.Accepted
	c.Completed -= earlier.Completed
	c.CompletedLate -= earlier.CompletedLate
	c.RejectedFull -= earlier.RejectedFull
	c.RejectedWait -= earlier.RejectedWait
	c.Abandoned -= earlier.Abandoned
	c.InsideTime -= earlier.InsideTime
	c.QueuedTime -= earlier.QueuedTime
	c.FullTime -= earlier.FullTime
	c.WorkDone -= earlier.WorkDone
	c.WorkWasted -= earlier.WorkWasted
	return c
}

// Counters returns what has happened up to an instant, or up to the last one
// the server was told if that is later.
func (s *Server) Counters(at time.Duration) Counters {
	s.Advance(at)
	at = max(at, s.front.cpus.now)
	door := s.front.door.Snapshot(at)
	return Counters{
		Uptime:        at,
		Accepted:      s.tally.accepted,
		Completed:     s.tally.completed,
		CompletedLate: s.tally.late,
		RejectedFull:  door.Full,
		RejectedWait:  door.Expired,
		Abandoned:     door.Cancelled + s.tally.dropped,
		Inside:        int64(door.Inside),
		Queued:        int64(door.Queued),
		Zombies:       s.tally.zombies,
		MaxInside:     int64(door.MaxInside),
		// Somebody queues only while all seats are taken, so the two were at
		// their most together.
		MaxInSystem: int64(door.MaxInside + door.MaxQueued),
		InsideTime:  door.InsideTime,
		QueuedTime:  door.QueuedTime,
		FullTime:    door.FullTime,
		WorkDone:    s.front.cpus.Work(),
		WorkWasted:  s.tally.wasted + s.doomed(),
	}
}

// doomed returns the work attained so far by requests inside whose caller has
// left. It is wasted already, however they will end.
func (s *Server) doomed() (work time.Duration) {
	if s.tally.zombies == 0 {
		return 0
	}
	for id, r := range s.requests.by {
		if r.gone && r.working {
			attained, _ := s.front.cpus.Attained(id)
			work += attained
		}
	}
	return work
}
