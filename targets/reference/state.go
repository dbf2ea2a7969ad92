package reference

import (
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A state is all the service knows, as a pure machine in virtual time: a
// bulkhead, the CPUs behind it, and the requests in both. It has neither clock
// nor lock. Requests bear ids, which are used again once they have ended.
type state struct {
	abandon Abandon
	door    *bulkhead.State
	cpus    *model.Sharing
	draw    func() time.Duration
	// reply tells a caller who is still there how its request ended. It is
	// called before the request's id is given to another.
	reply func(id int, end ending)

	requests []request // by id
	free     []int     // ids to use again

	accepted  int64
	completed int64
	late      int64         // completed after the caller had left
	dropped   int64         // taken off the CPUs because the caller had left
	zombies   int64         // inside or queued for a caller who has left
	wasted    time.Duration // attained work of ended requests whose caller had left

	waits, services histogram // of completed requests
}

// A request is one order from its arrival to its end.
type request struct {
	demand           time.Duration
	arrived, entered time.Duration
	inside           bool
	gone             bool // the caller has left
}

// An ending is how a request ended: with an answer or with an error.
type ending struct {
	Answer
	err error
}

// newState expects options that have passed their check.
func newState(o Options, reply func(int, ending)) *state {
	door, _ := bulkhead.NewState(o.Bulkhead)
	return &state{
		abandon: o.Abandon,
		door:    door,
		cpus:    model.NewSharing(o.CPUs, o.Overhead),
		draw:    o.Sizes.Draws(o.Demand, o.Seed),
		reply:   reply,
	}
}

// arrive takes in a request of the given demand, or of one drawn if that is
// zero. The error is bulkhead.ErrFull if it was turned away.
func (s *state) arrive(at, demand time.Duration) (id int, err error) {
	s.advance(at)
	if demand == 0 {
		demand = s.draw()
	}
	s.accepted++
	id = s.take()
	s.requests[id] = request{demand: demand, arrived: at}
	switch s.door.Arrive(at, id) {
	case bulkhead.Admitted:
		s.enter(at, id)
	case bulkhead.Refused:
		s.free = append(s.free, id)
		return 0, bulkhead.ErrFull
	}
	return id, nil
}

// leave is told that a caller has left whose request had not ended when the
// state was advanced to that instant.
func (s *state) leave(at time.Duration, id int) {
	r := &s.requests[id]
	r.gone = true
	s.zombies++
	switch {
	case s.abandon >= AbandonQueue && !r.inside:
		s.door.Drop(at, id)
		s.end(id, ending{})
	case s.abandon == AbandonAll:
		attained, _ := s.cpus.Remove(at, id)
		s.wasted += attained
		s.dropped++
		s.end(id, ending{})
		s.next(at)
	}
}

// advance lets everything happen that is due by an instant, each thing at its
// own exact instant and in their order.
func (s *state) advance(at time.Duration) {
	for {
		done, working := s.cpus.Next()
		deadline, waiting := s.door.Deadline()
		switch {
		case working && done <= at && (!waiting || done <= deadline):
			s.complete()
		case waiting && deadline <= at:
			id, _ := s.door.Expire(deadline)
			s.end(id, ending{err: bulkhead.ErrWait})
		default:
			s.cpus.Advance(at)
			return
		}
	}
}

// due returns the instant of the next thing to happen by itself; ok is false
// if there is none.
func (s *state) due() (at time.Duration, ok bool) {
	done, working := s.cpus.Next()
	deadline, waiting := s.door.Deadline()
	if working && waiting {
		return min(done, deadline), true
	}
	return max(done, deadline), working || waiting // the one that is not is zero
}

func (s *state) complete() {
	id, at := s.cpus.Leave()
	r := s.requests[id]
	s.completed++
	if r.gone {
		s.late++
		s.wasted += r.demand
	}
	answer := Answer{Seq: s.completed, Queued: r.entered - r.arrived, Service: at - r.entered}
	s.waits.observe(answer.Queued)
	s.services.observe(answer.Service)
	s.end(id, ending{Answer: answer})
	s.next(at)
}

// next gives up a seat, to the head of the queue if there is one.
func (s *state) next(at time.Duration) {
	if id, ok := s.door.Leave(at); ok {
		s.enter(at, id)
	}
}

func (s *state) enter(at time.Duration, id int) {
	r := &s.requests[id]
	r.entered, r.inside = at, true
	s.cpus.Enter(at, r.demand, id)
}

func (s *state) end(id int, end ending) {
	if s.requests[id].gone {
		s.zombies--
	} else {
		s.reply(id, end)
	}
	s.requests[id] = request{}
	s.free = append(s.free, id)
}

// take returns an id that no request bears.
func (s *state) take() int {
	if last := len(s.free) - 1; last >= 0 {
		id := s.free[last]
		s.free = s.free[:last]
		return id
	}
	s.requests = append(s.requests, request{})
	return len(s.requests) - 1
}

// counters returns what has happened up to an instant.
func (s *state) counters(at time.Duration) Counters {
	s.advance(at)
	door := s.door.Snapshot(at)
	return Counters{
		Uptime:        at,
		Accepted:      s.accepted,
		Completed:     s.completed,
		CompletedLate: s.late,
		RejectedFull:  door.Full,
		RejectedWait:  door.Expired,
		Abandoned:     door.Cancelled + s.dropped,
		Inside:        int64(door.Inside),
		Queued:        int64(door.Queued),
		Zombies:       s.zombies,
		MaxInside:     int64(door.MaxInside),
		// Somebody queues only while all seats are taken, so the two were at
		// their most together.
		MaxInSystem: int64(door.MaxInside + door.MaxQueued),
		InsideTime:  door.InsideTime,
		QueuedTime:  door.QueuedTime,
		FullTime:    door.FullTime,
		WorkDone:    s.cpus.Work(),
		WorkWasted:  s.wasted + s.doomed(),
	}
}

// doomed returns the work attained so far by requests inside whose caller has
// left. It is wasted already, however they will end.
func (s *state) doomed() (work time.Duration) {
	if s.zombies == 0 {
		return 0
	}
	for id, r := range s.requests {
		if r.gone && r.inside {
			attained, _ := s.cpus.Attained(id)
			work += attained
		}
	}
	return work
}
