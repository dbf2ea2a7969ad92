package profiles

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// The evening of a match, in units of the time D a request takes and of the
// capacity C of the service. Kick-off lies behind the first peak; the distance of
// the peaks to their width is that of a half to the break.
const (
	dayLength  = 600 // of the daily wave, behind which it rests at its base
	runLength  = 900 // of the whole, so that recovery has 300 to show in
	peakWidth  = 12  // standard deviation of a peak
	peakHeight = 0.4 // of the first peak, above the wave
)

// matchPeaks are the three peaks: before the match, at half time, at the end.
func matchPeaks() [3]struct{ at, height float64 } {
	return [3]struct{ at, height float64 }{{150, 1}, {270, 3}, {390, 2}}
}

// matchPhases are the phases and where they end. A peak reaches two standard
// deviations to both sides.
func matchPhases() []matchPhase {
	return []matchPhase{
		{"warm-up", 20},
		{"base", 126}, {"peak-1", 174}, {"after-peak-1", 246},
		{"peak-2", 294}, {"after-peak-2", 366},
		{"peak-3", 414}, {"after-peak-3", dayLength}, {"tail", runLength},
	}
}

type matchPhase struct {
	name string
	end  int
}

// A matchShape is one of the parameter sets of the curve: the base of the daily
// wave and how far it swings above it, as shares of C.
type matchShape struct {
	name        string
	base, swing float64
}

// matchShapes lists the parameter sets. The last three differ only in what keeps
// the service down, which is the business of client and target.
func matchShapes() []matchShape {
	return []matchShape{{"retry", 0.55, 0.25}, {"linear", 0.60, 0.36}, {"linear-low", 0.55, 0.25}, {"overhead", 0.55, 0.25}}
}

func matchShapeNames() []string {
	var names []string
	for _, s := range matchShapes() {
		names = append(names, s.name)
	}
	return names
}

// MatchDay is the evening of a match for a service that can complete capacity
// requests per second, each of which takes demand when the service is idle:
//
//	λ(t)/C = b0 + b1·sin²(πt/600) + 0.4·(g(t−150) + 3·g(t−270) + 2·g(t−390)),  g(t) = exp(−t²/(2·12²))
//
// with t in units of demand, 900 of them in all, and b0 alone from 600 on. shape
// is linear (b0 = 0.60, b1 = 0.36), or one of linear-low, retry and overhead
// (0.55, 0.25), which are one and the same curve.
//
// Peak k reaches from 24 before its middle to 24 after it; the other phases are
// warm-up (up to 20), base, after-peak-1 to after-peak-3, and tail (from 600).
// The curve is drawn with straight segments that are off by at most 0.0005·C.
func MatchDay(shape string, capacity float64, demand time.Duration) (Curve, error) {
	i := slices.Index(matchShapeNames(), shape)
	if i < 0 {
		return nil, unknown(fmt.Sprintf("shape %q", shape), shape, matchShapeNames())
	}
	c := matchShapes()[i].curve(capacity, demand)
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("match day of %s and %s: %w", Rate(capacity), clock(demand), err)
	}
	return c, nil
}

func (m matchShape) curve(capacity float64, demand time.Duration) Curve {
	rate := func(t time.Duration) float64 {
		return float64(m.load(float64(t)/float64(demand)) * capacity)
	}
	var c Curve
	start := 0
	for _, p := range matchPhases() {
		knots := []time.Duration{demand * time.Duration(start), demand * time.Duration(p.end)}
		if strings.HasPrefix(p.name, "peak-") {
			knots = slices.Insert(knots, 1, (knots[0]+knots[1])/2)
		}
		c = append(c, trace(rate, knots, capacity/2000).Mark(p.name)...)
		start = p.end
	}
	return c
}

// load is λ/C at t, in units of demand.
func (m matchShape) load(t float64) float64 {
	sum := m.base
	if t < dayLength {
		wave := math.Sin(math.Pi * t / dayLength)
		sum += float64(m.swing * wave * wave)
	}
	for _, p := range matchPeaks() {
		z := (t - p.at) / peakWidth
		sum += float64(peakHeight * p.height * math.Exp(-float64(z*z)/2))
	}
	return sum
}
