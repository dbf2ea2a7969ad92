package stats

import "math"

// rounding is what sums of probabilities may be off by: a probability that equals
// a limit on paper must not miss it in the last digit.
const rounding = 1e-12

// A law is how likely a whole number is to be 0, 1, 2, …
type law []float64

// atMost returns how likely x or less is.
func (l law) atMost(x int) float64 {
	sum := 0.0
	for _, p := range l[:max(0, min(x+1, len(l)))] {
		sum += p
	}
	return min(1, sum)
}

// atLeast returns how likely x or more is. It is summed from the far end, not
// taken from 1, so that the smallest of probabilities keep their digits.
func (l law) atLeast(x int) float64 {
	sum := 0.0
	for i := len(l) - 1; i >= max(0, x); i-- {
		sum += l[i]
	}
	return min(1, sum)
}

// p is the probability of what is at least as far out as x, to the side or sides
// that the tail looks at.
func (l law) p(x int, tail Tail) float64 {
	switch tail {
	case Greater:
		return l.atLeast(x)
	case Less:
		return l.atMost(x)
	}
	return min(1, 2*min(l.atMost(x), l.atLeast(x)))
}

// between cuts as many values off either end of values in order as leaves an
// interval of the confidence, where the law is of how many values lie below the
// true one. It cuts the ends alone where nothing more can be cut, and says what
// confidence that is.
func (l law) between(values []float64, confidence float64) Interval {
	cut, below := 0, l[0]
	for cut+1 < len(values)/2 && 2*(below+l[cut+1]) <= 1-confidence+rounding {
		cut++
		below += l[cut]
	}
	return Interval{Low: values[cut], High: values[len(values)-1-cut], Confidence: max(0, 1-2*below)}
}

// tosses is the law of heads among n coins.
func tosses(n int) law {
	out := law{1}
	for range n {
		next := make(law, len(out)+1)
		for heads, p := range out {
			next[heads] += p / 2
			next[heads+1] += p / 2
		}
		out = next
	}
	return out
}

// signedRanks is the law of Wilcoxon's signed-rank statistic: the sum of those of
// the ranks 1…n whose coin shows heads.
func signedRanks(n int) law {
	if n > 100 { // by then the bell is right to more digits than anybody reads
		top := n * (n + 1) / 2
		return bell(top, math.Sqrt(float64(top)*float64(2*n+1)/12))
	}
	out := law{1}
	for rank := 1; rank <= n; rank++ {
		next := make(law, len(out)+rank)
		for sum, p := range out {
			next[sum] += p / 2
			next[sum+rank] += p / 2
		}
		out = next
	}
	return out
}

// pairsInOrder is the law of Mann and Whitney's statistic: in how many of n·m pairs
// the one of the n is greater, where nothing tells the two sides apart.
func pairsInOrder(n, m int) law {
	if !countable(n, m) {
		return bell(n*m, math.Sqrt(float64(n)*float64(m)*float64(n+m+1)/12))
	}
	n, m = min(n, m), max(n, m) // it is the same either way, and this way cheaper
	ranks := make([]int, n+m)
	for i := range ranks {
		ranks[i] = i + 1
	}
	return drawn(ranks, n)[n*(n+1)/2:]
}

// countable tells whether all ways to part n + m numbers in two are counted. Fifty
// against fifty take some hundredths of a second, and beyond that the bell is right
// to more digits than anybody reads.
func countable(n, m int) bool { return n*m <= 2500 }

// drawn is the law of the sum of k of the ranks, drawn without putting back.
func drawn(ranks []int, k int) law {
	top := 0
	for _, r := range ranks[len(ranks)-k:] {
		top += r // in order, so the last are the greatest
	}
	ways := make([]law, k+1) // by how many are drawn, by their sum
	for i := range ways {
		ways[i] = make(law, top+1)
	}
	ways[0][0] = 1
	for i, r := range ranks {
		for j := min(k, i+1); j > 0; j-- {
			for sum := r; sum <= top; sum++ {
				ways[j][sum] += ways[j-1][sum-r]
			}
		}
	}
	return ways[k].scaled()
}

// scaled turns ways into probabilities.
func (l law) scaled() law {
	all := 0.0
	for _, ways := range l {
		all += ways
	}
	for i := range l {
		l[i] /= all
	}
	return l
}

// and is the law of the sum of two numbers that do not know of each other.
func (l law) and(other law) law {
	out := make(law, len(l)+len(other)-1)
	for i, p := range l {
		for j, q := range other {
			out[i+j] += p * q
		}
	}
	return out
}

// bell is the normal law of a whole number from 0 to top, halfway on average. Its
// lower half is that of the upper one in the mirror, because the difference of two
// numbers next to 1 would have no digits left.
func bell(top int, deviation float64) law {
	if top == 0 {
		return law{1}
	}
	out := make(law, top+1)
	for i := top; 2*i >= top; i-- {
		from := (float64(i) - 0.5 - float64(top)/2) / deviation
		out[i] = beyond(from) - beyond(from+1/deviation)
		out[top-i] = out[i]
	}
	return out
}

// beyond returns how likely a standard normal number is to be z or more.
func beyond(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
