package model

import (
	"time"

	"matchday/targets/bulkhead"
)

// A stage is CPUs and the door in front of them. Whoever is let in is on the
// CPUs from that instant on.
type stage struct {
	door bulkhead.State
	cpus Sharing
	draw func() time.Duration // the demand of the next request that arrives
}

func newStage(cpus int, overhead float64, setting bulkhead.Setting) (stage, error) {
	door, err := bulkhead.NewState(setting)
	if err != nil {
		return stage{}, err
	}
	return stage{door: *door, cpus: *NewSharing(cpus, overhead)}, nil
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
	if !working {
		return never, nothing // and nobody queues
	}
	if deadline, waiting := s.door.Deadline(); waiting && deadline < at {
		return deadline, expired
	}
	return at, done
}
