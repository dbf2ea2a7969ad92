package stats

import (
	"math"
	"slices"
)

// RankSum returns how likely it is that the numbers after are ranked as far from
// those before as these are if nothing tells the two sides apart: the test of
// Wilcoxon, Mann and Whitney. Both tails are twice the lesser one.
//
// It is exact, ties or none, up to 50 against 50 (any two sizes whose product is no
// greater); beyond, a normal law with corrections for ties and for steps. It is NaN
// where a side is empty or has something that is not a number, and 1 where all are
// equal.
//
// The package benchmath of golang.org/x/perf comes to the same p of two tails. It
// has no single ones, and of ties between sides of different sizes its p is wrong:
// the law is not symmetric then, so that p depends on which side comes first, and may
// exceed 1.
func RankSum(before, after []float64, tail Tail) float64 {
	if len(before) == 0 || len(after) == 0 || !finite(before, after) {
		return math.NaN()
	}
	r := ranked(before, after)
	if !countable(len(before), len(after)) {
		return r.nearly(tail)
	}
	if len(before) < len(after) { // the lesser side is cheaper to count
		return drawn(r.ranks, len(before)).p(r.before, opposite(tail))
	}
	return drawn(r.ranks, len(after)).p(r.after, tail)
}

// LeastRankSum returns the least p that [RankSum] of n against m can come to: what it
// is when all after lie above all before. It is 1 where a side is empty.
func LeastRankSum(n, m int, tail Tail) float64 {
	if n <= 0 || m <= 0 {
		return 1
	}
	if tail == Less {
		tail = Greater
	}
	if countable(n, m) {
		return pairsInOrder(n, m).p(n*m, tail)
	}
	before, after := make([]float64, n), make([]float64, m)
	for i := range before {
		before[i] = float64(i)
	}
	for i := range after {
		after[i] = float64(n + i)
	}
	return RankSum(before, after, tail)
}

// opposite is the tail seen from the other side.
func opposite(t Tail) Tail {
	switch t {
	case Greater:
		return Less
	case Less:
		return Greater
	}
	return t
}

// ranking is where two sides stand among each other. Ranks count double, so that
// those of an even number of equals are whole too.
type ranking struct {
	ranks         []int // of all numbers, in order
	before, after int   // sums of the ranks of each side
	sizes         [2]float64
	ties          float64 // Σ t³ − t over values that occur t times
}

// ranked ranks all numbers together.
func ranked(before, after []float64) ranking {
	r := ranking{sizes: [2]float64{float64(len(before)), float64(len(after))}}
	all := sorted(slices.Concat(before, after))
	at := make(map[float64]int, len(all))
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		at[all[i]] = i + 1 + j // twice the mean of the places i+1 … j
		for range j - i {
			r.ranks = append(r.ranks, i+1+j)
		}
		t := float64(j - i)
		r.ties += t*t*t - t
		i = j
	}
	for _, v := range before {
		r.before += at[v]
	}
	for _, v := range after {
		r.after += at[v]
	}
	return r
}

// nearly is p by the normal law, half a rank to the safe side.
func (r ranking) nearly(tail Tail) float64 {
	n, m := r.sizes[0], r.sizes[1]
	all := n + m
	deviation := math.Sqrt(n * m / 12 * (all + 1 - r.ties/(all*(all-1))))
	if deviation == 0 || math.IsNaN(deviation) {
		return 1
	}
	off := float64(r.after)/2 - m*(all+1)/2
	above, below := beyond((off-0.5)/deviation), beyond((-off-0.5)/deviation)
	switch tail {
	case Greater:
		return above
	case Less:
		return below
	}
	return min(1, 2*min(above, below))
}
