package measure

import (
	"testing"
	"time"
)

func TestWindowInFlight(t *testing.T) {
	w := Window{Start: time.Second, Length: 2 * time.Second, Gauge: 3 * time.Second}
	if w.End() != 3*time.Second || w.InFlight() != 1.5 {
		t.Errorf("end %v, in flight %v; want 3s, 1.5", w.End(), w.InFlight())
	}
	if got := (Window{}).InFlight(); got != 0 {
		t.Errorf("%v in flight in no time", got)
	}
}

func TestOverlap(t *testing.T) {
	check := func(a0, a1, b0, b1, want time.Duration) {
		t.Helper()
		if got := overlap(a0, a1, b0, b1); got != want {
			t.Errorf("[%d, %d] and [%d, %d] overlap by %d, want %d", a0, a1, b0, b1, got, want)
		}
		if got := overlap(b0, b1, a0, a1); got != want {
			t.Errorf("[%d, %d] and [%d, %d] overlap by %d, want %d", b0, b1, a0, a1, got, want)
		}
	}
	check(0, 10, 20, 30, 0)
	check(0, 10, 10, 30, 0)
	check(0, 10, 5, 30, 5)
	check(0, 10, 2, 8, 6)
	check(3, 3, 0, 10, 0)
}
