package stats

import (
	"math"
	"math/rand/v2"
)

// A Tail says which changes a test looks for.
type Tail int8

// The tails. Greater looks for numbers after that are greater than those before,
// or differences above zero.
const (
	TwoSided Tail = iota
	Greater
	Less
)

// score is how far out a statistic is in the direction of the tail.
func (t Tail) score(x float64) float64 {
	switch t {
	case Greater:
		return x
	case Less:
		return -x
	}
	return math.Abs(x)
}

const (
	// mostCounted is up to how many rounds all signs or relabellings are tried:
	// a million signs, or 184 756 relabellings, in milliseconds.
	mostCounted = 20
	// draws is how many are tried of more. The same numbers give the same draws.
	draws = 100_000
)

// dice are what draws are made with, the same for every test.
func dice() *rand.Rand { return rand.New(rand.NewPCG(20, 100_000)) }

// SignFlip returns how likely differences of pairs as far off zero as these are if
// nothing tells the two of a pair apart, so that each difference could as well have
// had the other sign. All signs are tried up to 20 differences, 100 000 seeded draws
// of signs beyond. The statistic is the sum. It is NaN of no differences, and where
// one is not a number. (Fisher, The Design of Experiments, section 21.)
func SignFlip(diffs []float64, tail Tail) float64 {
	if len(diffs) == 0 || !finite(diffs) {
		return math.NaN()
	}
	sum, size := 0.0, 0.0
	for _, d := range diffs {
		sum += d
		size += math.Abs(d)
	}
	// Sums that are equal on paper differ in their last digits.
	f := flips{diffs: diffs, tail: tail, enough: tail.score(sum) - rounding*size}
	if len(diffs) > mostCounted {
		return (1 + float64(f.drawn())) / (1 + draws)
	}
	return float64(f.counted(0, 0)) / math.Ldexp(1, len(diffs))
}

// LeastSignFlip returns the least p that [SignFlip] of n differences can come to:
// what it is when all have the same sign. It is 1 of none.
func LeastSignFlip(n int, tail Tail) float64 {
	switch {
	case n <= 0:
		return 1
	case n > mostCounted:
		return 1.0 / (1 + draws)
	case tail == TwoSided:
		return math.Ldexp(2, -n)
	}
	return math.Ldexp(1, -n)
}

// flips counts the signs that come to at least so much as was seen.
type flips struct {
	diffs  []float64
	tail   Tail
	enough float64
}

// counted tries all signs from the i-th difference on.
func (f flips) counted(i int, sum float64) int {
	if i < len(f.diffs) {
		return f.counted(i+1, sum+f.diffs[i]) + f.counted(i+1, sum-f.diffs[i])
	}
	if f.tail.score(sum) >= f.enough {
		return 1
	}
	return 0
}

// drawn tries some signs.
func (f flips) drawn() int {
	far, random := 0, dice()
	for range draws {
		sum := 0.0
		for _, d := range f.diffs {
			if random.Uint64()&1 == 1 {
				d = -d
			}
			sum += d
		}
		if f.tail.score(sum) >= f.enough {
			far++
		}
	}
	return far
}
