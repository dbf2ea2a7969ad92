package profiles

import (
	"math"
	"time"
)

// tolerance is how far a drawn curve may be from the formula behind it, as a
// share of its highest rate.
const tolerance = 1.0 / 1000

// trace draws rate with straight segments from the first of the knots to the
// last, such that every knot is a boundary and no segment is off by more than
// within.
//
// A segment is halved until it fits. Three points inside are looked at, because
// a wave can cross its chord in the middle; the knots must be close enough to
// each other that nothing hides between those points.
func trace(rate func(time.Duration) float64, knots []time.Duration, within float64) Curve {
	var c Curve
	for i := range len(knots) - 1 {
		c = draw(c, rate, knots[i:i+2], within)
	}
	return c
}

func draw(c Curve, rate func(time.Duration) float64, ends []time.Duration, within float64) Curve {
	start, end := ends[0], ends[1]
	// A quarter of what is allowed is kept for the rounding and for the
	// points not looked at.
	chord := Segment{For: end - start, From: grid(rate(start), within/8), To: grid(rate(end), within/8)}
	if chord.For < 4 || chord.fits(rate, start, within*3/4) {
		return append(c, chord)
	}
	middle := start + chord.For/2
	c = draw(c, rate, []time.Duration{start, middle}, within)
	return draw(c, rate, []time.Duration{middle, end}, within)
}

// fits reports whether the segment, laid at start, is within a distance of rate.
func (s Segment) fits(rate func(time.Duration) float64, start time.Duration, within float64) bool {
	for _, t := range []time.Duration{s.For / 4, s.For / 2, s.For * 3 / 4} {
		if !(math.Abs(rate(start+t)-s.at(t)) <= within) {
			return false
		}
	}
	return true
}

// grid rounds rate to a multiple of the greatest power of ten not above step.
//
// Sines and exponentials differ between machines in their last digit. On the grid
// they do not, so that a curve has one hash everywhere, and it is short to print.
func grid(rate, step float64) float64 {
	if !(step > 1e-300 && step < 1e300) {
		return rate
	}
	digits := 0
	for math.Pow10(-digits) > step {
		digits++
	}
	for math.Pow10(1-digits) <= step {
		digits--
	}
	if digits < 0 {
		return math.Round(rate/math.Pow10(-digits)) * math.Pow10(-digits)
	}
	return math.Round(rate*math.Pow10(digits)) / math.Pow10(digits)
}
