package profiles

import (
	"math"
	"slices"
	"time"
)

// Hold keeps the rate for d.
func Hold(rate float64, d time.Duration) Curve {
	return Curve{{For: d, From: rate, To: rate}}
}

// Ramp moves the rate straight from one value to another in d.
func Ramp(from, to float64, d time.Duration) Curve {
	return Curve{{For: d, From: from, To: to}}
}

// Steps climbs, or descends, from one rate to another in n steps of equal height
// which share d evenly. The first step is at from, the last at to; a single step
// is at from. It is empty for n below 1.
func Steps(from, to float64, n int, d time.Duration) Curve {
	var c Curve
	var start time.Duration
	for i := range max(n, 0) {
		share := float64(i) / float64(max(n-1, 1))
		end := portion(d, float64(i+1)/float64(n))
		c = append(c, Hold(from+float64((to-from)*share), end-start)...)
		start = end
	}
	return c
}

// Spike is a needle: straight up from base to peak in the first half of d, and
// straight down again in the second.
func Spike(base, peak float64, d time.Duration) Curve {
	return Ramp(base, peak, d/2).Then(Ramp(peak, base, d-d/2))
}

// Sine swings around mean by amplitude for d, beginning at mean on the way up.
// Where the wave would go below zero the rate is zero.
//
// The wave is drawn with straight segments that differ from it by at most one
// thousandth of its highest rate, which takes at most some sixty of them to a
// period. A period shorter than a thousandth of d makes a very long curve.
func Sine(mean, amplitude float64, period, d time.Duration) Curve {
	return swing{mean: mean, amplitude: amplitude, period: period}.draw(d)
}

// A swing is a sine wave that begins at any of its points.
type swing struct {
	mean, amplitude, start float64 // start in radians
	period                 time.Duration
}

func (w swing) rate(t time.Duration) float64 {
	// The remainder keeps the angle small, and with it exact.
	turn := float64(t%w.period) / float64(w.period)
	return max(0, w.mean+float64(w.amplitude*math.Sin(w.start+float64(2*math.Pi*turn))))
}

func (w swing) draw(d time.Duration) Curve {
	if d <= 0 || w.period <= 0 {
		return Hold(w.mean, d)
	}
	var knots []time.Duration
	for i := 0; ; i++ {
		at := time.Duration(i/4)*w.period + portion(w.period, float64(i%4)/4)
		if at >= d {
			break
		}
		knots = append(knots, at)
	}
	knots = slices.Compact(append(knots, d)) // a quarter of 1 ns is none
	return trace(w.rate, knots, (w.mean+math.Abs(w.amplitude))*tolerance)
}

// Gauss is a bell: it rises from base to peak and falls back, the peak lies in
// the middle of d, and sigma is its width (68 % of what it adds to the base comes
// within one sigma of the middle, 95 % within two). It is cut off at both ends of
// d, where with d = 8·sigma only 0.03 % of its height is left.
//
// The bell is drawn with straight segments that differ from it by at most one
// thousandth of its highest rate, which takes some sixty of them.
func Gauss(base, peak float64, sigma, d time.Duration) Curve {
	if d <= 0 || sigma <= 0 {
		return Hold(base, d)
	}
	middle := d / 2
	rate := func(t time.Duration) float64 {
		return base + float64((peak-base)*bell(t-middle, sigma))
	}
	knots := []time.Duration{0}
	for i := -4; i <= 4; i++ {
		if at := middle + time.Duration(i)*sigma; at > 0 && at < d {
			knots = append(knots, at)
		}
	}
	return trace(rate, append(knots, d), max(base, peak)*tolerance)
}

// bell is the Gaussian with height one.
func bell(t, sigma time.Duration) float64 {
	z := float64(t) / float64(sigma)
	return math.Exp(-float64(z*z) / 2)
}
