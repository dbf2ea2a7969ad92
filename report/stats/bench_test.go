package stats_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"matchday/report/stats"
)

// BenchmarkMaxShift is the costliest of all tests: ten rounds a side, every
// relabelling.
func BenchmarkMaxShift(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, 20)
	for i := range rows {
		for range 12 {
			rows[i] = append(rows[i], random.NormFloat64())
		}
	}
	margins := slices.Repeat([]float64{0.1}, 12)
	for range b.N {
		stats.MaxShift(rows[:10], rows[10:], margins, stats.TwoSided)
	}
}
