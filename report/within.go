package report

import (
	"fmt"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// enterWithin enters how sure the quantiles of one trial are, as it was concluded when the
// trial ended and its windows still had histograms.
func enterWithin(cells []Cell, t results.Trial) {
	for i := range cells {
		for _, p := range t.Summary.Phases {
			if p.Phase == cells[i].Phase {
				cells[i].Within = p.Within
			}
		}
	}
}

// bounds returns between what a metric of the cell lies within its trial, nil where
// that is not known, and for metrics that have no such bounds.
func (c Cell) bounds(name string) *measure.Bounds {
	switch {
	case c.Within == nil:
		return nil
	case name == "p50":
		return c.Within.P50
	case name == "p99":
		return c.Within.P99
	}
	return nil
}

// rangeOf writes the bounds of a metric, nothing where there are none.
func (c Cell) rangeOf(m Metric) string {
	b := c.bounds(m.Name)
	if b == nil {
		return ""
	}
	low, high := m.Format(b.Low.Seconds()), m.Format(b.High.Seconds())
	if low == high {
		return low
	}
	return low + " – " + high
}

// withinHint says in a sentence how sure a metric of the cell is within its trial;
// nothing for metrics that have no such bounds. Why there are none is said of the whole
// trial: phases are mostly short, and to say so of each would be noise.
func (c Cell) withinHint(m Metric) string {
	if c.Within == nil || m.Name != "p50" && m.Name != "p99" {
		return ""
	}
	text := c.rangeOf(m)
	switch {
	case text == "" && c.Name != measure.Whole:
		return ""
	case text == "":
		return "no interval within the trial: " + c.Within.Why
	}
	return fmt.Sprintf("%s with %s, judged by %d blocks of %s of this trial alone", text, percent(measure.Sure), c.Within.Blocks, duration(c.Within.Block))
}

// withinText says how sure the quantiles of all phases are within the only trial of a
// variant, nothing where it has several.
func (v Variant) withinText() string {
	if len(v.Cells) == 0 || v.Cells[0].Within == nil {
		return ""
	}
	var parts []string
	for _, cell := range v.Cells {
		var of []string
		for _, name := range []string{"p50", "p99"} {
			if m, err := Lookup(name); err == nil && cell.bounds(name) != nil {
				of = append(of, m.Title+" "+cell.rangeOf(m))
			}
		}
		if len(of) > 0 {
			parts = append(parts, cell.Name+" "+strings.Join(of, ", "))
		}
	}
	if len(parts) == 0 {
		return "no interval: " + v.Cells[0].Within.Why
	}
	return fmt.Sprintf("with %s, judged by this trial alone: %s", percent(measure.Sure), strings.Join(parts, "; "))
}
