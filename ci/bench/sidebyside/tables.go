package main

import (
	"fmt"
	"time"
)

// A table is a subject's figures, a row for each tool.
type table struct {
	title string
	about string // how to read it
	heads []string
	rows  [][]string
	notes []string
}

// unknown is the cell of a figure that was not measured.
const unknown = "–"

// tables returns what was asked for, as far as it was measured.
func (r results) tables(o options) []table {
	var out []table
	for _, m := range o.measurements() {
		if m.subject != closed || o.wants(closed) {
			out = append(out, r.table(o, m, layoutOf(o, m)))
		}
	}
	if o.wants(memory) {
		out = append(out, r.table(o, measurement{subject: closed}, memoryLayout()))
	}
	return out
}

// A layout is a table without its figures.
type layout struct {
	title, about string
	columns      []column
	first        []string // a row before those of the tools
}

func layoutOf(o options, m measurement) layout {
	switch m.subject {
	case closed:
		return layout{
			title:   fmt.Sprintf("Closed loop, %d connections", connections),
			about:   "Processor time of the client for each request. The whole process, start and summary included.",
			columns: []column{cost(), cost().ratio("to wrk", "wrk"), arrived()},
		}
	case open:
		return layout{
			title:   fmt.Sprintf("Open loop, %s/s", whole(m.rate)),
			about:   "Processor time of the client for each request. The whole process, start and summary included. A tool that stays below 95 % of the rate is not compared.",
			columns: []column{cost(), cost().ratio("to best peer", bestPeer), arrived()},
		}
	case punctual:
		return layout{
			title: fmt.Sprintf("Punctuality, %s/s", whole(m.rate)),
			about: fmt.Sprintf("How far requests arrive from an even schedule, one every %s µs, and how many follow the one before within a tenth of that.",
				three(1e6/m.rate)),
			columns: []column{offBy(.5), offBy(.99), offBy(.999), offBy(.99).ratio("p99 to best peer", bestPeer), bunching(), arrived()},
		}
	}
	return freezeLayout(o, m)
}

func memoryLayout() layout {
	return layout{
		title:   fmt.Sprintf("Memory, closed loop, %d connections", connections),
		about:   "Peak resident memory of the client.",
		columns: []column{peak(), peak().ratio("to best peer", bestPeer)},
	}
}

// freezeLayout has the truth as its first row.
func freezeLayout(o options, m measurement) layout {
	p := o.task(m, "", "").pause
	l := layout{
		title: fmt.Sprintf("A freeze of %s in a run of %s, %s/s", p.freeze, p.run, whole(m.rate)),
		about: fmt.Sprintf("What each tool says callers waited, where a request takes %s, how far the worst of these figures is off, and how many of the requests that were due in the freeze were sent in it.", p.service),
		first: []string{"truth"},
	}
	for _, q := range quantiles() {
		l.columns = append(l.columns, toldAt(q))
		l.first = append(l.first, three(float64(p.quantile(q))/float64(time.Millisecond)))
	}
	l.columns = append(l.columns, offTruth(p), sentWhileFrozen())
	l.first = append(l.first, "0", three(100))
	return l
}

// table fills the layout.
func (r results) table(o options, m measurement, l layout) table {
	t := table{title: l.title, about: l.about, heads: []string{"tool"}, notes: r.trouble(m, o.chosen())}
	for _, c := range l.columns {
		t.heads = append(t.heads, c.head)
	}
	if l.first != nil {
		t.rows = append(t.rows, l.first)
	}
	for _, tool := range o.chosen() {
		row := []string{tool.name}
		for _, c := range l.columns {
			row = append(row, r.cell(m, tool.name, c))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// cell writes one figure of one tool.
func (r results) cell(m measurement, tool string, c column) string {
	s, ok := r.spread(m, tool, c.of)
	if !ok {
		return unknown
	}
	if c.to == "" {
		return s.text(c.show)
	}
	reference, ok := r.reference(m, c)
	if !ok || !r.keepsUp(m, tool) {
		return unknown
	}
	return three(s.median/reference) + "×"
}

// enough is the share of a rate that a tool must reach to be compared at it: a
// request that is not sent costs nothing, and is never late.
const enough = 0.95

// keepsUp tells whether the tool reaches the rate that is asked of it.
func (r results) keepsUp(m measurement, tool string) bool {
	s, ok := r.spread(m, tool, arrived().of)
	return ok && s.median >= enough*m.rate
}

// reference returns what the ratios of a column are taken to.
func (r results) reference(m measurement, c column) (float64, bool) {
	best, found := 0.0, false
	for _, p := range peers() {
		if c.to != bestPeer && c.to != p.name || !r.keepsUp(m, p.name) {
			continue
		}
		s, ok := r.spread(m, p.name, c.of)
		if ok && s.median > 0 && (!found || s.median < best) {
			best, found = s.median, true
		}
	}
	return best, found
}
