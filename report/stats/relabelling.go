package stats

import (
	"cmp"
	"math"
	"slices"
)

// relabelling tries which of the rounds could have been those after, or of pairs
// which of the two.
type relabelling struct {
	rows    [][]float64 // before, then after; or what pairs differ by
	changed int         // how many are after; of pairs all
	pairs   bool
	tail    Tail
	columns []column // quantiles that were measured in every round

	// What is tried a hundred thousand times runs over numbers that lie side by side.
	turned [][]float64 // the columns' values by round
	enough []float64   // by column: the score that counts as far out
	sums   [][]float64 // scratch, by how many are yet wanted
	tried  int
	farOut []int // by column: how many gave at least so much, there or further on
}

// column is a quantile over all rounds.
type column struct {
	quantile int
	values   []float64 // off the mean of all rounds, over the deviation
	seen     float64   // score of the sides as they are
}

// test returns the adjusted p of each quantile, NaN of those that do not count.
func (r *relabelling) test(margins []float64) []float64 {
	adjusted := slices.Repeat([]float64{math.NaN()}, len(margins))
	if len(r.rows) == 0 {
		return adjusted
	}
	for q, margin := range margins {
		r.add(q, margin)
	}
	r.observe()
	for k, p := range r.adjusted() {
		adjusted[r.columns[k].quantile] = p
	}
	return adjusted
}

// add takes in a quantile, if it was measured in every round.
func (r *relabelling) add(quantile int, margin float64) {
	values := make([]float64, 0, len(r.rows))
	mean := 0.0
	for _, row := range r.rows {
		if quantile >= len(row) || !finite(row[quantile:quantile+1]) {
			return
		}
		values = append(values, row[quantile])
		mean += row[quantile] / float64(len(r.rows))
	}
	if r.pairs {
		mean = 0 // a difference is off from none at all
	}
	scale := 0.0
	if r.pairs || slices.Min(values) != slices.Max(values) { // equal ones have no deviation, not even by rounding
		for i := range values {
			values[i] -= mean
			scale += values[i] * values[i] / float64(len(values))
		}
		scale = max(math.Sqrt(scale), margin/2)
	}
	for i := range values {
		if scale == 0 {
			values[i] = 0
			continue
		}
		values[i] /= scale
	}
	r.columns = append(r.columns, column{quantile: quantile, values: values})
}

// observe scores the sides as they are and puts the columns in order, the furthest
// out first.
func (r *relabelling) observe() {
	for k := range r.columns {
		c := &r.columns[k]
		sum := 0.0
		for _, v := range c.values[len(r.rows)-r.changed:] {
			sum += v
		}
		c.seen = r.tail.score(sum)
	}
	slices.SortStableFunc(r.columns, func(a, b column) int { return cmp.Compare(b.seen, a.seen) })
	for i := range r.rows {
		var row []float64
		for _, c := range r.columns {
			row = append(row, c.values[i])
		}
		r.turned = append(r.turned, row)
	}
	for _, c := range r.columns {
		r.enough = append(r.enough, c.seen-rounding*float64(len(r.rows)))
	}
	for range r.changed + 1 {
		r.sums = append(r.sums, make([]float64, len(r.columns)))
	}
}

// adjusted is the p of each column. A column is held against the most that it and
// those behind it come to, and none may come out below one that was further out.
func (r *relabelling) adjusted() []float64 {
	r.farOut = make([]int, len(r.columns))
	switch {
	case len(r.rows) > mostCounted:
		r.tried, r.farOut = 1, slices.Repeat([]int{1}, len(r.columns)) // the sides as they are
		if r.pairs {
			r.drawSigns()
			break
		}
		r.draw()
	case r.pairs:
		r.flip(0)
	default:
		r.count(0, r.changed)
	}
	out, least := make([]float64, len(r.columns)), 0.0
	for k, far := range r.farOut {
		least = max(least, float64(far)/float64(r.tried))
		out[k] = least
	}
	return out
}

// count tries all ways to have so many of the rounds from the i-th on after, with the
// sums of those that are already.
func (r *relabelling) count(i, wanted int) {
	sums := r.sums[wanted]
	if wanted == 0 {
		r.try(sums)
		return
	}
	with := r.sums[wanted-1]
	for ; i+wanted <= len(r.rows); i++ {
		for k, v := range r.turned[i] {
			with[k] = sums[k] + v
		}
		r.count(i+1, wanted-1)
	}
}

// draw tries some.
func (r *relabelling) draw() {
	random, order := dice(), make([]int, len(r.rows))
	for i := range order {
		order[i] = i
	}
	sums := r.sums[0]
	for range draws {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		clear(sums)
		for _, i := range order[:r.changed] {
			for k, v := range r.turned[i] {
				sums[k] += v
			}
		}
		r.try(sums)
	}
}

// try holds one relabelling against what was seen.
func (r *relabelling) try(sums []float64) {
	r.tried++
	most := math.Inf(-1)
	for k := len(sums) - 1; k >= 0; k-- {
		most = max(most, r.tail.score(sums[k]))
		if most >= r.enough[k] {
			r.farOut[k]++
		}
	}
}
