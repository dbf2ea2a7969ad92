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
	abandon  Abandon
	front    stage
	requests requests
	onEnd    func(id int, e Ending)
	dips     dips
	nominal  int           // CPUs outside of all dips
	turn     time.Duration // when the number of CPUs may change next
	tally    tally
}

// NewServer returns a server that has served nobody. The error is that of
// Options.Check.
func NewServer(o Options) (*Server, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	front, err := newStage(o.CPUs, o.Overhead, o.Bulkhead)
	if err != nil {
		return nil, err
	}
	front.draw = o.Sizes.Draws(o.Demand, o.Seed)
	s := &Server{
		abandon: o.Abandon,
		front:   front,
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
		demand = s.front.draw()
	}
	s.tally.accepted++
	id = s.requests.add(request{demand: demand, arrived: at})
	switch s.front.door.Arrive(at, id) {
	case bulkhead.Admitted:
		s.enter(at, id)
	case bulkhead.Refused:
		s.requests.remove(id)
		return 0, false
	}
	return id, true
}

// Leave is told that a caller has left whose request had not ended when the
// server was advanced to that instant. What becomes of the request is for
// Options.Abandon to say.
func (s *Server) Leave(at time.Duration, id int) {
	r := &s.requests.by[id]
	r.gone = true
	s.tally.zombies++
	switch {
	case s.abandon >= AbandonQueue && !r.working:
		s.front.door.Drop(at, id)
		s.end(at, id, Dropped)
	case s.abandon == AbandonAll:
		r.attained, _ = s.front.cpus.Remove(at, id)
		s.tally.dropped++
		s.end(at, id, Dropped)
		s.vacate(at)
	}
}

// Advance lets everything happen that is due by an instant, each thing at its
// own exact instant and in their order.
func (s *Server) Advance(at time.Duration) {
	for {
		due, what := s.next()
		if what == nothing || due > at {
			break
		}
		switch what {
		case done:
			s.complete()
		case expired:
			s.expire(due)
		case turned:
			s.change(due)
		}
	}
	if s.turn <= at { // nobody was there to notice those before
		s.change(at)
	}
	s.front.cpus.Advance(at)
}

// Next returns the instant of the next thing to happen by itself; ok is false
// if there is none. That the number of CPUs changes is one while anybody is
// inside.
func (s *Server) Next() (at time.Duration, ok bool) {
	at, what := s.next()
	return at, what != nothing
}

func (s *Server) next() (at time.Duration, what event) {
	at, what = s.front.next()
	if what != nothing && s.turn < at {
		return s.turn, turned
	}
	return at, what
}

// change sets the number of CPUs to what it is at an instant.
func (s *Server) change(at time.Duration) {
	var left int
	left, s.turn = s.dips.at(at, s.nominal)
	s.front.cpus.SetCPUs(at, left)
}

func (s *Server) complete() {
	id, at := s.front.cpus.Leave()
	s.requests.by[id].attained = s.requests.by[id].demand
	s.end(at, id, Served)
	s.vacate(at)
}

// expire refuses the head of the queue, whose deadline it is.
func (s *Server) expire(deadline time.Duration) {
	id, _ := s.front.door.Expire(deadline)
	s.end(deadline, id, Expired)
}

// vacate gives up a seat, to the head of the queue if there is one.
func (s *Server) vacate(at time.Duration) {
	if id, ok := s.front.door.Leave(at); ok {
		s.enter(at, id)
	}
}

func (s *Server) enter(at time.Duration, id int) {
	r := &s.requests.by[id]
	r.entered, r.working = at, true
	s.front.cpus.Enter(at, r.demand, id)
}

// end tells how a request ended, and lets its id be used again.
func (s *Server) end(at time.Duration, id int, o Outcome) {
	r := &s.requests.by[id]
	s.tally.end(r, o)
	e := Ending{At: at, Queued: at - r.arrived, Outcome: o, Gone: r.gone}
	if r.working {
		e.Queued, e.Service = r.entered-r.arrived, at-r.entered
	}
	if o == Served {
		e.Seq = s.tally.completed
	}
	s.onEnd(id, e)
	s.requests.remove(id)
}
