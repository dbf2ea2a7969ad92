package gallery

import (
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A service is what all kinds have in common: a calendar, requests, doors with a
// bulkhead each, and the account of what has become of everybody. What is done
// for a request that has been let in is for the kind to say.
//
// It is not safe for concurrent use.
type service struct {
	calendar
	requests
	tally
	doors []*door
	onEnd func(id int, e model.Ending)
	// plan says what is to be done for a request once it is let in. All that is
	// left to chance is drawn here, when it arrives, so that it is the same
	// however many others are there. A demand of zero stands for one to draw.
	plan     func(r *request, demand time.Duration) (start func())
	cpus     *sharing // where it has one
	newcomer *request // about whom Arrive has not answered yet
}

// newService returns a service that has served nobody, with one door or, for each
// of the resources behind it, one. The error is that of the setting.
func newService(setting bulkhead.Setting, doors int) (*service, error) {
	all, err := newDoors(setting, doors)
	if err != nil {
		return nil, err
	}
	return &service{doors: all, onEnd: func(int, model.Ending) {}}, nil
}

// OnEnd has f told of every ending. It must not call the machine.
func (s *service) OnEnd(f func(id int, e model.Ending)) { s.onEnd = f }

// Arrive takes in a request; see [Machine].
func (s *service) Arrive(at, demand time.Duration) (id int, ok bool) {
	s.Advance(at)
	r := s.add()
	r.arrived, r.door = s.now, s.doors[0]
	r.start = s.plan(r, demand)
	s.accepted++
	s.newcomer = r
	switch r.door.Arrive(s.now, r.id) {
	case bulkhead.Admitted:
		s.enter(r)
	case bulkhead.Queued:
		s.queued++
		s.watch(r.door)
	default:
		s.end(r, model.Refused)
	}
	ok = s.newcomer == r
	s.newcomer = nil
	s.peak()
	return r.id, ok
}

// Leave is told that a caller has left; see [Machine]. The request goes on: nobody
// in the gallery looks whether there is still somebody to answer.
func (s *service) Leave(at time.Duration, id int) {
	s.Advance(at)
	r := s.by[id]
	if r.lost { // which only the id was still there for
		s.remove(r)
		return
	}
	r.gone = true
	s.zombies++
	s.wasted.lump(r.work.read(s.now))
	s.wasted.add(s.now, r.work.level)
	if s.cpus != nil {
		s.cpus.abandon(r)
	}
}

// enter begins what is to be done for a request that has a seat.
func (s *service) enter(r *request) {
	r.inside, r.entered = true, s.now
	s.inside++
	start := r.start
	r.start = nil
	start()
}

// work has a server work for a request for so long, and then goes on.
func (s *service) work(r *request, d time.Duration, then func()) {
	s.busy(r, +1)
	s.after(d, func() {
		s.busy(r, -1)
		then()
	})
}

// busy changes how many servers work for a request.
func (s *service) busy(r *request, by float64) {
	r.work.add(s.now, by)
	s.done.add(s.now, by)
	if r.gone {
		s.wasted.add(s.now, by)
	}
}

// served ends a request that has got what it came for.
func (s *service) served(r *request) { s.end(r, model.Served) }

// refuse ends a request that was let in and then found a line inside full.
func (s *service) refuse(r *request) { s.end(r, model.Refused) }

// end tells how a request ended that nobody works for and that is in no line any
// more, and gives up its seat. A newcomer has not come yet in the eyes of its
// caller, who is told so by Arrive.
func (s *service) end(r *request, o model.Outcome) {
	s.book(r, o)
	e := model.Ending{At: s.now, Queued: s.now - r.arrived, Outcome: o, Gone: r.gone}
	if r.inside {
		e.Queued, e.Service = r.entered-r.arrived, s.now-r.entered
	}
	if o == model.Served {
		e.Seq = r.seq
	}
	if r == s.newcomer {
		s.newcomer = nil
	} else {
		s.onEnd(r.id, e)
	}
	door, seat := r.door, r.inside
	s.remove(r)
	if seat {
		s.vacate(door)
	}
}

// lose has a request end without anybody being told, because whoever worked on it
// has died. Its caller waits on, and the id stays taken until it leaves.
func (s *service) lose(r *request) {
	s.lost++
	s.inside--
	d := r.door
	if r.gone {
		s.zombies--
		s.remove(r)
	} else {
		r.lost = true
		s.wasted.lump(r.work.read(s.now))
	}
	s.vacate(d)
}

// vacate gives up a seat, for whoever is next at the door.
func (s *service) vacate(d *door) {
	if next, ok := d.Leave(s.now); ok {
		s.queued--
		s.enter(s.by[next])
		s.peak()
	}
}
