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
	var order []int
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted := slices.Clone(p)
	least := 0.0
	for k, i := range order {
		least = min(1, max(least, float64(len(order)-k)*p[i]))
		adjusted[i] = least
	}
	return adjusted
}
