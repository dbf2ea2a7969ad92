package main

import (
	"testing"
	"time"
)

// every returns n arrivals with the same gap between them, none of which is in
// the warm-up but the first.
func every(gap time.Duration, n int) recording {
	r := recording{Arrivals: []int64{0}}
	for i := range n {
		r.Arrivals = append(r.Arrivals, int64(time.Second)+int64(i)*int64(gap))
	}
	return r
}

func TestPunctuality(t *testing.T) {
	check := func(name string, r recording, want punctuality) {
		t.Helper()
		got, ok := r.punctuality(1000, 10*time.Second)
		if !ok || got.rate != want.rate || got.bunched != want.bunched {
			t.Errorf("%s: %+v; want %+v", name, got, want)
		}
		for q, d := range want.off {
			if got.off[q] != d {
				t.Errorf("%s: %v off at %v; want %v", name, got.off[q], q, d)
			}
		}
	}
	off := func(p50, p99, p999 time.Duration) map[float64]time.Duration {
		return map[float64]time.Duration{.5: p50, .99: p99, .999: p999}
	}
	check("on time", every(ms, 1000), punctuality{off: off(0, 0, 0), rate: 1000})

	late := every(ms, 1001)
	late.Arrivals[500] += int64(700 * us)
	check("one is late", late, punctuality{off: off(0, 0, 0), rate: 1000})
	late.Arrivals[200] += int64(300 * us)
	check("two are late", late, punctuality{off: off(0, 0, 300*us), rate: 1000})

	pairs := every(ms, 1000)
	for i := 3; i < len(pairs.Arrivals); i += 2 {
		pairs.Arrivals[i] += int64(950 * us)
	}
	check("in pairs", pairs, punctuality{off: off(0, 950*us, 950*us), bunched: 499. / 999, rate: 1000})

	// Every gap is half as long again, so the lag grows by half a millisecond
	// with each of 1001 requests: evenly up to 250 on either side of the median.
	check("too slow", every(1500*us, 1001), punctuality{off: off(125*ms, 247500*us, 250*ms), rate: 1000 / 1.5})
}

func TestPunctualityOfNothing(t *testing.T) {
	for _, r := range []recording{{}, every(ms, 1)} {
		if p, ok := r.punctuality(1000, 10*time.Second); ok {
			t.Errorf("%v: %+v; want none", r, p)
		}
	}
}

// The order in which requests are read is not that in which they came.
func TestArrivalsAreSorted(t *testing.T) {
	r := every(ms, 100)
	r.Arrivals[50], r.Arrivals[51] = r.Arrivals[51], r.Arrivals[50]
	if p, _ := r.punctuality(1000, 10*time.Second); p.off[.999] != 0 {
		t.Errorf("%v off; want 0", p.off[.999])
	}
}

func TestDuring(t *testing.T) {
	r := recording{Arrivals: []int64{99, 100, 150, 199, 200}, Frozen: 100}
	if n := r.during(100); n != 3 {
		t.Errorf("%d; want 3", n)
	}
	r.Frozen = 0
	if n := r.during(100); n != 0 {
		t.Errorf("%d without a freeze; want 0", n)
	}
}
