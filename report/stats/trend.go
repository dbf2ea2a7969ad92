package stats

import (
	"math"
	"slices"
)

// Trend returns by how much numbers in the order in which they were taken rise from
// one to the next, and how likely an order as good as theirs is if they came in any:
// the slope of Theil and Sen, which is the median of the slopes between all two of
// them, and the test of Mann and Kendall, of both tails.
//
// The test is exact, ties or none, up to 50 numbers; beyond, its law is taken for
// normal. Both are NaN of fewer than two numbers, and where one is not a number.
func Trend(x []float64) (slope, p float64) {
	if len(x) < 2 || !finite(x) {
		return math.NaN(), math.NaN()
	}
	var slopes []float64
	falls := 0
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			slopes = append(slopes, (x[j]-x[i])/float64(j-i))
			if x[j] < x[i] {
				falls++
			}
		}
	}
	slices.Sort(slopes)
	return middle(slopes), fallsOf(x).p(falls, TwoSided)
}

// fallsOf is the law of how many pairs of the numbers fall in a random order of
// them. Take the values in order: how the numbers of one value lie among those below
// is a law of its own, that of pairs in order, and does not know of the others.
func fallsOf(x []float64) law {
	out, below := law{1}, 0
	var pairs, variance float64
	for _, equal := range occurrences(x) {
		pairs += float64(below * equal)
		variance += float64(below*equal*(below+equal+1)) / 12
		if len(x) <= 50 {
			out = out.and(pairsInOrder(below, equal))
		}
		below += equal
	}
	if len(x) > 50 {
		return bell(int(pairs), math.Sqrt(variance))
	}
	return out
}

// occurrences is how many times each value occurs, the least value first.
func occurrences(x []float64) []int {
	var out []int
	all := sorted(x)
	for i, v := range all {
		if i == 0 || v != all[i-1] {
			out = append(out, 0)
		}
		out[len(out)-1]++
	}
	return out
}
