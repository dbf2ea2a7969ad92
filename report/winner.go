package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"matchday/measure"
)

// nearTie is how many users, as a share, may separate two variants that are
// taken to serve the same.
const nearTie = 0.01

// choose recommends a variant. unlike names what the runs were asked that
// differs between them; it is empty where they are alike.
//
// Only variants that were measured whole, by a generator that was not the
// limit, can be recommended. A better verdict comes first: recovered, then
// degraded or slow, then undecided, then metastable. Among equals the most users
// within the SLO decide, and where that is a near tie the lower p99 of all who
// waited, then the smaller bulkhead. Even the best of variants that all stay
// down is nothing to ship.
func (c Comparison) choose(unlike string) Winner {
	able := slices.DeleteFunc(slices.Clone(c.Variants), func(v Variant) bool { return !v.able() })
	switch {
	case len(c.Variants) == 0:
		return Winner{Sentence: "nothing can be recommended: no trial was made"}
	case len(c.Variants) == 1:
		return Winner{Sentence: c.plain(c.Variants[0])}
	case unlike != "":
		return Winner{Sentence: fmt.Sprintf("nothing can be recommended: the runs differ in %s, so their variants were not put to the same test", unlike)}
	case len(able) == 0:
		return Winner{Sentence: "nothing can be recommended: " + obstacle(c.Variants)}
	}
	best := c.best(able)
	if best.Verdict == measure.Metastable {
		all := "every variant"
		if len(able) < len(c.Variants) {
			all = "every variant that could be judged"
		}
		return Winner{Sentence: fmt.Sprintf("nothing can be recommended: %s stays down%s; least bad: %s", all, c.passedOver(), c.praise(best))}
	}
	return Winner{Variant: best.Name, Sentence: c.praise(best) + stayedDown(able) + c.passedOver() + indicative(best)}
}

// able tells whether a variant may be recommended at all.
func (v Variant) able() bool {
	return v.Validity != measure.Invalid && !v.Partial && len(v.Cells) > 0
}

// obstacle says why none of the variants may be recommended.
func obstacle(all []Variant) string {
	invalid := slices.ContainsFunc(all, func(v Variant) bool { return v.Validity == measure.Invalid })
	partial := slices.ContainsFunc(all, func(v Variant) bool { return v.Partial || len(v.Cells) == 0 })
	switch {
	case invalid && partial:
		return "of each variant either the generator was the limit or no round is whole"
	case invalid:
		return "the generator was the limit with every variant, so the figures are its own"
	}
	return "no variant was driven through the whole profile"
}

// best returns the variant to recommend of those that may be.
func (c Comparison) best(able []Variant) Variant {
	rank := func(v Variant) int {
		if v.Verdict == measure.Slow { // as good as degraded: late in the one sense or the other
			return Severity(measure.Degraded)
		}
		return Severity(v.Verdict)
	}
	lead := rank(slices.MinFunc(able, func(a, b Variant) int { return rank(a) - rank(b) }))
	most := 0.0
	for _, v := range able {
		if rank(v) == lead {
			most = max(most, c.pleased(v))
		}
	}
	level := slices.DeleteFunc(slices.Clone(able), func(v Variant) bool {
		return rank(v) != lead || most-c.pleased(v) >= nearTie
	})
	return slices.MinFunc(level, func(a, b Variant) int {
		return cmp.Or(cmp.Compare(a.Cells[0].Waited.P99, b.Cells[0].Waited.P99), cmp.Compare(a.size(), b.size()))
	})
}

// pleased returns the share of users that counts: those within the SLO, or
// those served where there is no SLO.
func (c Comparison) pleased(v Variant) float64 {
	if c.promised() {
		return v.Cells[0].UsersInSLO
	}
	return v.Cells[0].UsersServed
}

// size orders bulkheads by how many they admit. One that adapts may admit any
// number.
func (v Variant) size() int {
	switch {
	case !v.Bulkhead:
		return math.MaxInt
	case v.Queue < 0 || v.Inside == 0:
		return math.MaxInt - 1
	}
	return v.Inside + v.Queue
}
