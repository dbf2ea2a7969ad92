package report

import (
	"fmt"
	"time"
)

// An aside is a chart of how long it took those who were not served. It is a chart
// of its own: a quick refusal on the axis of answers would press them flat.
type aside struct {
	quantiles
	kind  string // as the page's script calls it
	title string
	after string    // what came after that time
	whole [2]string // the metrics of both over a whole trial, where there are such
}

// rejections are the times to be turned away.
func rejections() aside {
	of := quantiles{" turned", func(p Point) time.Duration { return p.RejectP50 }, func(p Point) time.Duration { return p.RejectP99 }}
	return aside{of, "reject", "Time to be turned away", "be turned away", [2]string{"reject_p50", "reject_p99"}}
}

// failures are the times to fail. Those who timed out are left out: they all
// waited for the timeout.
func failures() aside {
	of := quantiles{" broken", func(p Point) time.Duration { return p.FailP50 }, func(p Point) time.Duration { return p.FailP99 }}
	return aside{quantiles: of, kind: "fail", title: "Time to fail", after: "fail"}
}

// asidePlot is the height of the plot of an aside.
const asidePlot = 72.0

// asideAxis fits an axis to all times of an aside; the zero axis if there are none.
func (f frame) asideAxis(a aside) axis {
	low, high := 0.0, 0.0
	for _, one := range f.everything() {
		for _, s := range one.spans {
			if p50 := a.p50(s.Point).Seconds(); p50 > 0 && (low == 0 || p50 < low) {
				low = p50
			}
			high = max(high, a.p99(s.Point).Seconds())
		}
	}
	if low == 0 {
		return axis{}
	}
	return decades(low, max(high, 2*low))
}

// has tells whether there is anything of an aside to draw of the i-th variant.
func (f frame) has(a aside, i int) bool {
	for _, s := range f.series[i] {
		if a.p99(s.Point) > 0 {
			return true
		}
	}
	return false
}

func (f frame) asideHeight() float64 { return nameRow + asidePlot + clockRow }

// aside draws one of the i-th variant.
func (f frame) aside(d *drawing, i int, a aside) {
	top := float64(nameRow)
	bottom := top + asidePlot
	f.wait = f.asideAxis(a).within(bottom, top)
	f.shade(d, top, bottom)
	f.names(d, f.peaks(), nameRow-5)
	f.rules(d, f.wait, func(s float64) string { return duration(seconds(s)) })
	f.spread(d, f.series[i], a.quantiles)
	f.clocks(d, bottom)
}

// asideCaption says what an aside shows. What it comes to over the whole trial is
// said where that is known.
func (f frame) asideCaption(i int, a aside, whole string, id string) caption {
	desc := fmt.Sprintf("Median and 99th percentile of the time to %s over %s, on a logarithmic axis.", a.after, duration(f.Length))
	if whole != "" {
		desc += " Over the whole trial: " + whole + "."
	}
	return caption{id, a.title + ", " + f.Variants[i].Name, desc}
}
