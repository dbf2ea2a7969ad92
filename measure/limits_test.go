package measure

import (
	"testing"
	"time"
)

func TestLimitsInTime(t *testing.T) {
	check := func(slo, answer time.Duration, want bool) {
		t.Helper()
		if got := (Limits{SLO: slo}).InTime(answer); got != want {
			t.Errorf("SLO %v, answer after %v: in time %v", slo, answer, got)
		}
	}
	check(time.Second, time.Second, true)
	check(time.Second, time.Second+1, false)
	check(0, time.Hour, true) // no objective of its own
}

func TestPhaseLength(t *testing.T) {
	if got := (Phase{Start: time.Second, End: 3 * time.Second}).Length(); got != 2*time.Second {
		t.Errorf("length %v, want 2s", got)
	}
}
