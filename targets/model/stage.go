package model

import (
	"time"

	"matchday/targets/bulkhead"
)

// A stage is CPUs and the door in front of them. Whoever is let in is on the
// CPUs from that instant on, and keeps the seat until it leaves the server: a
// request at the second stage holds one of each.
type stage struct {
	door bulkhead.State
	cpus Sharing
	draw func() time.Duration // the demand here of the next request that arrives

	accepted int64 // requests that came to the door
	dropped  int64 // taken off the CPUs because the caller had left
}

// newStage returns an empty stage. The setting has been checked.
func newStage(cpus int, overhead float64, setting bulkhead.Setting) stage {
	door, _ := bulkhead.NewState(setting)
	return stage{door: *door, cpus: *NewSharing(cpus, overhead)}
}

// An event is what happens by itself.
type event uint8

const (
	nothing event = iota
	done          // a request has what it came for
	expired       // the head of the queue has waited too long
	turned        // the number of CPUs may change
)

// next returns what happens here next by itself, and when. At one instant
// whoever is done goes first: the head of the queue may have that seat.
func (s *stage) next() (at time.Duration, what event) {
	at, working := s.cpus.Next()
	what = done
	if !working { // but somebody may queue, while those inside are at the database
		at, what = never, nothing
	}
	if deadline, waiting := s.door.Deadline(); waiting && deadline < at {
		return deadline, expired
	}
	return at, what
}
