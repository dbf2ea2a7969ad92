package stats

import (
	"cmp"
	"math"
	"slices"
)

// relabelling tries which of the rounds could have been those after.
type relabelling struct {
	rows    [][]float64 // before, then after
	changed int         // how many are after
	tail    Tail
	columns []column // quantiles that were measured in every round

	tried  int
	farOut []int // by column: how many gave at least so much, there or further on
}

// column is a quantile over all rounds.
type column struct {
	quantile int
	values   []float64 // off the mean of all rounds, over the deviation
	seen     float64   // score of the sides as they are
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
	scale := 0.0
	if slices.Min(values) != slices.Max(values) { // equal ones have no deviation, not even by rounding
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
}

// adjusted is the p of each column. A column is held against the most that it and
// those behind it come to, and none may come out below one that was further out.
func (r *relabelling) adjusted() []float64 {
	r.farOut = make([]int, len(r.columns))
	if len(r.rows) > mostCounted {
		r.tried, r.farOut = 1, slices.Repeat([]int{1}, len(r.columns)) // the sides as they are
		r.draw()
	} else {
		r.count(0, r.changed, make([]float64, len(r.columns)))
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
func (r *relabelling) count(i, wanted int, sums []float64) {
	if wanted == 0 {
		r.try(sums)
		return
	}
	with := make([]float64, len(sums))
	for ; i+wanted <= len(r.rows); i++ {
		for k, c := range r.columns {
			with[k] = sums[k] + c.values[i]
		}
		r.count(i+1, wanted-1, with)
	}
}

// draw tries some.
func (r *relabelling) draw() {
	random, order := dice(), make([]int, len(r.rows))
	for i := range order {
		order[i] = i
	}
	sums := make([]float64, len(r.columns))
	for range draws {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		clear(sums)
		for _, i := range order[:r.changed] {
			for k, c := range r.columns {
				sums[k] += c.values[i]
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
		if most >= r.columns[k].seen-rounding*float64(len(r.rows)) {
			r.farOut[k]++
		}
	}
}
