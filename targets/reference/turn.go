package reference

import (
	"context"
	"time"
)

// A looped machine tells how long whatever comes now would wait for its turn on
// the one loop that does everything.
type looped interface {
	Lag(at time.Duration) time.Duration
}

// AnswerInTurn has the pages that tell of a machine's health wait for their turn
// on its loop, if it has one, as they do in a program in which the loop serves
// them too: they vanish when they are needed. It is to be called before the
// service is.
func (s *Station) AnswerInTurn() { s.inTurn = true }

// turn waits for as long as a callback would that is put on the loop now. What
// comes to the loop later comes after it.
func (s *Station) turn(ctx context.Context) error {
	if !s.inTurn {
		return nil
	}
	wait := time.NewTimer(s.lag())
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Station) lag() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Since(s.start)
	defer s.arm(now)
	s.machine.Advance(now)
	if m, ok := s.machine.(looped); ok {
		return m.Lag(now)
	}
	return 0
}
