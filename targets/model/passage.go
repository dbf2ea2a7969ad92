package model

import (
	"time"

	"matchday/targets/bulkhead"
)

// This is the way of a request through the stages of a server.

// knock has a request ask to be let in to the stage it has come to.
func (s *Server) knock(at time.Duration, id int) bulkhead.Verdict {
	stage := &s.stages[s.requests.by[id].stage]
	stage.accepted++
	verdict := stage.door.ArriveFor(at, id, s.patience)
	if verdict == bulkhead.Admitted {
		s.enter(at, id)
	}
	return verdict
}

// enter puts a request that has been let in on the CPUs of its stage.
func (s *Server) enter(at time.Duration, id int) {
	r := &s.requests.by[id]
	r.working = true
	if r.stage == 0 {
		r.entered = at
	}
	s.stages[r.stage].cpus.Enter(at, r.demands[r.stage], id)
}

// proceed takes the request that is done at a stage from its CPUs, and sends it
// to the next stage or back to its caller.
func (s *Server) proceed(stage uint8) {
	id, at := s.stages[stage].cpus.Leave()
	r := &s.requests.by[id]
	r.attained += r.demands[stage]
	if stage == s.last {
		s.dismiss(at, id, Served)
		return
	}
	r.stage, r.working = stage+1, false
	switch s.knock(at, id) {
	case bulkhead.Queued:
		if r.gone && s.abandon >= AbandonQueue {
			s.stages[r.stage].door.Drop(at, id)
			s.dismiss(at, id, Dropped)
		}
	case bulkhead.Refused:
		s.dismiss(at, id, Refused)
	}
}

// dismiss tells how a request ended that is neither on CPUs nor in a queue any
// more, and gives its seats up, the last one first. Each goes to the head of the
// queue for it, if there is one.
func (s *Server) dismiss(at time.Duration, id int, o Outcome) {
	r := &s.requests.by[id]
	s.tally.end(r, o)
	e := Ending{At: at, Queued: at - r.arrived, Outcome: o, Gone: r.gone}
	if r.inside() {
		e.Queued, e.Service = r.entered-r.arrived, at-r.entered
	}
	if o == Served {
		e.Seq = s.tally.completed
	}
	seats := r.seats()
	s.onEnd(id, e)
	s.requests.remove(id)
	for seats--; seats >= 0; seats-- {
		if next, ok := s.stages[seats].door.Leave(at); ok {
			s.enter(at, next)
		}
	}
}
