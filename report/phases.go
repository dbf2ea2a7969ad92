package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Phases writes one variant phase by phase, the whole trial last. Its name is
// that in the comparison; any other is an error that lists them.
func Phases(w io.Writer, c Comparison, variant string, screen Screen) error {
	v, err := c.find(variant)
	if err != nil {
		return err
	}
	s := sheet{Screen: screen, margin: 12}
	name := v.Name
	if c.Stream != nil {
		name = fmt.Sprintf("[%s] %s", c.Stream.Name, v.Name)
	}
	s.block(s.say("variant", fmt.Sprintf("%s: %s", name, v.Reason), 3)...)
	if len(v.Cells) > 0 {
		table, err := textTable(c.phaseColumns(v), screen)
		if err != nil {
			return err
		}
		s.block(table...)
		if text := v.withinText(); text != "" {
			s.block(s.say("within", text, 4)...)
		}
		c.Variants = []Variant{v}
		if split := c.splitColumns(func(v Variant) []Cell { return v.Cells }); len(split) > 0 {
			if table, err = textTable(split, screen); err != nil {
				return err
			}
			s.block(table...)
		}
	}
	return s.writeTo(w)
}

// find returns the variant of that name.
func (c Comparison) find(name string) (Variant, error) {
	var names []string
	for _, v := range c.Variants {
		if v.Name == name {
			return v, nil
		}
		names = append(names, v.Name)
	}
	return Variant{}, fmt.Errorf("variant %q is not one of %s", name, strings.Join(names, ", "))
}

// phaseColumns is the table of one variant's phases. The whole trial comes
// first among the cells, and stands last like a total.
func (c Comparison) phaseColumns(v Variant) []textColumn {
	cells := append(v.Cells[1:len(v.Cells):len(v.Cells)], v.Cells[0])
	names, times := textColumn{head: "phase", left: true}, textColumn{head: "from – to", weak: 2}
	for _, cell := range cells {
		names.cells = append(names.cells, clip(cell.Name, mostName))
		times.cells = append(times.cells, clock(cell.Start)+" – "+clock(cell.End))
	}
	all := []textColumn{names, times}
	for _, col := range c.phaseMetrics() {
		name := col.head
		if col.head = phaseHead(name); name == "offered" {
			col.head = c.loadWord(col.head)
		}
		for _, cell := range cells {
			col.cells = append(col.cells, cell.text(name))
		}
		all = append(all, col)
	}
	return all
}

// phaseMetrics names the metrics of a phase, in the place of their heads.
func (c Comparison) phaseMetrics() []textColumn {
	all := []textColumn{
		{head: "offered", opens: true}, {head: "attempt_rate", weak: 3},
		{head: "users_served", mark: c.servedMark(), opens: true},
	}
	if c.promised() {
		all = append(all, textColumn{head: "users_in_slo", mark: InTime})
	}
	all = append(all,
		textColumn{head: "users_rejected", mark: Rejected}, textColumn{head: "users_timed_out", mark: TimedOut},
		textColumn{head: "users_failed", mark: Failed, weak: 1},
		textColumn{head: "p50", opens: true}, textColumn{head: "p99"}, textColumn{head: "p99_all"},
		textColumn{head: "lag_p99", weak: 5})
	if c.Stream == nil {
		all = slices.Insert(all, len(all)-1, textColumn{head: "max_in_flight", weak: 4, opens: true})
	}
	return all
}

// phaseHead is the title of a metric, broken where that makes a column narrower.
func phaseHead(name string) string {
	switch name {
	case "users_timed_out":
		return "timed\nout"
	case "p99_all":
		return "p99\nall"
	case "max_in_flight":
		return "max in\nflight"
	case "lag_p99":
		return "lag\np99"
	}
	m, err := Lookup(name)
	if err != nil {
		return name
	}
	return m.Title
}
