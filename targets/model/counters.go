package model

import (
	"fmt"
	"time"
)

// Counters are what a server says of itself. All of one set belong to the
// same instant.
type Counters struct {
	Uptime time.Duration `json:"uptime_ns"` // since the server began

	Accepted      int64 `json:"accepted"`                // requests that arrived
	Completed     int64 `json:"completed"`               // served to the end, for whomever
	CompletedLate int64 `json:"completed_late"`          // of these, those whose caller had left
	RejectedFull  int64 `json:"rejected_full"`           // refused on arrival, or by the database
	RejectedWait  int64 `json:"rejected_wait"`           // refused after the longest wait, here or for the database
	RejectedLate  int64 `json:"rejected_late,omitzero"`  // refused on arrival: the answer would have come too late
	RejectedLimit int64 `json:"rejected_limit,omitzero"` // refused on arrival by a limit that adapts
	Abandoned     int64 `json:"abandoned"`               // dropped because the caller had left

	Failed int64 `json:"failed,omitzero"` // ended in an error, which their callers were told
	Lost   int64 `json:"lost,omitzero"`   // never to be answered, because whoever worked on them died
	Wrong  int64 `json:"wrong,omitzero"`  // of the completed, those answered with a number that an earlier answer bore

	Inside      int64 `json:"inside"`        // let in and not answered, wherever they are now
	Queued      int64 `json:"queued"`        // waiting now
	Zombies     int64 `json:"zombies"`       // inside or queued now for a caller who has left
	MaxInside   int64 `json:"max_inside"`    // most inside ever
	MaxInSystem int64 `json:"max_in_system"` // most inside and queued ever

	InsideTime time.Duration `json:"inside_time_ns"` // ∫inside dt
	QueuedTime time.Duration `json:"queued_time_ns"` // ∫queued dt
	FullTime   time.Duration `json:"full_time_ns"`   // how long the bulkhead would have refused a newcomer

	WorkDone   time.Duration `json:"work_done_ns"`   // CPU time given to requests, ended or not
	WorkWasted time.Duration `json:"work_wasted_ns"` // of this, given to requests whose caller has left or that were refused later

	Database DatabaseCounters `json:"database,omitzero"` // of the database behind it; zero if there is none
}

// Closes returns an error unless every request that arrived is accounted for:
// completed, rejected, abandoned, failed, lost, inside or queued; and so by the
// database. A service that loses requests and knows how many has closed its
// books: that it loses them is another matter.
func (c Counters) Closes() error {
	rejected := c.Rejected()
	sum := c.Completed + rejected + c.Abandoned + c.Failed + c.Lost + c.Inside + c.Queued
	if sum != c.Accepted {
		return fmt.Errorf("accepted %d requests, but completed %d + rejected %d + abandoned %d + failed %d + lost %d + inside %d + queued %d = %d",
			c.Accepted, c.Completed, rejected, c.Abandoned, c.Failed, c.Lost, c.Inside, c.Queued, sum)
	}
	if c.Database == (DatabaseCounters{}) {
		return nil
	}
	return c.Database.closes()
}

// Rejected returns how many requests were refused, for whatever reason.
func (c Counters) Rejected() int64 {
	return c.RejectedFull + c.RejectedWait + c.RejectedLate + c.RejectedLimit
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
	c.RejectedLate -= earlier.RejectedLate
	c.RejectedLimit -= earlier.RejectedLimit
	c.Abandoned -= earlier.Abandoned
	c.Failed -= earlier.Failed
	c.Lost -= earlier.Lost
	c.Wrong -= earlier.Wrong
	c.InsideTime -= earlier.InsideTime
	c.QueuedTime -= earlier.QueuedTime
	c.FullTime -= earlier.FullTime
	c.WorkDone -= earlier.WorkDone
	c.WorkWasted -= earlier.WorkWasted
	c.Database = c.Database.sub(earlier.Database)
	return c
}

// Counters returns what has happened up to an instant, or up to the last one
// the server was told if that is later.
func (s *Server) Counters(at time.Duration) Counters {
	s.Advance(at)
	at = s.now
	front := &s.stages[0]
	front.cpus.Advance(at)
	s.stages[1].cpus.Advance(at)
	door := front.door.Snapshot(at)
	c := Counters{
		Uptime:        at,
		Accepted:      front.accepted,
		Completed:     s.tally.completed,
		CompletedLate: s.tally.late,
		RejectedFull:  door.Full,
		RejectedWait:  door.Expired,
		RejectedLate:  door.Late,
		Abandoned:     door.Cancelled + front.dropped,
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
		WorkDone:    front.cpus.Work(),
		WorkWasted:  s.tally.wasted + s.doomed(),
	}
	if s.last > 0 {
		c.Database = s.database(at)
		c.RejectedFull += c.Database.RejectedFull
		c.RejectedWait += c.Database.RejectedWait
		c.Abandoned += c.Database.Abandoned
		c.WorkDone += c.Database.WorkDone
	}
	return c
}

// database returns what has happened at the database up to an instant.
func (s *Server) database(at time.Duration) DatabaseCounters {
	stage := &s.stages[1]
	door := stage.door.Snapshot(at)
	return DatabaseCounters{
		Accepted:     stage.accepted,
		Completed:    s.tally.completed,
		RejectedFull: door.Full,
		RejectedWait: door.Expired,
		Abandoned:    door.Cancelled + stage.dropped,
		Inside:       int64(door.Inside),
		Queued:       int64(door.Queued),
		MaxInside:    int64(door.MaxInside),
		MaxQueued:    int64(door.MaxQueued),
		InsideTime:   door.InsideTime,
		QueuedTime:   door.QueuedTime,
		FullTime:     door.FullTime,
		WorkDone:     stage.cpus.Work(),
	}
}

// doomed returns the work attained so far by requests inside whose caller has
// left. It is wasted already, however they will end.
func (s *Server) doomed() (work time.Duration) {
	if s.tally.zombies == 0 {
		return 0
	}
	for id, r := range s.requests.by {
		if r.gone && r.inside() {
			work += r.attained
			attained, _ := s.stages[r.stage].cpus.Attained(id) // none while it queues
			work += attained
		}
	}
	return work
}
