package report

import (
	"fmt"
	"slices"
	"strings"
)

// Against returns the comparison with all of its variants held against a
// reference, by the asks of [Comparison.Headline]; those of each stream are a
// family of their own. What keeps the two sides from being compared, or would if
// the reference were not forced, is in its warnings, and so are the reference's
// own doubts.
func (c Comparison) Against(ref Reference) Comparison {
	if ref.side == nil {
		return c
	}
	c.Warnings = slices.DeleteFunc(slices.Clone(c.Warnings), func(w string) bool { return slices.Contains(c.Doubts, w) })
	c.Reference, c.Unlike, c.Forced = ref.name, Unlike(c, ref), ref.forced
	c.Doubts = append(c.apartness(), ref.Doubts()...)
	c.Warnings = slices.Concat(c.Doubts, c.Warnings)
	c = c.held(c, ref)
	c.Streams = slices.Clone(c.Streams)
	for i, s := range c.Streams {
		c.Streams[i] = s.held(c, ref)
	}
	return c
}

// Comparable tells whether anything may be concluded from how the variants stand
// to the reference, which is so as well where nothing is held against anything
// and where it is forced.
func (c Comparison) Comparable() bool { return c.Forced || barred(c.Unlike) == "" }

// apartness says what bars the comparison with its reference, nothing if it may be
// compared.
func (c Comparison) apartness() []string {
	var parts []string
	for _, d := range c.Unlike {
		if d.Bars {
			parts = append(parts, d.String())
		}
	}
	switch in := strings.Join(parts, ", "); {
	case in == "":
		return nil
	case c.Forced:
		return []string{fmt.Sprintf("compared by force with %s, which is not alike in %s: what differs need not be the target's doing", c.Reference, in)}
	default:
		return []string{fmt.Sprintf("not comparable with %s, which is not alike in %s: nothing is concluded from the differences", c.Reference, in)}
	}
}

// held enters how each variant stands to the reference. The whole is the
// comparison of all traffic, which alone can be held against all of another.
func (c Comparison) held(whole Comparison, ref Reference) Comparison {
	c.Reference = ref.name
	c.Variants = slices.Clone(c.Variants)
	for i := range c.Variants {
		c.Variants[i].Against = nil
	}
	for _, answer := range whole.Contrasts(ref, c.Headline(ref)) {
		i := slices.IndexFunc(c.Variants, func(v Variant) bool { return v.Name == answer.Variant })
		c.Variants[i].Against = append(c.Variants[i].Against, answer)
	}
	return c
}

// Usual returns what variants are held against if nothing else is asked for:
// the first of several runs, or the first variant of one.
func (c Comparison) Usual() Reference {
	switch {
	case len(c.Variants) < 2:
		return Reference{}
	case len(c.Runs) > 1:
		return ReferenceRun(c.only(c.Runs[0].ID))
	}
	ref, _ := c.ReferenceVariant(c.Variants[0].Name)
	return ref
}

// apart returns what the first run and the others do not share.
func (c Comparison) apart() []Divergence {
	if len(c.Runs) < 2 {
		return nil
	}
	return Unlike(c, ReferenceRun(c.only(c.Runs[0].ID)))
}
