package gallery

import (
	"time"

	"matchday/targets/model"
)

// A tally is what a service counts beside its doors.
type tally struct {
	accepted, completed, late int64
	full, expired             int64 // refused on arrival or by a line inside; refused after the longest wait
	lost, wrong               int64 // never to be answered; answered with a number that was used before
	inside, queued, zombies   int64
	maxInside, maxInSystem    int64
	done, wasted              meter // servers at work; those at work for callers who have left
}

// book counts a request that ends.
func (s *service) book(r *request, o model.Outcome) {
	switch {
	case r.inside:
		s.inside--
	case o == model.Expired:
		s.queued--
	}
	if r.gone {
		s.zombies--
	}
	switch o {
	case model.Served:
		s.complete(r)
	case model.Expired:
		s.expired++
	default:
		s.full++
		if !r.gone { // else it is wasted already
			s.wasted.lump(r.work.read(s.now))
		}
	}
}

// complete counts a request that was served, and gives its answer a number if it
// has none.
func (s *service) complete(r *request) {
	s.completed++
	if r.seq == 0 {
		r.seq = s.completed
	}
	if r.gone {
		s.late++
	}
}

// peak notes how many there are, once who comes and goes at an instant has.
func (s *service) peak() {
	s.maxInside = max(s.maxInside, s.inside)
	s.maxInSystem = max(s.maxInSystem, s.inside+s.queued)
}

// Counters returns what has happened up to an instant, or up to the last one it
// was told if that is later. With several doors its bulkhead counts as full when
// that one of them does which was full for longest.
func (s *service) Counters(at time.Duration) model.Counters {
	s.Advance(at)
	c := model.Counters{
		Uptime:        s.now,
		Accepted:      s.accepted,
		Completed:     s.completed,
		CompletedLate: s.late,
		RejectedFull:  s.full,
		RejectedWait:  s.expired,
		Lost:          s.lost,
		Wrong:         s.wrong,
		Inside:        s.inside,
		Queued:        s.queued,
		Zombies:       s.zombies,
		MaxInside:     s.maxInside,
		MaxInSystem:   s.maxInSystem,
		WorkDone:      s.done.read(s.now),
		WorkWasted:    s.wasted.read(s.now),
	}
	for _, d := range s.doors {
		snapshot := d.Snapshot(s.now)
		c.InsideTime += snapshot.InsideTime
		c.QueuedTime += snapshot.QueuedTime
		c.FullTime = max(c.FullTime, snapshot.FullTime)
	}
	if s.cpus != nil {
		c.WorkDone += s.cpus.done()
		c.WorkWasted += s.cpus.wasted.read(s.now)
	}
	return c
}
