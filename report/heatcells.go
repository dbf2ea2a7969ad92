package report

import (
	"strconv"

	"matchday/measure"
)

// cells yields the cells of all maps.
func (h Heat) cells(yield func(HeatCell) bool) {
	for _, m := range h.Panels {
		for _, row := range m.Rows {
			for _, c := range row {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// count returns how many cells are such.
func (h Heat) count(such func(HeatCell) bool) (n int) {
	for c := range h.cells {
		if such(c) {
			n++
		}
	}
	return n
}

func every(HeatCell) bool       { return true }
func beyond(c HeatCell) bool    { return c.Beyond }
func own(c HeatCell) bool       { return c.Own }
func down(c HeatCell) bool      { return c.Verdict == measure.Metastable }
func undecided(c HeatCell) bool { return c.Verdict == measure.Undecided }
func untrue(c HeatCell) bool    { return c.Validity == measure.Invalid }

// has tells whether any cell has the verdict.
func (h Heat) has(v measure.Verdict) bool {
	return h.count(func(c HeatCell) bool { return c.Verdict == v }) > 0
}

// Doubts says how many cells are undecided or to be distrusted. The remedy is
// what may decide the undecided ones; where it is empty the first of them is
// named with its reason.
func (h Heat) Doubts(remedy string) []string {
	var out []string
	if n := h.count(undecided); n > 0 {
		text := heatCells(n) + " undecided"
		if remedy == "" {
			text += h.example(undecided)
		} else {
			text += ": " + remedy
		}
		out = append(out, text)
	}
	if n := h.count(untrue); n > 0 {
		out = append(out, heatCells(n)+" to be distrusted: the simulation came to a limit of its own, such as the attempts in flight")
	}
	return out
}

// example names the first cell that is such, and its reason.
func (h Heat) example(such func(HeatCell) bool) string {
	for c := range h.cells {
		if such(c) {
			return ", such as " + c.Name + ": " + c.Reason
		}
	}
	return ""
}

// heatCells counts cells in a sentence.
func heatCells(n int) string {
	if n == 1 {
		return "1 cell is"
	}
	return strconv.Itoa(n) + " cells are"
}
