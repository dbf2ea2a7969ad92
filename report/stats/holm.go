package stats

import (
	"cmp"
	"math"
	"slices"
)

// Holm adjusts the p of a family of tests, in the order given, so that the chance of
// even one false alarm among all of them is no more than what each is held against:
// the least is multiplied by how many there are, the next by one less, and none may
// come out below one that was less (Holm 1979). None exceeds 1. NaN is no test: it
// stays NaN and does not count.
func Holm(p []float64) []float64 {
	single := make([][]float64, len(p))
	for i := range p {
		single[i] = p[i : i+1]
	}
	adjusted := make([]float64, len(p))
	for i, q := range HolmGroups(single) {
		adjusted[i] = q[0]
	}
	return adjusted
}

// HolmGroups does what [Holm] does for groups of tests whose p already answer for
// all that is asked in their own group, as those of [MaxShift] do. Each p is
// multiplied by how many groups there are, and by one less for every group before
// it of which nothing is left in doubt: only then is the whole of its share of the
// error free to be passed on (Bretz et al. 2009). Groups without any p do not count.
func HolmGroups(groups [][]float64) [][]float64 {
	var order []int
	adjusted := make([][]float64, len(groups))
	for i, p := range groups {
		adjusted[i] = slices.Clone(p)
		if !math.IsNaN(most(p)) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(most(groups[a]), most(groups[b])) })
	// passed[k] is the level from which on the first k groups leave nothing in
	// doubt, so that those after them are multiplied by k less.
	passed := []float64{0}
	for k, i := range order {
		for j, p := range groups[i] {
			if math.IsNaN(p) {
				continue
			}
			adjusted[i][j] = 1
			for before := range k + 1 {
				adjusted[i][j] = min(adjusted[i][j], max(passed[before], float64(len(order)-before)*p))
			}
		}
		passed = append(passed, max(passed[k], most(adjusted[i])))
	}
	return adjusted
}

// most returns the largest number, NaN where there is none.
func most(all []float64) float64 {
	largest := math.NaN()
	for _, v := range all {
		if !math.IsNaN(v) && !(v <= largest) {
			largest = v
		}
	}
	return largest
}
