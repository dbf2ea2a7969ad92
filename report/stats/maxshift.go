package stats

import "slices"

// MaxShift tests all quantiles of a distribution at once, and returns an adjusted p
// for each: how likely it is that any of them lies so far off if nothing tells the
// rounds of the two sides apart. Each row is a round, each column a quantile; there
// are as many as margins. A column with something that is not a number, or that a row
// does not have, is NaN and does not count, and all are NaN where a side is empty.
//
// The rounds change sides as wholes, in all ways there are up to 20 of them and in
// 100 000 seeded draws beyond, so that what the quantiles of a round have in common is
// kept. For that reason a test of many quantiles can come to as small a p as one of a
// single quantile, which adjusting each apart could not (Westfall and Young 1993,
// step-down maxT).
//
// The statistic of a quantile is the difference of the means of the sides, over the
// deviation of all its rounds, which no change of sides alters: a noisy quantile does
// not drown a quiet one. The deviation counts as half the margin at least, which is
// what a clean change by the margin makes it, so that changes too small to matter do
// not push to the front for being regular.
func MaxShift(before, after [][]float64, margins []float64, tail Tail) (adjusted []float64) {
	r := relabelling{rows: slices.Concat(before, after), changed: len(after), tail: tail}
	if len(before) == 0 || len(after) == 0 {
		r.rows = nil // there is nothing to change sides with
	}
	return r.test(margins)
}
