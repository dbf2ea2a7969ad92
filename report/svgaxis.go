package report

import (
	"math"
	"strconv"
	"time"
)

// An axis maps values to coordinates. Values off its ends are drawn on them.
type axis struct {
	from, to float64   // values at its ends
	lo, hi   float64   // coordinates of its ends
	log      bool      // distances are ratios; from is then above 0
	ticks    []float64 // values worth a label, in order
}

// at returns the coordinate of a value.
func (a axis) at(value float64) float64 {
	v := min(a.to, max(a.from, value))
	share := 0.0
	switch {
	case a.to <= a.from || math.IsNaN(v):
	case a.log:
		share = math.Log(v/a.from) / math.Log(a.to/a.from)
	default:
		share = (v - a.from) / (a.to - a.from)
	}
	return a.lo + share*(a.hi-a.lo)
}

// within returns the axis between other coordinates.
func (a axis) within(lo, hi float64) axis {
	a.lo, a.hi = lo, hi
	return a
}

// linear returns an axis from 0 to the first round number that is not below
// top, with about so many ticks.
func linear(top float64, ticks int) axis {
	if top <= 0 || math.IsNaN(top) || math.IsInf(top, 0) {
		top = 1
	}
	step := roundUp(top / float64(ticks))
	a := axis{to: step * math.Ceil(top/step-1e-9)}
	for i := 0; float64(i)*step <= a.to+step/2; i++ {
		a.ticks = append(a.ticks, float64(i)*step)
	}
	return a
}

// decades returns a logarithmic axis that holds both values, which are above
// zero, and a little room at either end. It has a tick at every power of ten,
// and where those would be few also at 2 and 5 times them.
func decades(low, high float64) axis {
	a := axis{from: low / 1.3, to: high * 1.6, log: true}
	fine := a.to/a.from < 100
	for e := math.Floor(math.Log10(a.from)) - 1; math.Pow(10, e) <= a.to; e++ {
		for _, m := range [...]float64{1, 2, 5} {
			t := m * math.Pow(10, e)
			if (m == 1 || fine) && t >= a.from*(1-1e-9) && t <= a.to*(1+1e-9) {
				a.ticks = append(a.ticks, t)
			}
		}
	}
	return a
}

// roundUp returns the least of 1, 2, 5, 10, 20, … that is not below x > 0.
func roundUp(x float64) float64 {
	ten := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range [...]float64{1, 2, 5} {
		if x <= m*ten*(1+1e-9) {
			return m * ten
		}
	}
	return 10 * ten
}

// steps are the distances between two labels of a time axis.
var steps = [...]time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
}

// elapsed returns an axis over the time of a trial, with at most so many ticks.
func elapsed(length time.Duration, ticks int) axis {
	a := axis{to: length.Seconds()}
	step := steps[len(steps)-1]
	for _, s := range steps {
		if length <= s*time.Duration(ticks-1) {
			step = s
			break
		}
	}
	for step < length/time.Duration(ticks) {
		step *= 2
	}
	for t := time.Duration(0); t <= length; t += step {
		a.ticks = append(a.ticks, t.Seconds())
	}
	return a
}

// level writes a tick's value: as it is, in groups of three digits.
func level(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return grouped(int64(v))
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
