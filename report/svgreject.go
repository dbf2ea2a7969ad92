package report

import "fmt"

// rejectPlot is the height of the plot of a chart of the time to be turned away.
const rejectPlot = 72.0

// turnAxis fits an axis to all times to be turned away; the zero axis if there
// are none.
func (f frame) turnAxis() axis {
	low, high := 0.0, 0.0
	for _, all := range f.series {
		for _, s := range all {
			if s.RejectP50 > 0 && (low == 0 || s.RejectP50.Seconds() < low) {
				low = s.RejectP50.Seconds()
			}
			high = max(high, s.RejectP99.Seconds())
		}
	}
	if low == 0 {
		return axis{}
	}
	return decades(low, max(high, 2*low))
}

// turnedAway tells whether the i-th variant turned anybody away, and how long
// that took is known.
func (f frame) turnedAway(i int) bool {
	for _, s := range f.series[i] {
		if s.RejectP99 > 0 {
			return true
		}
	}
	return false
}

func (f frame) rejectHeight() float64 { return nameRow + rejectPlot + clockRow }

// reject draws how long the i-th variant took to turn requests away. That is a
// chart of its own: a quick refusal on the axis of answers would press them flat.
func (f frame) reject(d *drawing, i int) {
	top := float64(nameRow)
	bottom := top + rejectPlot
	f.wait = f.turn.within(bottom, top)
	f.shade(d, top, bottom)
	f.names(d, f.peaks(), nameRow-5)
	f.rules(d, f.wait, func(s float64) string { return duration(seconds(s)) })
	f.spread(d, f.series[i], rejections())
	f.clocks(d, bottom)
}

// rejectCaption says what a chart of the time to be turned away shows.
func (f frame) rejectCaption(i int, id string) caption {
	v := f.Variants[i]
	desc := fmt.Sprintf("Median and 99th percentile of the time to be turned away over %v, on a logarithmic axis.", f.Length)
	if len(v.Cells) > 0 && v.Cells[0].RejectTime.Count > 0 {
		r := v.Cells[0].RejectTime
		desc += fmt.Sprintf(" Over the whole trial the median is %s and the 99th percentile %s.", duration(r.P50), duration(r.P99))
	}
	return caption{id, "Time to be turned away, " + v.Name, desc}
}
