package model

import (
	"slices"
	"time"

	"matchday/targets/bulkhead"
)

// A Server is a service as a pure machine in virtual time: a bulkhead, the CPUs
// behind it, perhaps a database behind those, and the requests in all of them.
// Behind k/inf a server of k CPUs is a pool of k workers with a queue that has no
// bound. Requests bear ids, small numbers which are used again once they have
// ended.
//
// Instants are offsets from whatever beginning its owner chose and must not go
// back. Everything that was due before an instant the server is told happens
// first, at its own exact instant.
//
// A Server is not safe for concurrent use.
type Server struct {
	abandon  Abandon
	patience time.Duration
	stages   [2]stage // its own, and that of the database
	last     uint8    // of the stages it has: 0 or 1
	requests requests
	onEnd    func(id int, e Ending)
	dips     dips
	nominal  int           // CPUs outside of all dips
	turn     time.Duration // when the number of CPUs may change next
	now      time.Duration // the latest instant it was told
	upcoming upcoming
	tally    tally
}

// An upcoming is what happens next by itself, when, and at which stage. It is
// looked for once after each thing that has happened, however often it is asked
// for.
type upcoming struct {
	at    time.Duration
	what  event
	stage uint8
}

// NewServer returns a server that has served nobody. The error is that of
// Options.Check.
func NewServer(o Options) (*Server, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s := &Server{
		abandon:  o.Abandon,
		patience: o.Patience,
		onEnd:    func(int, Ending) {},
		dips:     slices.Clone(o.Dips),
		nominal:  o.CPUs,
	}
	s.stages[0] = o.stage()
	if o.Database != nil {
		s.last, s.stages[1] = 1, o.Database.stage(o.Seed)
	}
	s.change(0)
	return s, nil
}

// OnEnd has f told of every ending, also of requests whose caller has left. It
// is called in the order of ending, before the request's id is given to
// another, and must not call the server.
func (s *Server) OnEnd(f func(id int, e Ending)) { s.onEnd = f }

// Arrive takes in a request of the given demand, or of one drawn if that is
// zero. Its demand at the database is drawn in any case. If ok is false it was
// turned away at once, and there will be no ending.
func (s *Server) Arrive(at, demand time.Duration) (id int, ok bool) {
	s.Advance(at)
	id, r := s.requests.add()
	r.arrived, r.demands[0] = at, demand
	if demand == 0 {
		r.demands[0] = s.stages[0].draw()
	}
	if s.last > 0 { // drawn now, so that it is the same however long others take
		r.demands[1] = s.stages[1].draw()
	}
	if v := s.knock(at, id); v != bulkhead.Admitted && v != bulkhead.Queued {
		s.requests.remove(id)
		return 0, false
	}
	s.foresee()
	return id, true
}

// Leave is told that a caller has left whose request had not ended when the
// server was advanced to that instant. What becomes of the request is for
// Options.Abandon to say.
func (s *Server) Leave(at time.Duration, id int) {
	r := &s.requests.by[id]
	r.gone = true
	s.tally.zombies++
	switch stage := &s.stages[r.stage]; {
	case s.abandon >= AbandonQueue && !r.working:
		stage.door.Drop(at, id)
		s.dismiss(at, id, Dropped)
	case s.abandon == AbandonAll:
		attained, _ := stage.cpus.Remove(at, id)
		r.attained += attained
		stage.dropped++
		s.dismiss(at, id, Dropped)
	}
	s.foresee()
}

// Advance lets everything happen that is due by an instant, each thing at its
// own exact instant and in their order.
func (s *Server) Advance(at time.Duration) {
	for s.upcoming.what != nothing && s.upcoming.at <= at {
		s.happen()
		s.foresee()
	}
	if s.turn <= at { // nobody was there to notice those before
		s.change(at)
	}
	s.now = max(s.now, at)
}

func (s *Server) happen() {
	next := &s.upcoming
	switch next.what {
	case done:
		s.proceed(next.stage)
	case expired:
		id, _ := s.stages[next.stage].door.Expire(next.at)
		s.dismiss(next.at, id, Expired)
	case turned:
		s.change(next.at)
	}
}

// Next returns the instant of the next thing to happen by itself; ok is false
// if there is none. That the number of CPUs changes is one while anybody is
// inside.
func (s *Server) Next() (at time.Duration, ok bool) {
	return s.upcoming.at, s.upcoming.what != nothing
}

// foresee looks for what happens next. At one instant the database goes first:
// what comes to it from the CPUs is a newcomer there.
func (s *Server) foresee() {
	n := &s.upcoming
	n.stage = 0
	n.at, n.what = s.stages[0].next()
	if s.last > 0 {
		if at, what := s.stages[1].next(); what != nothing && at <= n.at {
			n.at, n.what, n.stage = at, what, 1
		}
	}
	if s.turn < n.at && n.what != nothing {
		n.at, n.what, n.stage = s.turn, turned, 0
	}
}

// change sets the number of CPUs to what it is at an instant.
func (s *Server) change(at time.Duration) {
	var left int
	left, s.turn = s.dips.at(at, s.nominal)
	s.stages[0].cpus.SetCPUs(at, left)
}
