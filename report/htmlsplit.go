package report

// splitGrid is where the response time went, over whole trials: by the target's
// own word where it gives one, else lag and service alone. It is nil where nobody
// was answered.
func splitGrid(c Comparison) *grid {
	return c.splitOf("Where the response time goes", func(v Variant) []Cell { return v.Cells[:1] })
}

// splitByPhase is the same phase by phase; nil where the target says nothing.
func splitByPhase(c Comparison) *grid {
	if !c.split() {
		return nil
	}
	return c.splitOf("Where the response time goes, by phase", func(v Variant) []Cell { return v.Cells })
}

// splitOf is where the response time went in some phases of every variant.
func (c Comparison) splitOf(title string, of func(Variant) []Cell) *grid {
	parts := c.partsTold()
	g := grid{First: c.rowHead(), Title: title, Blocks: true, Head: []heading{{Title: "phase", Left: true}}}
	g.group("", 2)
	for _, part := range parts {
		g.group(part.title, len(part.metrics))
		for i, m := range part.metrics {
			g.Head = append(g.Head, heading{Title: part.heads[i], Doc: m.Doc})
		}
	}
	for _, v := range c.Variants {
		if len(v.Cells) > 0 && v.Cells[0].Response.Count > 0 && v.Cells[0].told() == c.split() {
			g.Rows = append(g.Rows, splitLines(v.Name, of(v), parts)...)
		}
	}
	if len(g.Rows) == 0 {
		return nil
	}
	g.hoist()
	return &g
}

// partsTold are the parts of a response time that are known: of a target that says
// nothing only how late the request was sent, and how long the answer took.
func (c Comparison) partsTold() []kind {
	if c.split() {
		return splitParts()
	}
	return []kind{splitPart("lag", "lag"), splitPart("service", "service")}
}

func splitLines(name string, cells []Cell, parts []kind) []line {
	var out []line
	for i, cell := range cells {
		l := line{Name: name, Opens: true, Fields: []field{{Text: "whole trial", Tone: "left"}}}
		if i > 0 {
			l = line{Fields: []field{{Text: cell.Name, Tone: "left"}}}
		}
		for _, part := range parts {
			for _, m := range part.metrics {
				l.Fields = append(l.Fields, cell.field(m))
			}
		}
		l.Whole = i == 0 && len(cells) > 1
		out = append(out, l)
	}
	return out
}
