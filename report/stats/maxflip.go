package stats

// MaxFlip is to [SignFlip] what [MaxShift] is to [RankSum]: it tests all columns of
// the differences of pairs at once and returns an adjusted p for each. Each row is a
// pair, each column a figure, and there are as many as margins. A column with
// something that is not a number, or that a row does not have, is NaN and does not
// count.
//
// The two of a pair change sides with all their figures, in all 2ⁿ ways up to 20
// pairs and in 100 000 seeded draws beyond. The statistic of a column is its sum over
// the root of the mean of its squares, which no change of sides alters, and which
// counts as half the margin at least.
func MaxFlip(differences [][]float64, margins []float64, tail Tail) (adjusted []float64) {
	r := relabelling{rows: differences, changed: len(differences), pairs: true, tail: tail}
	return r.test(margins)
}

// flip tries all signs of the pairs from the i-th on, with the sums of those before.
func (r *relabelling) flip(i int) {
	sums := r.sums[i]
	if i == len(r.rows) {
		r.try(sums)
		return
	}
	next := r.sums[i+1]
	for k, v := range r.turned[i] {
		next[k] = sums[k] + v
	}
	r.flip(i + 1)
	for k, v := range r.turned[i] {
		next[k] = sums[k] - v
	}
	r.flip(i + 1)
}

// drawSigns tries some signs.
func (r *relabelling) drawSigns() {
	random, sums := dice(), r.sums[0]
	for range draws {
		clear(sums)
		for _, row := range r.turned {
			sign := float64(random.Uint64()&2) - 1
			for k, v := range row {
				sums[k] += sign * v
			}
		}
		r.try(sums)
	}
}
