package main

import (
	"math"
	"slices"
	"time"
)

// A recording is what a recorder saw, in nanoseconds since 1970.
type recording struct {
	Arrivals []int64 // of each request, in the order in which they were read
	Frozen   int64   // when the freeze began, 0 if there was none
}

// A punctuality is how far requests were off an even schedule.
type punctuality struct {
	off     map[float64]time.Duration // by quantile, early or late alike
	bunched float64                   // share of the gaps below a tenth of the nominal one
	rate    float64                   // per second, as they came
}

// warmUp is the share of a run that is left out: connections are opened in it,
// and some tools send a request on each before they begin.
const warmUp = 0.1

// punctuality compares arrivals with a schedule of one every 1/rate seconds.
// When the schedule began is not known: it is placed so that the median arrival
// is on time. The rate is the one that was asked for, so a tool that is too slow
// falls behind further and further. It is false for fewer than two arrivals.
func (r recording) punctuality(rate float64, length time.Duration) (punctuality, bool) {
	at := r.settled(length)
	if len(at) < 2 {
		return punctuality{}, false
	}
	gap := float64(time.Second) / rate
	off := make([]float64, len(at))
	for i, t := range at {
		off[i] = float64(t-at[0]) - float64(i)*gap
	}
	middle := median(off)
	for i := range off {
		off[i] = math.Abs(off[i] - middle)
	}
	slices.Sort(off)
	p := punctuality{off: map[float64]time.Duration{}, bunched: bunched(at, gap/10)}
	for _, q := range quantiles() {
		p.off[q] = time.Duration(quantile(off, q))
	}
	if took := time.Duration(at[len(at)-1] - at[0]); took > 0 {
		p.rate = float64(len(at)-1) / took.Seconds()
	}
	return p, true
}

// settled returns the arrivals after the warm-up, in order of time.
func (r recording) settled(length time.Duration) []int64 {
	at := slices.Sorted(slices.Values(r.Arrivals))
	if len(at) == 0 {
		return nil
	}
	begin := at[0] + int64(warmUp*float64(length))
	first, _ := slices.BinarySearch(at, begin)
	return at[first:]
}

// bunched returns the share of the gaps between arrivals that are below least.
func bunched(at []int64, least float64) float64 {
	n := 0
	for i := 1; i < len(at); i++ {
		if float64(at[i]-at[i-1]) < least {
			n++
		}
	}
	return float64(n) / float64(len(at)-1)
}

// during returns how many requests arrived while the server stood still.
func (r recording) during(freeze time.Duration) int {
	n := 0
	for _, t := range r.Arrivals {
		if r.Frozen != 0 && t >= r.Frozen && t < r.Frozen+int64(freeze) {
			n++
		}
	}
	return n
}
