package measure

import (
	"testing"
	"time"
)

func TestSampleTimes(t *testing.T) {
	s := Sample{Due: 10 * time.Millisecond, Sent: 12 * time.Millisecond, Done: 62 * time.Millisecond}
	if s.Response() != 52*time.Millisecond || s.Service() != 50*time.Millisecond || s.Lag() != 2*time.Millisecond {
		t.Errorf("response %v, service %v, lag %v", s.Response(), s.Service(), s.Lag())
	}
	// A clock that is coarser than the schedule must not make negative times.
	early := Sample{Due: 10 * time.Millisecond, Sent: 9 * time.Millisecond, Done: 8 * time.Millisecond}
	if early.Response() != 0 || early.Service() != 0 || early.Lag() != 0 {
		t.Errorf("response %v, service %v, lag %v; want 0", early.Response(), early.Service(), early.Lag())
	}
}

func TestSampleLeft(t *testing.T) {
	check := func(s Sample, want bool) {
		t.Helper()
		if s.Left() != want {
			t.Errorf("%v from %v to %v left: %v", s.Outcome, s.Sent, s.Done, s.Left())
		}
	}
	check(Sample{Outcome: OK, Done: 1}, true)
	check(Sample{Outcome: Refused}, true) // in virtual time a refusal takes none
	check(Sample{Outcome: Unsent}, false)
	check(Sample{Outcome: Unsent, Done: 1}, false)
	check(Sample{Outcome: Cut}, false) // not reached
	check(Sample{Outcome: Cut, Done: 1}, true)
}
