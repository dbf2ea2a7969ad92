package report

import (
	"fmt"

	"matchday/report/stats"
)

// The level of all that is claimed: how often at most a family of answers may
// hold a false alarm, and how sure intervals are.
const (
	significance = .05
	confidence   = 1 - significance
)

// The names of tests.
const (
	bySigns = "signs" // all signs of the differences of pairs
	byRanks = "ranks" // Mann and Whitney's
)

// twice returns the p that a change for the worse counts with where that alone is
// asked for. It has one way to happen instead of two, which must not make it any
// easier to find: to be called worse takes as much either way.
func (q question) twice(p float64) float64 {
	if q.tail() == stats.TwoSided {
		return p
	}
	return min(1, 2*p)
}

// together names a test of several figures at once.
func together(name string) string {
	if name == bySigns {
		return "pairs" // the two of a pair change sides as wholes
	}
	return "rounds" // rounds do
}

// A question is an ask on its way to its answer.
type question struct {
	Contrast
	metric        Metric
	before, after []float64  // by round, of those that were measured
	differences   []float64  // of pairs; none where there are no pairs
	obstacle      string     // why there can be no answer
	needed        int        // rounds of each side that a test would take, where these are too few
	quantiles     []question // of the shape
	missing       []question // quantiles of the shape that cannot be told, though one side has them
	leading       string     // the quantile that the shape's own figures are of
}

// stopped returns the question with why there is no answer.
func (q question) stopped(why string) question {
	q.obstacle = why
	return q
}

// enter takes in the figures of both sides and what lies between them.
func (q *question) enter(before, after rounds) {
	q.Rounds = [2]int{len(before.values), len(after.values)}
	q.before, q.after = before.known(), after.known()
	q.Before, q.After = middle(q.before), middle(q.after)
	switch {
	case q.Before == nil && q.After == nil:
		q.obstacle = "it was measured on neither side"
	case q.Before == nil:
		q.obstacle = "it was not measured in the reference"
	case q.After == nil:
		q.obstacle = "it was measured in the reference alone"
	default:
		q.Rounds = [2]int{len(q.before), len(q.after)}
		q.shift(pairs(before, after))
	}
}

// middle returns the median, nil of nothing.
func middle(x []float64) *float64 {
	if len(x) == 0 {
		return nil
	}
	m := stats.Median(x)
	return &m
}

// shift estimates how far the sides lie apart, from pairs where there are any.
func (q *question) shift(before, after []float64) {
	for i := range before {
		q.differences = append(q.differences, after[i]-before[i])
	}
	q.Paired = len(q.differences) > 0
	shift, interval, ok := stats.UnpairedShift(q.before, q.after, confidence)
	if q.Paired {
		shift, interval, ok = stats.PairedShift(q.differences, confidence)
	}
	q.Shift = &shift
	if *q.Before != 0 {
		ratio := (*q.Before + shift) / *q.Before
		q.Ratio = &ratio
	}
	if ok {
		q.Interval = &interval
	}
}

// tail returns on which side a change counts.
func (q question) tail() stats.Tail {
	switch {
	case !q.Worse || q.metric.Better == Neither:
		return stats.TwoSided
	case q.metric.Better == Lower:
		return stats.Greater
	}
	return stats.Less
}

// test enters the p of no difference at all by the test of that name.
func (q *question) test(name string) {
	q.Test = name
	if name == bySigns {
		q.P = of(q.twice(stats.SignFlip(q.differences, q.tail())))
		return
	}
	q.P = of(q.twice(stats.RankSum(q.before, q.after, q.tail())))
}

func of(x float64) *float64 { return &x }

// single tells whether one of the sides is no more than one trial.
func (q question) single() bool { return min(q.Rounds[0], q.Rounds[1]) < 2 }

// room is how much smaller than it has to be the least p of pairs should be: a
// test that finds a change only if every single pair shows it misses too many.
const room = 5

// choose names the test that can tell most in a family of that size, "" if none
// can tell anything. It looks at how many rounds there are and not at what they
// came to.
func (q question) choose(family int) string {
	signs := 1.0
	if q.Paired {
		signs = stats.LeastSignFlip(len(q.differences), stats.TwoSided)
	}
	switch {
	case tells(signs*room, family):
		return bySigns
	case tells(stats.LeastRankSum(len(q.before), len(q.after), stats.TwoSided), family):
		return byRanks
	case tells(signs, family):
		return bySigns
	}
	return ""
}

// tells tells whether a p stays within the level among so many.
func tells(p float64, family int) bool { return p*float64(family) <= significance }

// mostRounds is how many rounds anybody would make.
const mostRounds = 1000

// roundsFor returns how many rounds of each side it takes to tell anything in a
// family of that size.
func roundsFor(family int, paired bool) int {
	for n := 2; n < mostRounds; n++ {
		if tells(stats.LeastRankSum(n, n, stats.TwoSided), family) || paired && tells(stats.LeastSignFlip(n, stats.TwoSided), family) {
			return n
		}
	}
	return mostRounds
}

// same tells whether no round differs from its like, or no round from any where
// there are no pairs.
func (q question) same() bool {
	all := append(append([]float64{}, q.before...), q.after...)
	against := q.before[0]
	if q.Paired {
		all, against = q.differences, 0
	}
	for _, x := range all {
		if x != against {
			return false
		}
	}
	return true
}

// count writes how many rounds there are.
func (q question) count() string {
	if q.Rounds[0] == q.Rounds[1] {
		return plural(q.Rounds[0], "round")
	}
	return fmt.Sprintf("%d and %d rounds", q.Rounds[0], q.Rounds[1])
}
