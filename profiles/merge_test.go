package profiles_test

import (
	"slices"
	"testing"
	"time"

	"matchday/profiles"
)

// What is merged is every schedule as it is alone, in the order of time.
func TestMerge(t *testing.T) {
	all := []profiles.Traffic{
		{Curve: profiles.Hold(20, 3*time.Second), Gap: profiles.Poisson(7)},
		{Curve: profiles.Ramp(0, 50, 2*time.Second), Gap: profiles.Even()},
		{Curve: profiles.Hold(0, time.Second)},
		{Curve: profiles.Hold(1, 10*time.Second), Gap: profiles.Poisson(7)},
	}
	apart := make([][]time.Duration, len(all))
	var last time.Duration
	for at, of := range profiles.Merge(all...) {
		if at < last {
			t.Fatalf("an arrival at %v after one at %v", at, last)
		}
		last = at
		apart[of] = append(apart[of], at)
	}
	for i, one := range all {
		if want := slices.Collect(one.Curve.Schedule(one.Gap)); !slices.Equal(apart[i], want) {
			t.Errorf("traffic %d: %d arrivals, want the %d of its own schedule", i, len(apart[i]), len(want))
		}
	}
}

// Of arrivals at one instant the first argument's goes first, and a reader may
// stop at any of them and begin again.
func TestMergeAtOneInstant(t *testing.T) {
	second := profiles.Traffic{Curve: profiles.Hold(2, time.Second)}
	merged := profiles.Merge(second, second)
	for range 2 {
		var order []int
		for at, of := range merged {
			if want := time.Duration(1+2*(len(order)/2)) * 250 * time.Millisecond; at != want {
				t.Fatalf("arrival %d at %v, want %v", len(order), at, want)
			}
			if order = append(order, of); len(order) == 3 {
				break
			}
		}
		if !slices.Equal(order, []int{0, 1, 0}) {
			t.Errorf("order %v, want turns", order)
		}
	}
}
