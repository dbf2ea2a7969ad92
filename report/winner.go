package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

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
		return Winner{Sentence: fmt.Sprintf("nothing can be recommended: every variant stays down; least bad: %s", c.praise(best))}
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
			return severity(measure.Degraded)
		}
		return severity(v.Verdict)
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
	if c.Limits.SLO > 0 {
		return v.Cells[0].UsersInSLO
	}
	return v.Cells[0].UsersServed
}

// size orders bulkheads by how many they admit.
func (v Variant) size() int {
	switch {
	case !v.Bulkhead:
		return math.MaxInt
	case v.Queue < 0:
		return math.MaxInt - 1
	}
	return v.Inside + v.Queue
}

// plain is the sentence on a single variant.
func (c Comparison) plain(v Variant) string {
	name := clip(v.Name, nameInSentence)
	switch {
	case len(v.Cells) == 0:
		return name + ": nothing was measured"
	case v.Validity == measure.Invalid:
		return name + ": no verdict, because the generator was the limit and the figures are its own"
	case v.Partial:
		return fmt.Sprintf("%s: no verdict, because it was not driven through the whole profile; until then it %s", name, c.served(v))
	case v.Verdict == measure.NoPeak:
		return c.praise(v) + indicative(v)
	}
	return fmt.Sprintf("%s: %s; it %s%s%s", name, v.Verdict, c.served(v), c.comeback(v), indicative(v))
}

// praise says in one clause what the variant did.
func (c Comparison) praise(v Variant) string {
	return clip(v.Name, nameInSentence) + " " + c.served(v) + c.comeback(v)
}

// served says how many users the variant served, and how fast.
func (c Comparison) served(v Variant) string {
	whole := v.Cells[0]
	text := fmt.Sprintf("served %s of users", c.text(whole, "users_served"))
	if in := c.text(whole, "users_in_slo"); c.Limits.SLO > 0 && in != c.text(whole, "users_served") {
		text += fmt.Sprintf(" (%s within %s)", in, duration(c.Limits.SLO))
	}
	if p99 := c.text(whole, "p99"); p99 != unknown {
		text += ", p99 " + p99
	}
	return text
}

// comeback says how the variant came back after the peaks, or why it is not
// said to have.
func (c Comparison) comeback(v Variant) string {
	if v.Verdict == measure.NoPeak || len(v.Recovery) == 0 {
		return ""
	}
	if v.Verdict != measure.Recovered && v.Verdict != measure.Degraded {
		return "; " + v.Reason
	}
	text := ", back at once after every peak"
	if latest := slowest(v.Recovery); latest > 0 {
		text = fmt.Sprintf(", back within %s after every peak", duration(latest))
	}
	if len(v.Recovery) == 1 {
		text = strings.TrimSuffix(text, "every peak") + v.Recovery[0].Peak
	}
	if v.Verdict == measure.Degraded {
		text += ", but not within the SLO"
	}
	return text
}

// slowest returns the latest return.
func slowest(all []measure.Recovery) time.Duration {
	var latest time.Duration
	for _, r := range all {
		latest = max(latest, r.InTime.After)
	}
	return latest
}

// stayedDown names the variants that stayed down.
func stayedDown(able []Variant) string {
	var peaks []string
	down := map[string][]string{}
	for _, v := range able {
		first := lost(v.Recovery)
		if v.Verdict != measure.Metastable || first == len(v.Recovery) {
			continue
		}
		peak := v.Recovery[first].Peak
		if down[peak] == nil {
			peaks = append(peaks, peak)
		}
		down[peak] = append(down[peak], clip(v.Name, nameInSentence))
	}
	text := ""
	for _, p := range peaks {
		text += fmt.Sprintf("; %s never came back after %s", list(down[p]), p)
	}
	return text
}

// passedOver names the variants that were not compared.
func (c Comparison) passedOver() string {
	var names []string
	for _, v := range c.Variants {
		if !v.able() {
			names = append(names, clip(v.Name, nameInSentence))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "; not compared: " + list(names)
}

// list joins names as a sentence does, no more than three of them.
func list(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:2]), fmt.Sprintf("%d more", len(names)-2))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// indicative marks what rests on a single round.
func indicative(v Variant) string {
	if v.Rounds > 1 {
		return ""
	}
	return "; indicative only: one round"
}
