package measure

import (
	"testing"
	"time"
)

func TestSelfShares(t *testing.T) {
	before := Self{At: time.Second, CPU: time.Second, GC: time.Second}
	after := Self{At: 3 * time.Second, CPU: 4 * time.Second, GC: 1300 * time.Millisecond, Procs: 2}
	if got := after.used(before); got != .75 {
		t.Errorf("used %v of the processors, want 0.75", got)
	}
	if got := after.gc(before); got != .075 {
		t.Errorf("%v of the processors for garbage, want 0.075", got)
	}
	after.Procs = 0 // unknown: one at least
	if got := after.used(before); got != 1.5 {
		t.Errorf("used %v of the processors, want 1.5", got)
	}
}
