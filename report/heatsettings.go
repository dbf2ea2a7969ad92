package report

import (
	"fmt"
	"strconv"

	"matchday/results"
)

// HeatOf lays out a map of settings as it is stored. One that was left out has no
// panels, and its note says why.
func HeatOf(m results.Map) Heat {
	h := Heat{
		Title: "which bulkheads bring it through", Shows: ShowInSLO, Facts: []Fact{},
		Row: HeatAxis{"inside", ticks(m.Inside)}, Column: HeatAxis{"queue", ticks(m.Queue)},
		Panels: []HeatMap{}, Notes: []string{},
	}
	if len(m.Cells) == 0 {
		h.Notes = append(h.Notes, m.LeftOut)
		return h
	}
	var panel HeatMap
	width := len(m.Queue)
	for i := range m.Inside {
		var row []HeatCell
		for _, c := range m.Cells[i*width : (i+1)*width] {
			row = append(row, heatCellOf(m, c))
		}
		panel.Rows = append(panel.Rows, row)
	}
	h.Panels = append(h.Panels, panel)
	if h.count(beyond) > 0 {
		h.Rule = fmt.Sprintf("queue rule D·(1+q/c) = T (with more inside than CPUs D·(c+q)/n = T): beyond it one may wait longer than %s, so it cannot protect", duration(m.Timeout))
	}
	h.Notes = append(append(h.Notes, h.choice()...), h.Doubts("")...)
	return h
}

func ticks(values []int) []string {
	out := []string{}
	for _, v := range values {
		out = append(out, strconv.Itoa(v))
	}
	return out
}

// heatCellOf returns a cell. The queue rule is one of first come, first served
// where nothing else bounds the wait, so it says nothing of other queues.
func heatCellOf(m results.Map, c results.MapCell) HeatCell {
	return HeatCell{
		Name: c.Setting, Verdict: c.Verdict, Reason: c.Reason, InSLO: c.UsersInSLO, Served: c.UsersServed, Back: c.Back,
		Beyond: !c.Protects && !m.LIFO && m.Wait == 0 && m.Kind == "", Best: c.Best, Validity: c.Validity,
	}
}

// choice says which setting to choose, and what the queue rule is worth.
func (h Heat) choice() []string {
	var out []string
	for c := range h.cells {
		if c.Best {
			out = append(out, fmt.Sprintf("%s served the most users within the SLO: %s (%s)", c.Name, percent(c.InSLO), c.Verdict))
		}
	}
	if all := h.count(beyond); all > 0 {
		lost := h.count(func(c HeatCell) bool { return beyond(c) && down(c) })
		out = append(out, fmt.Sprintf("stay down: %d of %d within the queue rule, %d of %d beyond it",
			h.count(down)-lost, h.count(every)-all, lost, all))
	}
	return out
}
