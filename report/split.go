package report

import "matchday/measure"

// The parts of a response time, where the target says how long it took, and the
// metrics that tell of each.
func splitParts() []kind {
	return []kind{splitPart("lag", "lag"), splitPart("network", "network"), splitPart("queue", "queue"), splitPart("service", "inside")}
}

// splitPart is the part whose metrics begin with the name.
func splitPart(title, name string) kind {
	k := kind{title: title, heads: []string{"p50", "p99"}}
	for _, q := range k.heads {
		m, _ := Lookup(name + "_" + q)
		k.metrics = append(k.metrics, m)
	}
	return k
}

// told tells whether the target said in a phase how long answers took.
func (c Cell) told() bool { return c.Split.Inside.Count > 0 }

// split tells whether the target said so of any variant.
func (c Comparison) split() bool {
	for _, v := range c.Variants {
		if len(v.Cells) > 0 && v.Cells[0].told() {
			return true
		}
	}
	return false
}

// splitTable is the screen's table of where the response time went, over whole
// trials; nothing where no target says, or only a model of one, which has neither
// lag nor a network.
func (c Comparison) splitTable() []textColumn {
	if c.Simulated {
		return nil
	}
	return c.splitColumns(func(v Variant) []Cell { return v.Cells[:1] })
}

// splitColumns is the table of where the response time went: median and 99th
// percentile of each part, for some phases of every variant.
func (c Comparison) splitColumns(of func(Variant) []Cell) []textColumn {
	if !c.split() {
		return nil
	}
	all := []textColumn{{head: "p50, p99 of", left: true}}
	for _, part := range splitParts() {
		all = append(all, textColumn{head: part.title, opens: true})
	}
	for _, v := range c.Variants {
		if len(v.Cells) == 0 || !v.Cells[0].told() {
			continue
		}
		for _, cell := range of(v) {
			name := clip(v.Name, mostName)
			if cell.Name != measure.Whole {
				name = clip(cell.Name, mostName)
			}
			all[0].cells = append(all[0].cells, name)
			for p, part := range splitParts() {
				all[p+1].cells = append(all[p+1].cells, cell.text(part.metrics[0].Name)+", "+cell.text(part.metrics[1].Name))
			}
		}
	}
	return all
}
