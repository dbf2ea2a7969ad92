package main

import (
	"slices"
	"testing"
	"time"
)

func TestFrozenQuantile(t *testing.T) {
	check := func(q float64, want time.Duration) {
		t.Helper()
		if got := frozenQuantile(q, time.Second, 10*time.Second); got != want {
			t.Errorf("%v: %v; want %v", q, got, want)
		}
	}
	check(.5, 0)
	check(.9, 0)
	check(.95, 500*ms)
	check(.99, 900*ms)
	check(.999, 990*ms)
}

// The closed form against a server that everybody waits for one by one.
func TestFrozenQuantileAgainstTheSlowWay(t *testing.T) {
	const freeze, length, gap = time.Second, 10 * time.Second, 50 * time.Microsecond
	var waits []float64
	for due := time.Duration(0); due < length; due += gap {
		thaw := 5 * time.Second
		wait := time.Duration(0)
		if due >= thaw-freeze && due < thaw {
			wait = thaw - due
		}
		waits = append(waits, float64(wait))
	}
	slices.Sort(waits)
	for _, q := range []float64{.5, .91, .95, .99, .999} {
		slow := time.Duration(quantile(waits, q))
		if off := slow - frozenQuantile(q, freeze, length); off.Abs() > gap {
			t.Errorf("%v: %v; the slow way says %v", q, frozenQuantile(q, freeze, length), slow)
		}
	}
}
