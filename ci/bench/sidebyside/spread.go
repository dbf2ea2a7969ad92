package main

import (
	"math"
	"slices"
)

// A spread is what the rounds of one measurement came to.
type spread struct {
	median, low, high float64
	rounds            int
}

// spreadOf returns the spread of the values, and false if there are none.
func spreadOf(values []float64) (spread, bool) {
	if len(values) == 0 {
		return spread{}, false
	}
	return spread{median(values), slices.Min(values), slices.Max(values), len(values)}, true
}

// median returns the middle value, or the mean of the two in the middle. There
// must be a value.
func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// quantile returns the smallest value that at least the share q does not
// exceed. The values are sorted, and there is one.
func quantile(sorted []float64, q float64) float64 {
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}
