package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/results"
)

// mostEdges is how many sentences on edges a map has at most.
const mostEdges = 4

// Mapped returns the comparison with what a model says of the settings around
// its variants, which are marked in it.
func (c Comparison) Mapped(m results.Map) Comparison {
	h := HeatOf(m)
	h.Title = c.Title + ": " + h.Title
	variants, placed := map[string]bool{}, map[string]bool{}
	for _, v := range c.Variants {
		variants[v.Setting] = true
	}
	for _, panel := range h.Panels {
		for _, row := range panel.Rows {
			for i := range row {
				row[i].Own = variants[row[i].Name]
				placed[row[i].Name] = true
			}
		}
	}
	if len(h.Panels) > 0 {
		h.Notes = slices.Concat(h.edges(), h.Notes, c.unplaced(placed))
	}
	c.Map = &h
	return c
}

// edges says how far the rows of a comparison's own settings are from where they
// stay down.
func (h Heat) edges() []string {
	if h.count(down) == 0 {
		return nil
	}
	var out []string
	for _, panel := range h.Panels {
		for i, row := range panel.Rows {
			if slices.ContainsFunc(row, own) && len(out) < mostEdges {
				out = append(out, h.Row.Ticks[i]+" inside: "+h.edge(row))
			}
		}
	}
	return out
}

// edge says where a row of a map of settings begins to stay down.
func (h Heat) edge(row []HeatCell) string {
	queue := h.Column.Ticks
	for j, c := range row {
		switch {
		case !down(c):
			continue
		case j == 0:
			return fmt.Sprintf("stays down with a queue of %s already", queue[j])
		}
		return fmt.Sprintf("does not stay down with a queue of up to %s, but with one of %s", queue[j-1], queue[j])
	}
	return fmt.Sprintf("does not stay down with a queue of up to %s, the longest here", queue[len(queue)-1])
}

// unplaced names the variants that a map has no cell for.
func (c Comparison) unplaced(placed map[string]bool) []string {
	var names []string
	for _, v := range c.Variants {
		if !placed[v.Setting] {
			names = append(names, v.Name)
		}
	}
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []string{"the variant " + names[0] + " has no place on the map"}
	}
	return []string{"the variants " + strings.Join(names, ", ") + " have no place on the map"}
}
