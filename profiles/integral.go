package profiles

import "time"

// perArrival is the unit in which areas are kept: a rate per second times a
// length in nanoseconds. Both factors enter as they are, so that the area of a
// segment is known to 32 digits without a division.
const perArrival = 1e9

// area is the traffic of the whole segment: the trapezoid under it.
func (s Segment) area() wide {
	return sum2(s.From, s.To).half().times(span(s.For))
}

// areaUntil is the traffic of the first t of the segment,
// From·t + (To−From)·t²/2L.
func (s Segment) areaUntil(t time.Duration) wide {
	if t >= s.For {
		return s.area()
	}
	x := span(t)
	flat := x.times(wide{s.From, 0})
	if s.From == s.To {
		return flat
	}
	bend := sum2(s.To, -s.From).half().times(x).times(x).over(span(s.For))
	return flat.plus(bend)
}

// until is the traffic of the first t of c.
func (c Curve) until(t time.Duration) wide {
	var sum wide
	for _, s := range c {
		if t <= 0 {
			break
		}
		sum = sum.plus(s.areaUntil(t))
		t -= s.For
	}
	return sum
}

// ArrivalsUntil is the number of arrivals planned in the first t of c, the
// integral of the rate. It is not rounded: half an arrival is on its way.
func (c Curve) ArrivalsUntil(t time.Duration) float64 {
	return c.until(t).over(wide{perArrival, 0}).value()
}

// Arrivals is the number of arrivals planned on the whole of c, not rounded.
// An even schedule has the nearest whole number of them.
func (c Curve) Arrivals() float64 { return c.ArrivalsUntil(c.Duration()) }

// MeanRate is the mean rate per second over the length of c, and 0 for an empty
// curve.
func (c Curve) MeanRate() float64 {
	if len(c) == 0 {
		return 0
	}
	return c.until(c.Duration()).over(span(c.Duration())).value()
}

// Sample returns the mean rate per second in each of n bins of equal length, for
// drawing. The means come from the integral, so that a needle between two points
// is not lost: times the length of a bin they add up to the arrivals of c.
func (c Curve) Sample(n int) []float64 {
	if n <= 0 || len(c) == 0 {
		return nil
	}
	length := c.Duration()
	bins := make([]float64, n)
	var start time.Duration
	var past wide
	for i := range bins {
		end := portion(length, float64(i+1)/float64(n))
		total := c.until(end)
		if end > start {
			bins[i] = total.minus(past).over(span(end - start)).value()
		}
		start, past = end, total
	}
	return bins
}
