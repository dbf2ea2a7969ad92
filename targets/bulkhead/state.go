package bulkhead

import (
	"fmt"
	"time"
)

// A Verdict is what becomes of a caller on arrival.
type Verdict uint8

// The verdicts on arrival.
const (
	Admitted Verdict = iota // has a seat
	Queued                  // waits for one
	Refused                 // found neither a seat nor a place in the queue
	Late                    // found a place, but would have been answered too late
)

// A State is a bulkhead as a pure state machine: told who comes, leaves and
// gives up, and when, it says who may come in. It has no clock, no lock and no
// goroutine, and allocates nothing once it has grown to its load.
//
// Callers are named by ids, numbers from zero up which its owner gives them and
// may use again once a caller is no longer queued. Instants are offsets from
// whatever beginning the owner chose; one before the last event counts as the
// last event's. At any one instant the owner should first let those leave who
// are done, then refuse those who have waited too long, and only then ask for
// newcomers.
//
// A State is not safe for concurrent use. Its zero value bounds nothing.
type State struct {
	setting Setting
	queue   queue
	stood   time.Duration // since when somebody has been queued, if anybody is
	pace    pace
	tally   Snapshot
}

// NewState returns an empty bulkhead. The error is that of Setting.Check, or of
// Setting.CheckModelled.
func NewState(setting Setting) (*State, error) {
	s := &State{}
	if err := s.Change(0, setting); err != nil {
		return nil, err
	}
	return s, nil
}

// Setting returns what the bulkhead bounds.
func (s *State) Setting() Setting { return s.setting }

// Change brings another setting into force; its errors are those of NewState.
// Nobody inside is sent away, and nobody queued for want of room: where there
// are fewer seats than are taken, nobody is let in until enough have left. After
// it the owner lets in and refuses who is due, by Admit and Expire.
func (s *State) Change(at time.Duration, setting Setting) error {
	err := setting.Check()
	if err == nil {
		err = setting.CheckModelled()
	}
	if err != nil {
		return fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	s.advance(at)
	if setting.Kind != s.setting.Kind {
		s.pace = pace{spent: s.tally.InsideTime}
	}
	s.setting = setting
	return nil
}

// Arrive asks for a seat for a caller of whom it is not known how long it waits
// for its answer; see ArriveFor.
func (s *State) Arrive(at time.Duration, id int) Verdict { return s.ArriveFor(at, id, 0) }

// ArriveFor asks for a seat for a caller who will wait so long for its whole
// answer from now on; zero if that is not known, less if it is over. The caller
// keeps the seat until Leave, or its place in the queue until Leave, Admit or
// Expire names its id or Drop is told it.
//
// A setting of the kind Deadline refuses who finds all seats taken and would be
// answered too late, on the average. With q in the queue, c inside and S the
// mean time inside of those who left lately, the seat is expected after
// S·(q+1)/c and the answer after S more: the queue is as many times the mean
// interval between two who leave as it has members, and the newcomer one more.
// This is the estimator QL of R. Ibrahim and W. Whitt, "Real-time delay
// estimation based on delay history", 2009. Whoever finds a seat has it in any
// case: if nobody were let in, nobody would show that the service is quick again.
func (s *State) ArriveFor(at time.Duration, id int, patience time.Duration) Verdict {
	s.advance(at)
	switch {
	case s.room():
		s.tally.enter()
		return Admitted
	case s.full():
		s.tally.refuse(ErrFull)
		return Refused
	case s.late(patience):
		s.tally.refuse(ErrDeadline)
		return Late
	}
	if s.queue.len == 0 {
		s.stood = s.tally.At
	}
	s.queue.push(s.tally.At, id)
	s.tally.queue()
	return Queued
}

// Leave gives up a seat. If somebody waits, the head of the queue has it from
// this instant on, or with Setting.LIFO its end: its id is returned, and ok is
// true.
func (s *State) Leave(at time.Duration) (id int, ok bool) {
	s.advance(at)
	s.tally.Inside--
	if s.setting.Kind == Deadline {
		s.pace.leave(s.tally.InsideTime, s.setting.Inside)
	}
	return s.Admit(at)
}

// Admit lets in whoever is next in the queue if there is a seat, as there may be
// after Change: call it then until ok is false.
func (s *State) Admit(at time.Duration) (id int, ok bool) {
	s.advance(at)
	if s.queue.len == 0 || !s.room() {
		return 0, false
	}
	id, _ = s.queue.head()
	if s.setting.LIFO {
		id = s.queue.end()
	}
	s.unqueue(id)
	s.tally.enter()
	return id, true
}

// Deadline returns the instant at which the head of the queue will have waited
// too long; ok is false if nobody waits or nobody is hurried. Nobody behind
// the head is earlier, since all may wait alike.
//
// Where the wait shrinks, everybody may wait for the shrunk one, and longer for
// as long as the queue has not stood for an interval. A burst is let through so,
// and a queue that has come to stay is not kept. B. Maurer, "Fail at Scale",
// 2015, brought this from the routers of K. Nichols and V. Jacobson, "Controlling
// Queue Delay", 2012, to servers; there a caller's wait is decided when it
// comes, here also those who queue already are hurried.
func (s *State) Deadline() (at time.Duration, ok bool) {
	if s.setting.Wait == 0 || s.queue.len == 0 {
		return 0, false
	}
	_, since := s.queue.head()
	if s.setting.Shrunk > 0 {
		return max(since+s.setting.Shrunk, s.stood+s.setting.Wait), true
	}
	return since + s.setting.Wait, true
}

// Expire refuses the head of the queue if it has waited too long by then. It
// refuses one caller at a time: call it until ok is false.
func (s *State) Expire(at time.Duration) (id int, ok bool) {
	if deadline, waiting := s.Deadline(); !waiting || deadline > at {
		return 0, false
	}
	s.advance(at)
	id, _ = s.queue.head()
	s.unqueue(id)
	s.tally.refuse(ErrWait)
	return id, true
}

// Drop takes out of the queue a caller who gave up. It reports whether the
// caller was in it.
func (s *State) Drop(at time.Duration, id int) bool {
	s.advance(at)
	if !s.unqueue(id) {
		return false
	}
	s.tally.Cancelled++
	return true
}

// Snapshot returns what has happened up to an instant.
func (s *State) Snapshot(at time.Duration) Snapshot {
	s.advance(at)
	return s.tally
}

func (s *State) unqueue(id int) bool {
	if !s.queue.remove(id) {
		return false
	}
	s.tally.Queued--
	return true
}

// room reports whether there is a seat.
func (s *State) room() bool {
	return s.setting.Inside == 0 || s.tally.Inside < s.setting.Inside
}

// full reports whether a newcomer would be refused. There may be more inside and
// queued than the bounds say, if those were changed.
func (s *State) full() bool {
	return !s.room() && s.setting.Queue != Unbounded && s.tally.Queued >= s.setting.Queue
}

// late reports whether a newcomer who is to queue would be answered too late.
func (s *State) late(patience time.Duration) bool {
	return s.setting.Kind == Deadline && patience != 0 &&
		s.pace.answer(s.tally.Queued, s.setting.Inside) > patience
}

func (s *State) advance(at time.Duration) { s.tally.advance(at, s.full()) }
