package profiles

import (
	"fmt"
	"iter"
	"slices"
	"time"
)

// A Replay is recorded traffic: the instant of every arrival, as an offset from
// the start of the recording, in order.
type Replay []time.Duration

// Schedule yields the recorded offsets, as [Curve.Schedule] yields planned ones.
func (r Replay) Schedule() iter.Seq[time.Duration] { return slices.Values(r) }

// Speed returns r played factor times as fast: the same arrivals in less time. A
// factor that is not above zero leaves r as it is.
func (r Replay) Speed(factor float64) Replay {
	out := slices.Clone(r)
	if !(factor > 0) {
		return out
	}
	for i, at := range r {
		out[i] = portion(at, 1/factor)
	}
	return out
}

// Curve counts r in bins of equal length and holds in each the rate that brings
// as many arrivals, so that the traffic keeps its number and its course but not
// its instants. Neighbours with the same rate become one segment. An error means
// an empty replay, or a bin that is not positive or far too fine for its length.
func (r Replay) Curve(bin time.Duration) (Curve, error) {
	if len(r) == 0 {
		return nil, errEmpty
	}
	if bin <= 0 {
		return nil, fmt.Errorf("bin %q is not positive: want a time such as 1s", bin)
	}
	last := r[len(r)-1]
	if last/bin >= MaxSegments || last > MaxLength-bin {
		return nil, fmt.Errorf("bin %q is too fine for %s of traffic: want at most %d bins of a time such as 1m", clock(bin), clock(last), MaxSegments)
	}
	n := int(last/bin) + 1
	c := r.binned(bin*time.Duration(n), n)
	return c, c.Check()
}

// binned counts r in n bins of equal length. What lies at the very end, or
// behind it, belongs to the last.
func (r Replay) binned(length time.Duration, n int) Curve {
	var c Curve
	var start time.Duration
	rest := r
	for i := range n {
		end := length/time.Duration(n)*time.Duration(i+1) + length%time.Duration(n)*time.Duration(i+1)/time.Duration(n)
		in, _ := slices.BinarySearch(rest, end)
		if i == n-1 {
			in = len(rest)
		}
		c = c.extend(float64(in)/(end-start).Seconds(), end-start)
		start, rest = end, rest[in:]
	}
	return c
}

// extend holds rate for d at the end of c, in the last segment if that does so
// already.
func (c Curve) extend(rate float64, d time.Duration) Curve {
	if n := len(c); n > 0 && c[n-1].To == rate {
		c[n-1].For += d
		return c
	}
	return append(c, Segment{For: d, From: rate, To: rate})
}
