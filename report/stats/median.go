package stats

import (
	"math"
	"slices"
)

// Median returns the middle of the numbers, of an even number of them the mean of
// the two in the middle. It is NaN of none, and where one is not a number.
func Median(x []float64) float64 {
	if len(x) == 0 || !finite(x) {
		return math.NaN()
	}
	return middle(sorted(x))
}

// middle is the median of numbers in order.
func middle(x []float64) float64 {
	n := len(x)
	if n%2 == 1 {
		return x[n/2]
	}
	return (x[n/2-1] + x[n/2]) / 2
}

// MedianInterval returns between which two of the numbers the median of what they
// were drawn from lies, with at least the confidence asked for. Each number lies
// on either side of that median like a tossed coin, whatever the distribution, so
// the interval is exact; as many numbers are cut off one end as off the other, so
// that numbers in the mirror have it in the mirror. It does not exist, and false is
// returned, where even the least and the greatest are not far enough out: 95 %
// takes six numbers.
func MedianInterval(x []float64, confidence float64) (Interval, bool) {
	if len(x) == 0 || !finite(x) {
		return Interval{}, false
	}
	coins := tosses(len(x))
	if 2*coins.atMost(0) > 1-confidence+rounding {
		return Interval{}, false
	}
	return coins.between(sorted(x), confidence), true
}

// NeededForMedian returns how many numbers it takes before [MedianInterval]
// exists: the least n with 2/2ⁿ ≤ 1 − confidence. The confidence is in [0,1); more
// than floating point can tell from 1 counts as the most that it can.
func NeededForMedian(confidence float64) int {
	const most = 54 // 1 − 2⁻⁵³ is the last number before 1
	n := 1
	for n < most && math.Ldexp(2, -n) > 1-confidence+rounding {
		n++
	}
	return n
}

// finite tells whether all numbers are numbers. Of anything else nothing can be
// said, and to leave it out quietly would be to say something.
func finite(all ...[]float64) bool {
	for _, x := range all {
		for _, v := range x {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return false
			}
		}
	}
	return true
}

// sorted is a copy in order.
func sorted(x []float64) []float64 {
	return slices.Sorted(slices.Values(x))
}
