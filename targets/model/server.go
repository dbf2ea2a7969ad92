package model

import (
	"slices"
	"time"

	"matchday/targets/bulkhead"
)

// A Server is a service as a pure machine in virtual time: a bulkhead, the CPUs
// behind it, and the requests in both. Behind k/inf a server of k CPUs is a pool
// of k workers with a queue that has no bound. Requests bear ids, small numbers which
// are used again once they have ended.
//
// Instants are offsets from whatever beginning its owner chose and must not go
// back. Everything that was due before an instant the server is told happens
// first, at its own exact instant.
//
// A Server is not safe for concurrent use.
type Server struct {
	abandon Abandon
	door    *bulkhead.State
	cpus    *Sharing
	draw    func() time.Duration
	onEnd   func(id int, e Ending)
	dips    dips
	nominal int           // CPUs outside of all dips
	turn    time.Duration // when the number of CPUs may change next

	requests []request // by id
	free     []int     // ids to use again

	accepted  int64
	completed int64
	late      int64         // completed after the caller had left
	dropped   int64         // taken off the CPUs because the caller had left
	zombies   int64         // inside or queued for a caller who has left
	wasted    time.Duration // attained work of ended requests whose caller had left
}

// A request is one order from its arrival to its end.
type request struct {
	demand           time.Duration
	arrived, entered time.Duration
	inside           bool
	gone             bool // the caller has left
}

// NewServer returns a server that has served nobody. The error is that of
// Options.Check.
func NewServer(o Options) (*Server, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	door, err := bulkhead.NewState(o.Bulkhead)
	if err != nil {
		return nil, err
	}
	s := &Server{
		abandon: o.Abandon,
		door:    door,
		cpus:    NewSharing(o.CPUs, o.Overhead),
		draw:    o.Sizes.Draws(o.Demand, o.Seed),
		onEnd:   func(int, Ending) {},
		dips:    slices.Clone(o.Dips),
		nominal: o.CPUs,
	}
	s.change(0)
	return s, nil
}

// OnEnd has f told of every ending, also of requests whose caller has left. It
// is called in the order of ending, before the request's id is given to
// another, and must not call the server.
func (s *Server) OnEnd(f func(id int, e Ending)) { s.onEnd = f }

// Arrive takes in a request of the given demand, or of one drawn if that is
// zero. If ok is false it was turned away at once, and there will be no ending.
func (s *Server) Arrive(at, demand time.Duration) (id int, ok bool) {
	s.Advance(at)
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
		s.release(id)
		return 0, false
	}
	return id, true
}

// Leave is told that a caller has left whose request had not ended when the
// server was advanced to that instant. What becomes of the request is for
// Options.Abandon to say.
func (s *Server) Leave(at time.Duration, id int) {
	r := &s.requests[id]
	r.gone = true
	s.zombies++
	switch {
	case s.abandon >= AbandonQueue && !r.inside:
		s.door.Drop(at, id)
		s.end(id, Ending{At: at, Queued: at - r.arrived, Outcome: Dropped})
	case s.abandon == AbandonAll:
		attained, _ := s.cpus.Remove(at, id)
		s.wasted += attained
		s.dropped++
		s.end(id, Ending{At: at, Queued: r.entered - r.arrived, Service: at - r.entered, Outcome: Dropped})
		s.next(at)
	}
}

// Advance lets everything happen that is due by an instant, each thing at its
// own exact instant and in their order.
func (s *Server) Advance(at time.Duration) {
	for {
		done, working := s.cpus.Next()
		deadline, waiting := s.door.Deadline()
		switch {
		case working && done <= at && done <= s.turn && (!waiting || done <= deadline):
			s.complete()
		case waiting && deadline <= at && deadline <= s.turn:
			s.expire(deadline)
		case s.turn <= at && working:
			s.change(s.turn)
		case s.turn <= at && s.turn < never: // nobody is there to notice those between
			s.change(at)
		default:
			s.cpus.Advance(at)
			return
		}
	}
}

// Next returns the instant of the next thing to happen by itself; ok is false
// if there is none. That the number of CPUs changes is one while anybody is
// inside.
func (s *Server) Next() (at time.Duration, ok bool) {
	done, working := s.cpus.Next()
	if !working {
		return 0, false // and nobody queues
	}
	at = min(done, s.turn)
	if deadline, waiting := s.door.Deadline(); waiting {
		at = min(at, deadline)
	}
	return at, true
}

// change sets the number of CPUs to what it is at an instant.
func (s *Server) change(at time.Duration) {
	var left int
	left, s.turn = s.dips.at(at, s.nominal)
	s.cpus.SetCPUs(at, left)
}

func (s *Server) complete() {
	id, at := s.cpus.Leave()
	r := &s.requests[id]
	s.completed++
	if r.gone {
		s.late++
		s.wasted += r.demand
	}
	s.end(id, Ending{At: at, Seq: s.completed, Queued: r.entered - r.arrived, Service: at - r.entered, Outcome: Served})
	s.next(at)
}

// expire refuses the head of the queue, whose deadline it is.
func (s *Server) expire(deadline time.Duration) {
	id, _ := s.door.Expire(deadline)
	s.end(id, Ending{At: deadline, Queued: deadline - s.requests[id].arrived, Outcome: Expired})
}

// next gives up a seat, to the head of the queue if there is one.
func (s *Server) next(at time.Duration) {
	if id, ok := s.door.Leave(at); ok {
		s.enter(at, id)
	}
}

func (s *Server) enter(at time.Duration, id int) {
	r := &s.requests[id]
	r.entered, r.inside = at, true
	s.cpus.Enter(at, r.demand, id)
}

func (s *Server) end(id int, e Ending) {
	if e.Gone = s.requests[id].gone; e.Gone {
		s.zombies--
	}
	s.onEnd(id, e)
	s.release(id)
}

// release lets an id be used again.
func (s *Server) release(id int) {
	s.requests[id] = request{}
	s.free = append(s.free, id)
}

// take returns an id that no request bears.
func (s *Server) take() int {
	if last := len(s.free) - 1; last >= 0 {
		id := s.free[last]
		s.free = s.free[:last]
		return id
	}
	s.requests = append(s.requests, request{})
	return len(s.requests) - 1
}
