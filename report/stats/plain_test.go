package stats_test

import (
	"math"
	"math/bits"
	"slices"

	"matchday/report/stats"
)

// What follows are the same statistics from their definitions, by trying everything.

// slack is what sums that are equal on paper may differ by.
const slack = 1e-9

func score(t stats.Tail, x float64) float64 {
	return map[stats.Tail]float64{stats.TwoSided: math.Abs(x), stats.Greater: x, stats.Less: -x}[t]
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func plainSignFlip(d []float64, tail stats.Tail) float64 {
	far := 0
	for signs := range 1 << len(d) {
		sum, seen := 0.0, 0.0
		for i, v := range d {
			seen += v
			if signs>>i&1 == 1 {
				v = -v
			}
			sum += v
		}
		if score(tail, sum) >= score(tail, seen)-slack {
			far++
		}
	}
	return float64(far) / float64(int(1)<<len(d))
}

// parts calls f with every way to have so many of all on the second side.
func parts(all int, second int, f func(is func(i int) bool)) {
	for set := range uint(1) << all {
		if bits.OnesCount(set) == second {
			f(func(i int) bool { return set>>i&1 == 1 })
		}
	}
}

func apart[T any](all []T, second func(int) bool) (before, after []T) {
	for i, v := range all {
		if second(i) {
			after = append(after, v)
		} else {
			before = append(before, v)
		}
	}
	return before, after
}

// above is in how many pairs the one after is greater, equals counting half.
func above(before, after []float64) (u float64) {
	for _, b := range before {
		for _, a := range after {
			switch {
			case a > b:
				u++
			case a == b:
				u += 0.5
			}
		}
	}
	return u
}

func plainRankSum(before, after []float64, tail stats.Tail) float64 {
	all, seen := slices.Concat(before, after), above(before, after)
	var ways, more, less float64
	parts(len(all), len(after), func(is func(int) bool) {
		u := above(apart(all, is))
		ways++
		if u >= seen {
			more++
		}
		if u <= seen {
			less++
		}
	})
	switch tail {
	case stats.Greater:
		return more / ways
	case stats.Less:
		return less / ways
	}
	return min(1, 2*min(more, less)/ways)
}

// plainSignedRank is the p of both tails of Wilcoxon's test of untied differences.
func plainSignedRank(d []float64) float64 {
	order := slices.Clone(d)
	slices.SortFunc(order, func(a, b float64) int {
		if math.Abs(a) < math.Abs(b) {
			return -1
		}
		return 1
	})
	signs := uint(0)
	sum := func(set uint) (sum int) {
		for i := range order {
			if set>>i&1 == 1 {
				sum += i + 1
			}
		}
		return sum
	}
	for i, v := range order {
		if v > 0 {
			signs |= 1 << i
		}
	}
	var more, less float64
	for set := range uint(1) << len(d) {
		if sum(set) >= sum(signs) {
			more++
		}
		if sum(set) <= sum(signs) {
			less++
		}
	}
	return min(1, 2*min(more, less)/math.Ldexp(1, len(d)))
}

func plainTrend(x []float64) float64 {
	falls := func(x []float64) (n int) {
		for i := range x {
			for j := i + 1; j < len(x); j++ {
				if x[j] < x[i] {
					n++
				}
			}
		}
		return n
	}
	seen := falls(x)
	var ways, more, less float64
	permute(slices.Clone(x), 0, func(x []float64) {
		ways++
		if falls(x) >= seen {
			more++
		}
		if falls(x) <= seen {
			less++
		}
	})
	return min(1, 2*min(more, less)/ways)
}

func permute(x []float64, from int, f func([]float64)) {
	if from == len(x) {
		f(x)
		return
	}
	for i := from; i < len(x); i++ {
		x[from], x[i] = x[i], x[from]
		permute(x, from+1, f)
		x[from], x[i] = x[i], x[from]
	}
}

// plainMaxShift adjusts by its definition: the p of a quantile is the greatest share
// of relabellings, over it and all that were further out, in which any quantile that
// was no further out than that one comes to as much.
func plainMaxShift(before, after [][]float64, margins []float64, tail stats.Tail) []float64 {
	all := slices.Concat(before, after)
	scores := func(before, after [][]float64) []float64 {
		out := make([]float64, len(margins))
		for q := range margins {
			out[q] = score(tail, (mean(quantile(after, q))-mean(quantile(before, q)))/scale(quantile(all, q), margins[q]))
		}
		return out
	}
	seen := scores(before, after)
	share := func(q int) float64 {
		ways, far := 0.0, 0.0
		parts(len(all), len(after), func(is func(int) bool) {
			ways++
			for other, s := range scores(apart(all, is)) {
				if seen[other] <= seen[q] && s >= seen[q]-slack {
					far++
					return
				}
			}
		})
		return far / ways
	}
	out := make([]float64, len(margins))
	for q := range out {
		for other := range out {
			if seen[other] >= seen[q] {
				out[q] = max(out[q], share(other))
			}
		}
	}
	return out
}

// plainMaxFlip does the same for pairs, of which all signs are tried.
func plainMaxFlip(differences [][]float64, margins []float64, tail stats.Tail) []float64 {
	scores := func(signs int) []float64 {
		out := make([]float64, len(margins))
		for q := range margins {
			sum, squares := 0.0, 0.0
			for i, row := range differences {
				squares += row[q] * row[q] / float64(len(differences))
				sum += row[q] * float64(1-2*(signs>>i&1))
			}
			if squares > 0 {
				out[q] = score(tail, sum/max(math.Sqrt(squares), margins[q]/2))
			}
		}
		return out
	}
	seen, ways := scores(0), 1<<len(differences)
	share := func(q int) float64 {
		far := 0
		for signs := range ways {
			for other, s := range scores(signs) {
				if seen[other] <= seen[q] && s >= seen[q]-slack {
					far++
					break
				}
			}
		}
		return float64(far) / float64(ways)
	}
	out := make([]float64, len(margins))
	for q := range out {
		for other := range out {
			if seen[other] >= seen[q] {
				out[q] = max(out[q], share(other))
			}
		}
	}
	return out
}

func quantile(rows [][]float64, q int) (out []float64) {
	for _, row := range rows {
		out = append(out, row[q])
	}
	return out
}

func scale(values []float64, margin float64) float64 {
	if slices.Min(values) == slices.Max(values) {
		return math.Inf(1)
	}
	variance, m := 0.0, mean(values)
	for _, v := range values {
		variance += (v - m) * (v - m) / float64(len(values))
	}
	return max(math.Sqrt(variance), margin/2)
}
