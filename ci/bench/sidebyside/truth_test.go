package main

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestPauseQuantile(t *testing.T) {
	p := pause{service: 20 * ms, freeze: time.Second, run: 15 * time.Second}
	check := func(q float64, want time.Duration) {
		t.Helper()
		if got := p.quantile(q); got != want {
			t.Errorf("%v: %v; want %v", q, got, want)
		}
	}
	check(.5, 20*ms)
	check(.9, 20*ms)
	check(.95, 290*ms)
	check(.99, 890*ms)
	check(.999, 1020*ms) // of those under way when it began
}

// The closed form against a server that everybody waits for one by one.
func TestPauseQuantileAgainstTheSlowWay(t *testing.T) {
	p := pause{service: 20 * ms, freeze: time.Second, run: 15 * time.Second}
	const gap, begin = 50 * time.Microsecond, 7 * time.Second
	var waits []float64
	for due := time.Duration(0); due < p.run; due += gap {
		end := due + p.service
		if thaw := begin + p.freeze; due < thaw && end > begin {
			end += thaw - max(due, begin)
		}
		waits = append(waits, float64(end-due))
	}
	slices.Sort(waits)
	for _, q := range []float64{.5, .9, .95, .99, .995, .999} {
		slow := time.Duration(quantile(waits, q))
		if off := slow - p.quantile(q); off.Abs() > gap {
			t.Errorf("%v: %v; the slow way says %v", q, p.quantile(q), slow)
		}
	}
}

func TestPauseOff(t *testing.T) {
	p := pause{service: 20 * ms, freeze: time.Second, run: 15 * time.Second}
	got, ok := p.off(latencies{.5: 21 * ms, .99: 801 * ms})
	if !ok || math.Abs(got-.1) > 1e-9 {
		t.Errorf("%v, %v; want a tenth, of the 99th percentile", got, ok)
	}
	if _, ok := p.off(nil); ok {
		t.Error("nothing was told, and it is compared")
	}
}
