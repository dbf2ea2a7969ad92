package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/results"
)

// A Reference is what variants are held against: one variant of the same
// comparison for all of them, or another run or a baseline setting by setting.
// Contrasts made with it do not depend on which of these it is. The zero
// Reference is none.
type Reference struct {
	name    string
	fixed   string // the one variant of all contrasts; empty for setting by setting
	side    side
	sources []sheetOfFacts
	own     func(Variant) bool // whether a variant is the reference itself
	unfit   []string           // why nothing should be held against a baseline that was set all the same
	floors  []Floor
	forced  bool
}

// A Floor is the least change of a metric that can be seen on some machine and
// target over the whole of a trial, in the metric's base unit.
type Floor struct {
	Variant string  `json:"variant,omitempty"` // the name of its setting; empty for all of them
	Metric  string  `json:"metric"`
	Least   float64 `json:"least"`
}

// ReferenceVariant returns the reference that is one variant of the comparison,
// by its name or the name of its setting. The error lists those that there are.
func (c Comparison) ReferenceVariant(name string) (Reference, error) {
	v, err := c.variant(name)
	if err != nil {
		return Reference{}, err
	}
	return Reference{
		name: v.Name, fixed: v.Name, side: measured{c}, sources: c.only(v.Run).sheets(),
		own: func(o Variant) bool { return o.Name == v.Name },
	}, nil
}

// ReferenceRun returns the reference that is another run, or what several runs
// came to, setting by setting.
func ReferenceRun(base Comparison) Reference {
	var ids []string
	for _, r := range base.Runs {
		ids = append(ids, r.ID)
	}
	return Reference{
		name: "run " + strings.Join(ids, ", "), side: measured{base}, sources: base.sheets(),
		own: func(v Variant) bool { return slices.Contains(ids, v.Run) },
	}
}

// ReferenceBaseline returns the reference that is a baseline, setting by setting.
func ReferenceBaseline(b results.Baseline) Reference {
	sheet := sheetOfFacts{run: b.Run}
	for _, f := range b.Facts {
		sheet.facts = append(sheet.facts, Fact(f))
	}
	return Reference{
		name: "baseline " + b.Name, side: kept{b}, sources: []sheetOfFacts{sheet}, unfit: b.Unfit,
		own: func(Variant) bool { return false },
	}
}

// Name says what the reference is, such as "none", "run 20261122-081500-k3f7"
// or "baseline main"; it is empty for the zero Reference.
func (r Reference) Name() string { return r.name }

// heldTo names the reference in a sentence.
func (c Comparison) heldTo() string {
	if slices.ContainsFunc(c.Variants, func(v Variant) bool { return v.Name == c.Reference }) {
		return called(c.Reference)
	}
	return c.Reference
}

// Doubts says that nothing should be held against the reference, and why, where
// that was known when it was made a baseline.
func (r Reference) Doubts() []string {
	if len(r.unfit) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s was set although nothing should be held against it: %s", r.name, strings.Join(r.unfit, "; "))}
}

// Facts returns what was asked of the reference's target, and where: each name
// once, with all the values that its runs have.
func (r Reference) Facts() []Fact { return joined(r.sources) }

// Forced returns the same reference for contrasts that are wanted although the
// two sides are not comparable.
func (r Reference) Forced() Reference {
	r.forced = true
	return r
}

// Floors returns the same reference with the least changes that can be seen.
// No contrast calls a smaller one a change.
func (r Reference) Floors(floors []Floor) Reference {
	r.floors = floors
	return r
}

// floor returns the least change of a metric of some variants that can be seen,
// 0 where that is not known. What cannot be seen over the whole of a trial cannot
// be seen in a phase of it, which is shorter.
func (r Reference) floor(metric string, variants ...string) float64 {
	least := 0.0
	for _, f := range r.floors {
		if f.Metric == metric && (f.Variant == "" || slices.Contains(variants, f.Variant)) {
			least = max(least, f.Least)
		}
	}
	return least
}

// variant returns the variant of that name, or else the only one of that
// setting.
func (c Comparison) variant(name string) (Variant, error) {
	var names []string
	var found []Variant
	for _, v := range c.Variants {
		if v.Name == name {
			return v, nil
		}
		if v.Setting == name {
			found = append(found, v)
		}
		names = append(names, fmt.Sprintf("%q", v.Name))
	}
	switch {
	case len(names) == 0:
		return Variant{}, fmt.Errorf("there is no variant %q: there are none", name)
	case len(found) == 0:
		return Variant{}, fmt.Errorf("there is no variant %q, only %s", name, strings.Join(names, ", "))
	case len(found) > 1:
		return Variant{}, fmt.Errorf("variant %q is there more than once: %s", name, strings.Join(names, ", "))
	}
	return found[0], nil
}

// only returns the comparison with what one of its runs came to, and nothing of
// the others.
func (c Comparison) only(run string) Comparison {
	other := func(v Variant) bool { return v.Run != run }
	c.Variants = slices.DeleteFunc(slices.Clone(c.Variants), other)
	c.Runs = slices.DeleteFunc(slices.Clone(c.Runs), func(s Source) bool { return s.ID != run })
	c.Streams = slices.Clone(c.Streams)
	for i, s := range c.Streams {
		c.Streams[i] = s.only(run)
	}
	return c
}
