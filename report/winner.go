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

// leastServed is the share of users below which nobody should ship a variant,
// however well it compares.
const leastServed = 0.5

// choose recommends a variant. unlike names what the runs were asked that
// differs between them; it is empty where they are alike.
//
// Only variants that were measured whole, by a generator that was not the
// limit, can be recommended. A better verdict of most rounds comes first:
// recovered, then degraded or slow, then undecided, then metastable. Among equals
// the most users within the SLO decide, and where that is a near tie the most
// users served, then the lower p99 of all who waited, then the smaller bulkhead.
// Even the best is nothing to ship where it stays down, or loses most of its
// users.
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
	case c.Closed:
		return Winner{Sentence: "nothing can be recommended: callers took turns, so each variant had a load of its own, and shares of it do not compare"}
	}
	best := c.best(able)
	if why := c.hopeless(best, able); why != "" {
		return Winner{Sentence: "nothing can be recommended: " + why + c.notCompared() + "; least bad: " + c.praise(best) + c.passedOver(best, able)}
	}
	return Winner{Variant: best.Name, Sentence: c.praise(best) + c.passedOver(best, able) + stayedDown(best, able) + c.notCompared() + indicative(best)}
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

// hopeless says why not even the best of the variants is to be shipped, "" where
// it is.
func (c Comparison) hopeless(best Variant, able []Variant) string {
	if best.usual() != measure.Metastable {
		if best.Cells[0].UsersServed < leastServed {
			return "even the best serves fewer than half of its users"
		}
		return ""
	}
	why := "every variant stays down"
	if len(able) < len(c.Variants) {
		why = "every variant that could be judged stays down"
	}
	if slices.ContainsFunc(able, func(v Variant) bool { return !unanimous(v.Verdicts) }) {
		why += " in most rounds"
	}
	return why
}

// best returns the variant to recommend of those that may be.
func (c Comparison) best(able []Variant) Variant {
	lead := slices.MinFunc(able, func(a, b Variant) int { return a.rank() - b.rank() }).rank()
	level := slices.DeleteFunc(slices.Clone(able), func(v Variant) bool { return v.rank() != lead })
	level = foremost(level, c.pleased)
	level = foremost(level, func(v Variant) float64 { return v.Cells[0].UsersServed })
	return slices.MinFunc(level, func(a, b Variant) int {
		return cmp.Or(cmp.Compare(a.Cells[0].Waited.P99, b.Cells[0].Waited.P99), cmp.Compare(a.size(), b.size()))
	})
}

// rank orders variants by what most of their rounds came to. Slow is as good as
// degraded: late in the one sense or the other.
func (v Variant) rank() int {
	if v.usual() == measure.Slow {
		return Severity(measure.Degraded)
	}
	return Severity(v.usual())
}

// foremost returns the variants whose share of users is the largest, or so near
// to it that they are taken to be the same.
func foremost(all []Variant, share func(Variant) float64) []Variant {
	most := 0.0
	for _, v := range all {
		most = max(most, share(v))
	}
	return slices.DeleteFunc(slices.Clone(all), func(v Variant) bool { return most-share(v) >= nearTie })
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
