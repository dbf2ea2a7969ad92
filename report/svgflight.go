package report

import (
	"fmt"
	"math"
)

// flightHeight returns the height of a chart of what was in flight, whose plot is
// of the given height.
func (f frame) flightHeight(plot float64) float64 { return nameRow + plot + clockRow }

// inFlight draws what the i-th variant had in flight, in a chart of its own.
func (f frame) inFlight(d *drawing, i int, height float64) {
	plot := box{marginLeft, nameRow, f.plotWidth(), height}
	f.names(d, f.peaks(), nameRow-5)
	f.strip(d, i, plot)
	f.clocks(d, plot.bottom())
}

// strip draws the attempts in flight, and what of them the target says it
// holds, against the bulkhead's limits.
func (f frame) strip(d *drawing, i int, plot box) {
	all := f.series[i]
	f.flight = f.flight.within(plot.bottom(), plot.y)
	f.shade(d, plot.y, plot.bottom())
	a := f.flight
	f.rules(d, a, level)
	f.rate = a // edges of this strip are drawn on its own axis
	if highest(all, holds) > 0 {
		for _, r := range unbroken(holding(all)) {
			f.held(d, all[r[0]:r[1]])
		}
	}
	f.bounds(d, f.Variants[i])
	f.between(d, all, f.ranges[i].flight, a)
	d.curve(classOf(InFlight), f.edge(all, func(p Point) float64 { return p.InFlight }, [2]int{0, len(all)}))
}

// held draws what the target says it holds over spans in all of which it says so.
// Where it does not there is a gap, which is not nobody.
func (f frame) held(d *drawing, all []span) {
	whole := [2]int{0, len(all)}
	ground := f.edge(all, func(Point) float64 { return 0 }, whole)
	band(d, "queued", f.edge(all, holds, whole), ground)
	band(d, "inside", f.edge(all, func(p Point) float64 { return orZero(p.Inside) }, whole), ground)
}

// holds is how many requests the target says that it holds, 0 where it does not
// say.
func holds(p Point) float64 { return orZero(p.held()) }

// orZero returns what is known, and 0 for what is not.
func orZero(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// holding returns what the target says that it holds, span by span.
func holding(all []span) []*float64 {
	out := make([]*float64, len(all))
	for i, s := range all {
		out[i] = s.held()
	}
	return out
}

// bounds draws the bulkhead's limits. Their numbers stand in the margin, moved
// apart where they would touch.
func (f frame) bounds(d *drawing, v Variant) {
	lowest := math.Inf(1)
	for _, limit := range boundsOf(v) {
		y := f.flight.at(float64(limit))
		lowest = min(y+3.5, lowest-10)
		d.line("bound", spot{marginLeft, y}, spot{f.width - marginRight, y})
		d.text("bounds", spot{f.width - marginRight + 4, lowest}, level(float64(limit)))
	}
}

// boundsOf returns the bulkhead's limits: so many inside, and so many with the
// queue, where there is a queue with an end.
func boundsOf(v Variant) []int {
	switch {
	case !v.Bulkhead || v.Inside <= 0:
		return nil
	case v.Queue > 0:
		return []int{v.Inside, v.Inside + v.Queue}
	}
	return []int{v.Inside}
}

// flightCaption says what a chart of what was in flight shows.
func (f frame) flightCaption(i int, id string) caption {
	v := f.Variants[i]
	desc := fmt.Sprintf("Attempts in flight over %s, on a logarithmic axis, and how many of them the target held.", duration(f.Length))
	if len(v.Cells) > 0 {
		desc += fmt.Sprintf(" At most %s at once, %s in the mean.", grouped(int64(v.Cells[0].MaxInFlight)), digits(v.Cells[0].InFlight))
	}
	return caption{id, "In flight, " + v.Name, desc}
}
