package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// mostObstacles is how many reasons stand below the table of differences.
const mostObstacles = 2

// TerminalInFull writes the comparison as [Terminal] does, and below it how every
// variant stands to the reference in full.
func TerminalInFull(w io.Writer, c Comparison, screen Screen) error {
	s, err := overview(c, screen, nil)
	if err != nil {
		return err
	}
	if err := s.differences(c); err != nil {
		return err
	}
	return s.writeTo(w)
}

// differences lays out how every variant stands to the reference: what a figure
// was, what it is, by how much that differs, how sure that is and what it comes to.
// Whatever could not be told is said below, with why.
func (s *sheet) differences(c Comparison) error {
	var rows []differing
	for _, one := range append([]Comparison{c}, c.Streams...) {
		rows = append(rows, one.differing()...)
	}
	if len(rows) == 0 {
		s.block(s.say("difference", "there is nothing to hold the variants against: it takes a second variant, another run or a baseline", 2)...)
		return nil
	}
	s.block(s.say("against", c.againstWhat(), 2)...)
	if known := estimated(rows); len(known) > 0 {
		table, err := textTable(differenceColumns(known), s.Screen)
		if err != nil {
			return err
		}
		s.block(table...)
	}
	if c.Comparable() {
		s.block(s.remarks(rows)...)
	}
	return nil
}

// againstWhat names the reference, and how rounds stand to those of it.
func (c Comparison) againstWhat() string {
	text := c.heldTo()
	all := c.contrasts()
	switch {
	case !c.Comparable():
		return text + ", which is not comparable: nothing is concluded from the differences"
	case slices.ContainsFunc(all, Contrast.indicative):
		return text + "; one round is indicative only: differences are shown, and nothing is claimed"
	}
	paired := slices.ContainsFunc(all, func(a Contrast) bool { return a.Paired })
	switch apart := slices.ContainsFunc(all, func(a Contrast) bool { return a.Shift != nil && !a.Paired }); {
	case paired && apart:
		return text + ", round by round where the same users came to both sides"
	case paired:
		return text + ", round by round: the same users came to both sides"
	}
	return text
}

// contrasts returns the answers on all variants that hold a difference. One that
// only says why there is none announces nothing.
func (c Comparison) contrasts() []Contrast {
	var out []Contrast
	for _, v := range c.Variants {
		for _, answer := range v.Against {
			if answer.Shift != nil {
				out = append(out, answer)
			}
		}
	}
	return out
}

// marked tells whether anything is claimed of a difference. Of one round nothing is.
func (c Comparison) marked() bool {
	return slices.ContainsFunc(c.contrasts(), func(a Contrast) bool { return a.chip().Mark != "" })
}

// A differing is one line of the table of differences.
type differing struct {
	Contrast
	name string // of the variant; empty where it is that of the line above
}

// estimated returns the lines that hold a difference: the others would be nothing
// but dashes. A variant is named in the first of its lines that are left.
func estimated(rows []differing) []differing {
	var out []differing
	name := ""
	for _, r := range rows {
		name = cmp.Or(r.name, name)
		if r.Shift != nil {
			r.name, name = name, ""
			out = append(out, r)
		}
	}
	return out
}

// differing returns a line for every contrast. A variant goes by its setting,
// unless variants of several runs are held against the reference, which that does
// not tell apart.
func (c Comparison) differing() []differing {
	var out []differing
	setting := len(c.heldRuns()) < 2
	for _, v := range c.Variants {
		name := v.Name
		if setting && v.Setting != "" {
			name = v.Setting
		}
		if c.Stream != nil {
			name = c.Stream.Name + " " + name
		}
		for _, answer := range v.Against {
			out = append(out, differing{answer, clip(name, mostName)})
			name = ""
		}
	}
	return out
}

// heldRuns returns the ids of the runs of which anything is held against the
// reference.
func (c Comparison) heldRuns() []string {
	var ids []string
	for _, v := range c.Variants {
		if len(v.Against) > 0 && !slices.Contains(ids, v.Run) {
			ids = append(ids, v.Run)
		}
	}
	return ids
}

// differenceColumns is the table of differences.
func differenceColumns(rows []differing) []textColumn {
	all := []textColumn{
		{head: "variant", left: true}, {head: "figure", left: true}, {head: "before", opens: true, weak: 2}, {head: "after", weak: 1},
		{head: "difference", opens: true}, {head: "interval", left: true, weak: 3}, {head: "p", weak: 4}, {head: "finding", left: true, opens: true},
	}
	for _, r := range rows {
		for i, text := range r.cells() {
			all[i].cells = append(all[i].cells, text)
		}
	}
	return all
}

// cells writes the line.
func (d differing) cells() []string {
	m := d.unit()
	value := func(x *float64) string {
		if x == nil {
			return unknown
		}
		return m.Format(*x)
	}
	interval, p := unknown, unknown
	if i := d.Interval; i != nil {
		interval = m.step(i.Low) + " … " + m.step(i.High)
	}
	if d.Adjusted != nil {
		p = strings.TrimPrefix(probability(*d.Adjusted), "= ")
	}
	finding := d.Finding.mark() + " " + string(d.Finding)
	if d.indicative() {
		finding = "indicative"
	}
	return []string{d.name, d.figure(), value(d.Before), value(d.After), d.change(), interval, p, finding}
}

// figure names what differs; of the shape the quantile that moved furthest.
func (d differing) figure() string {
	if d.Metric != ShapeMetric {
		return d.unit().Title
	}
	i := slices.IndexFunc(d.Shape, func(s Contrast) bool { return s.Shift != nil && d.Shift != nil && *s.Shift == *d.Shift })
	if i < 0 {
		return ShapeMetric
	}
	return ShapeMetric + ", " + d.Shape[i].unit().Title
}

// change writes the shift, and what share of the reference it is where that says
// more.
func (d differing) change() string {
	text := d.difference()
	switch {
	case text == "":
		return unknown
	case d.Ratio == nil || *d.Shift == 0 || d.unit().Unit == Share:
		return text
	}
	return text + " (" + d.unit().change(*d.Before, *d.Before+*d.Shift) + ")"
}

// remarks says what the table cannot: which quantiles moved, and why something
// could not be told.
func (s *sheet) remarks(rows []differing) []string {
	var lines []string
	var why []string
	name := ""
	for _, r := range rows {
		if r.name != "" {
			name = r.name
		}
		switch {
		case r.Metric == ShapeMetric && (r.Finding == Worse || r.Finding == Better):
			lines = append(lines, s.say(name, "shape: "+r.Why, 2)...)
		case r.Finding == CannotTell && !r.indicative() && (r.Test == "" || len(r.Missing) > 0):
			why = append(why, name+": "+r.Why)
		}
	}
	return append(lines, s.some("unclear", why, mostObstacles)...)
}
