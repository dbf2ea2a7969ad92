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
	tally   Snapshot
}

// NewState returns an empty bulkhead. The error is that of Setting.Check.
func NewState(setting Setting) (*State, error) {
	if err := setting.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	return &State{setting: setting}, nil
}

// Setting returns what the bulkhead bounds.
func (s *State) Setting() Setting { return s.setting }

// Arrive asks for a seat. The caller keeps it until Leave, or its place in the
// queue until Leave or Expire names its id or Drop is told it.
func (s *State) Arrive(at time.Duration, id int) Verdict {
	s.advance(at)
	switch {
	case s.setting.Inside == 0 || s.tally.Inside < s.setting.Inside:
		s.enter()
		return Admitted
	case s.full():
		s.tally.Full++
		return Refused
	}
	s.queue.push(s.tally.At, id)
	s.tally.Queued++
	s.tally.MaxQueued = max(s.tally.MaxQueued, s.tally.Queued)
	return Queued
}

// Leave gives up a seat. If somebody waits, the head of the queue has it from
// this instant on, or with Setting.LIFO its end: its id is returned, and ok is
// true.
func (s *State) Leave(at time.Duration) (id int, ok bool) {
	s.advance(at)
	s.tally.Inside--
	if s.queue.len == 0 {
		return 0, false
	}
	id, _ = s.queue.head()
	if s.setting.LIFO {
		id = s.queue.end()
	}
	s.unqueue(id)
	s.enter()
	return id, true
}

// Deadline returns the instant at which the head of the queue will have waited
// too long; ok is false if nobody waits or nobody is hurried. Nobody behind
// the head is earlier, since all may wait alike.
func (s *State) Deadline() (at time.Duration, ok bool) {
	if s.setting.Wait == 0 || s.queue.len == 0 {
		return 0, false
	}
	_, since := s.queue.head()
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
	s.tally.Expired++
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

func (s *State) enter() {
	s.tally.Admitted++
	s.tally.Inside++
	s.tally.MaxInside = max(s.tally.MaxInside, s.tally.Inside)
}

func (s *State) unqueue(id int) bool {
	if !s.queue.remove(id) {
		return false
	}
	s.tally.Queued--
	return true
}

// full reports whether a newcomer would be refused.
func (s *State) full() bool {
	return s.setting.Inside > 0 && s.tally.Inside == s.setting.Inside &&
		s.setting.Queue != Unbounded && s.tally.Queued == s.setting.Queue
}

// advance adds up the time since the last event, in which nothing changed.
func (s *State) advance(at time.Duration) {
	passed := at - s.tally.At
	if passed <= 0 {
		return
	}
	s.tally.InsideTime += time.Duration(s.tally.Inside) * passed
	s.tally.QueuedTime += time.Duration(s.tally.Queued) * passed
	if s.full() {
		s.tally.FullTime += passed
	}
	s.tally.At = at
}
