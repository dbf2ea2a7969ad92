package reference

import (
	"context"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// Owns tells whether machines keep such a bulkhead themselves. A deadline needs
// what every caller says for itself, and what a library keeps wants a clock on
// the wall.
func Owns(s bulkhead.Setting) bool { return s.Kind == bulkhead.Counted }

// A porch is the door in front of a machine that has none of its own, from one
// reset to the next, and the seats of those who are behind it. A nil one is no
// door. It is used under the station's lock, but for the door itself.
type porch struct {
	door  bulkhead.Door
	ctx   context.Context // ends with it
	cut   context.CancelFunc
	seats []seat // by request id
}

// A seat is what a request holds from coming through the door until it has
// ended, which may be long after its caller has left.
type seat struct {
	porch  *porch
	leave  func()
	waited time.Duration // for it
}

func (s seat) vacate() {
	if s.leave != nil {
		s.leave()
	}
}

// divide returns the bulkhead that a machine is to have itself, and the porch for
// one that it does not know.
func divide(s bulkhead.Setting) (own bulkhead.Setting, p *porch, err error) {
	if Owns(s) {
		return s, nil, nil
	}
	p = &porch{}
	if p.door, err = bulkhead.Open(s); err != nil {
		return own, nil, err
	}
	p.ctx, p.cut = context.WithCancel(context.Background())
	return own, p, nil
}

// enter brings a caller through the door, if there is one. Whoever leaves while
// it waits there is not taken out of the queue, unless the service is to notice.
func (s *Station) enter(ctx context.Context, patience time.Duration) (seat, error) {
	if Owns(s.setting) { // which never changes, and spares a lock
		return seat{}, nil
	}
	s.mu.Lock()
	p, drops := s.porch, s.drops
	s.mu.Unlock()
	waits := p.ctx
	if drops {
		var stop context.CancelFunc
		waits, stop = context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(p.ctx, stop)()
	}
	came := time.Now()
	leave, err := p.door.Enter(waits, patience)
	switch {
	case err == nil:
		return seat{p, leave, time.Since(came)}, nil
	case p.ctx.Err() != nil:
		return seat{}, ErrCut
	}
	return seat{}, err
}

// hold keeps the seat of a request until it ends.
func (p *porch) hold(id int, s seat) {
	if p == nil {
		return
	}
	for id >= len(p.seats) {
		p.seats = append(p.seats, seat{})
	}
	p.seats[id] = s
}

// give gives back the seat of a request that has ended, and tells how long it
// had waited for it.
func (p *porch) give(id int) (waited time.Duration) {
	if p == nil {
		return 0
	}
	s := p.seats[id]
	p.seats[id] = seat{}
	s.vacate()
	return s.waited
}

// close sends everybody away who waits at the door.
func (p *porch) close() {
	if p != nil {
		p.cut()
	}
}

// total returns what the machine and the door have counted together. Whoever
// came through the door is inside until its request has ended, unless it queues
// within the machine.
func (p *porch) total(c model.Counters) model.Counters {
	if p == nil {
		return c
	}
	door := p.door.Snapshot()
	c.Accepted = door.Arrived()
	c.RejectedFull += door.Full
	c.RejectedWait += door.Expired
	c.RejectedLate += door.Late
	c.RejectedLimit += door.Limited
	c.Abandoned += door.Cancelled
	c.Inside = int64(door.Inside) - c.Queued
	c.Queued += int64(door.Queued)
	c.MaxInside, c.MaxInSystem = int64(door.MaxInside), int64(door.MaxInside+door.MaxQueued)
	c.InsideTime = door.InsideTime - c.QueuedTime
	c.QueuedTime += door.QueuedTime
	c.FullTime += door.FullTime
	return c
}
