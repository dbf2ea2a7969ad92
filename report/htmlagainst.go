package report

import "strings"

// unlikeGrid is what the reference does not share, nil where it shares all.
func unlikeGrid(c Comparison) *grid {
	if len(c.Unlike) == 0 {
		return nil
	}
	g := grid{First: "fact", Title: "What differs between the two sides", Head: []heading{
		{Title: "before"}, {Title: "after"}, {Title: "comparable", Doc: "whether figures of the one say anything about figures of the other"},
	}}
	for _, d := range c.Unlike {
		bars := field{Text: "✓"}
		if d.Bars {
			bars = field{Text: "✗ no", Tone: "bad"}
		}
		g.Rows = append(g.Rows, line{Name: d.Name, Fields: []field{{Text: d.Before}, {Text: d.After}, bars}})
	}
	return &g
}

// againstGrid is how the variants stand to the reference, nil where no difference is
// known.
func againstGrid(c Comparison) *grid {
	rows := estimated(c.differing())
	if len(rows) == 0 {
		return nil
	}
	all := differenceColumns(rows)
	g := grid{First: c.rowHead(), Title: "Differences to the reference", Blocks: true}
	for _, col := range all[1:] {
		g.Head = append(g.Head, heading{Title: col.head, Left: col.left, Doc: differenceDoc(col.head)})
	}
	for i, r := range rows {
		l := line{Name: r.name, Opens: r.name != ""}
		for _, col := range all[1:] {
			l.Fields = append(l.Fields, col.field(i))
		}
		last := &l.Fields[len(l.Fields)-1]
		last.Tone, last.Hint = strings.TrimSpace(last.Tone+" "+r.chip().tone()), r.Why
		g.Rows = append(g.Rows, l)
	}
	return &g
}

// field is the i-th text of the column for the page, where words stand at the left
// as well.
func (c textColumn) field(i int) field {
	f := field{Text: c.cells[i]}
	if c.left {
		f.Tone = "left"
	}
	return f
}

// differenceDoc explains a column of the differences.
func differenceDoc(head string) string {
	switch head {
	case "before", "after":
		return "median over rounds, " + map[string]string{"before": "of the reference", "after": "of the variant"}[head]
	case "difference":
		return "estimate of Hodges and Lehmann, and what share of the figure before it is"
	case "interval":
		return "where the difference lies with 95 % confidence, or as close to that as the rounds allow"
	case "p":
		return "how likely so large a difference is where there is none, in view of all that is asked at once (Holm)"
	}
	return ""
}

// shapeGrid is how far every quantile of the response time moved, nil where no
// shape is known.
func shapeGrid(c Comparison) *grid {
	g := grid{First: c.rowHead(), Title: "Response time, quantile by quantile"}
	for _, name := range shapeMetrics() {
		m, _ := Lookup(name)
		g.Head = append(g.Head, heading{Title: m.Title, Doc: m.Doc})
	}
	for _, v := range c.Variants {
		for _, a := range v.Against {
			if len(a.Shape) > 0 {
				g.Rows = append(g.Rows, line{Name: v.Name, Fields: shapeFields(a)})
			}
		}
	}
	if len(g.Rows) == 0 {
		return nil
	}
	return &g
}

// shapeFields writes the difference of every quantile, with the mark of what it
// comes to.
func shapeFields(shape Contrast) []field {
	var out []field
	for _, name := range shapeMetrics() {
		f := field{Text: unknown, Hint: "not known in every round"}
		for _, q := range shape.Shape {
			if q.Metric != name {
				continue
			}
			chip := q.chip()
			f = field{Text: strings.TrimSpace(chip.Text + " " + chip.Mark), Tone: chip.tone()}
		}
		out = append(out, f)
	}
	return out
}

// tone returns the colour of a finding in a table; what is not claimed has none.
func (c chip) tone() string {
	if c.Tone == "open" {
		return ""
	}
	return c.Tone
}
