package stats

import (
	"math"
	"slices"
)

// leastForShift is how many numbers a side takes before a shift has an interval:
// below that even the widest is right less than seven times in eight.
const leastForShift = 4

// PairedShift returns by how much differences of pairs lie off zero: Hodges and
// Lehmann's estimate, which is the median of the means of all two of them, each
// with itself too. The interval holds all shifts that Wilcoxon's signed-rank test
// would not reject, from its exact law; it takes the differences to lie
// symmetrically about the shift, as differences of like to like do under no
// change.
//
// Where the confidence cannot be had of so few, the interval is the widest there
// is and says which confidence that is. It is not ok below four differences, and
// where one is not a number; there is an estimate from one on.
func PairedShift(diffs []float64, confidence float64) (estimate float64, i Interval, ok bool) {
	if len(diffs) == 0 || !finite(diffs) {
		return math.NaN(), Interval{}, false
	}
	var means []float64
	for i, d := range diffs {
		for _, e := range diffs[i:] {
			means = append(means, (d+e)/2)
		}
	}
	slices.Sort(means)
	if len(diffs) < leastForShift {
		return middle(means), Interval{}, false
	}
	return middle(means), signedRanks(len(diffs)).between(means, confidence), true
}

// UnpairedShift returns by how much the numbers after lie above those before:
// Hodges and Lehmann's estimate, which is the median of all differences of one to
// another. The interval holds all shifts that the test of Mann and Whitney would
// not reject, from its exact law.
//
// Where the confidence cannot be had of so few, the interval is the widest there
// is and says which confidence that is. It is not ok where either side has fewer
// than four, or one that is not a number; there is an estimate from one a side on.
func UnpairedShift(before, after []float64, confidence float64) (estimate float64, i Interval, ok bool) {
	if len(before) == 0 || len(after) == 0 || !finite(before, after) {
		return math.NaN(), Interval{}, false
	}
	differences := make([]float64, 0, len(before)*len(after))
	for _, b := range before {
		for _, a := range after {
			differences = append(differences, a-b)
		}
	}
	slices.Sort(differences)
	if min(len(before), len(after)) < leastForShift {
		return middle(differences), Interval{}, false
	}
	return middle(differences), pairsInOrder(len(before), len(after)).between(differences, confidence), true
}
