package report

import "slices"

// A chip says how a figure stands to that of the reference: by how much, and what
// that comes to as a mark and a word, so that it can be read without colour.
type chip struct {
	Text string // such as "+63 points"
	Mark string // ▲ for the better, ▼ for the worse, = for no difference, ? for what cannot be told
	Word string // the finding; empty where none is claimed, of one round
	Tone string // of its colour: good, bad, nil or open
	Hint string // all of it in a sentence
}

// chip returns how a variant stands to the reference in a metric of the headline;
// none of the reference itself and where nothing is held against anything.
func (v Variant) chip(metric string) (chip, bool) {
	for _, c := range v.Against {
		if c.Metric == metric && c.Phase == "" && c.Shift != nil {
			return c.chip(), true
		}
	}
	return chip{}, false
}

// chipped adds to the columns of a table of variants how each figure stands to the
// reference.
func (c Comparison) chipped(all []textColumn) []textColumn {
	all = slices.Clone(all)
	for i, col := range all {
		all[i].cells = slices.Clone(col.cells)
		for j, v := range c.Variants {
			if chip, ok := v.chip(col.of); ok && col.of != "" {
				all[i].cells[j] += " (" + chip.String() + ")"
			}
		}
	}
	return all
}

func (c Contrast) chip() chip {
	out := chip{Text: c.difference(), Mark: c.Finding.mark(), Word: string(c.Finding), Hint: c.Why}
	out.Tone = map[Finding]string{Better: "good", Worse: "bad", NoDifference: "nil", CannotTell: "open"}[c.Finding]
	if c.indicative() {
		out.Mark, out.Word = "", ""
	}
	return out
}

// String writes the chip in a line, such as "+63 points ▲ better".
func (c chip) String() string {
	switch {
	case c.Mark == "":
		return c.Text
	case c.Text == "0":
		return c.Mark + " " + c.Word
	}
	return c.Text + " " + c.Mark + " " + c.Word
}

// mark stands for a finding where a word has no room, and before the word where
// it has.
func (f Finding) mark() string {
	switch f {
	case Better:
		return "▲"
	case Worse:
		return "▼"
	case NoDifference:
		return "="
	}
	return "?"
}

// indicative tells whether a contrast is of no more than one trial of a side,
// which shows a difference and claims nothing.
func (c Contrast) indicative() bool {
	return c.Shift != nil && min(c.Rounds[0], c.Rounds[1]) < 2
}

// unit returns the metric that the contrast's figures are written like.
func (c Contrast) unit() Metric {
	if c.Metric == ShapeMetric {
		return Metric{Unit: Seconds}
	}
	m, _ := Lookup(c.Metric)
	return m
}

// difference writes the shift; "" where there is none.
func (c Contrast) difference() string {
	if c.Shift == nil {
		return ""
	}
	return c.unit().step(*c.Shift)
}
