package engine

import (
	"testing"
	"time"

	"matchday/measure"
)

// An answer counts when its last byte came by due + T, whatever it says; how an
// attempt failed is told also after that.
func TestEndLate(t *testing.T) {
	const timeout = time.Second
	check := func(o measure.Outcome, done time.Duration, want measure.Outcome) {
		t.Helper()
		r := &run{
			plan:      Plan{Client: Client{Timeout: timeout}},
			agenda:    newAgenda(pulling()),
			recording: newRecording(clock{}, 0, nil),
		}
		r.end(&ending{Sample: measure.Sample{Attempt: 1, Due: 10, Sent: 20, Done: 10 + done, Outcome: o}, left: true})
		if got := r.recording.queue[0]; got.Outcome != want || !got.Last || got.Sent != 20 {
			t.Errorf("%v after %v is %+v; want %v", o, done, got, want)
		}
	}
	check(measure.OK, timeout, measure.OK)
	check(measure.OK, timeout+1, measure.Timeout)
	check(measure.Rejected, timeout+1, measure.Timeout)
	check(measure.BadBody, timeout+1, measure.Timeout)
	check(measure.Reset, timeout+1, measure.Reset)
	check(measure.Cut, timeout+1, measure.Cut)
}
