package report

import (
	"fmt"
	"time"
)

// responseHeight returns the height of a chart of response times.
func (f frame) responseHeight() float64 { return nameRow + f.height + clockRow }

// response draws the response times of the i-th variant's successes over time,
// median and 99th percentile, against the timeout, the SLO and the generator's
// own lag.
func (f frame) response(d *drawing, i int) {
	top := float64(nameRow)
	bottom := top + f.height
	f.wait = f.wait.within(bottom, top)

	f.shade(d, top, bottom)
	f.names(d, f.peaks(), nameRow-5)
	f.rules(d, f.wait, func(s float64) string { return duration(seconds(s)) })
	f.spread(d, f.series[i])
	f.promises(d)
	f.clocks(d, bottom)
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Microsecond)
}

// spread draws the band from the median to the 99th percentile. Where nothing
// was answered well there is nothing to draw: the lines stop.
func (f frame) spread(d *drawing, all []span) {
	for from := 0; from < len(all); from++ {
		if all[from].P99 <= 0 {
			continue
		}
		to := from
		for to < len(all) && all[to].P99 > 0 {
			to++
		}
		p99 := f.trace(all[from:to], func(p Point) time.Duration { return p.P99 })
		p50 := f.trace(all[from:to], func(p Point) time.Duration { return p.P50 })
		band(d, "spread", p99, p50)
		d.curve("p99", p99)
		d.curve("p50", p50)
		from = to
	}
	f.lag(d, all)
}

// lag draws how late the generator was, where that is on the axis at all.
func (f frame) lag(d *drawing, all []span) {
	of := func(p Point) float64 { return p.LagP99.Seconds() }
	if highest(all, of) > f.wait.from {
		d.curve("lag", f.trace(all, func(p Point) time.Duration { return p.LagP99 }))
	}
}

// trace returns a line through the spans. One that stands alone is as long as
// it lasted.
func (f frame) trace(all []span, of func(Point) time.Duration) []spot {
	out := make([]spot, 0, len(all)+2)
	for _, s := range all {
		out = append(out, spot{f.time.at(s.middle()), f.wait.at(of(s.Point).Seconds())})
	}
	if len(all) == 1 {
		y := out[0].y
		return []spot{{f.x(all[0].At), y}, {f.x(all[0].end()), y}}
	}
	return out
}

// promises draws the timeout and the SLO.
func (f frame) promises(d *drawing) {
	if t := f.Limits.Timeout; t > 0 {
		f.mark(d, "timeout", f.wait.at(t.Seconds()), "timeout "+duration(t))
	}
	if s := f.Limits.SLO; s > 0 {
		f.mark(d, "slo", f.wait.at(s.Seconds()), "SLO "+duration(s))
	}
}

// responseCaption says what a chart of response times shows.
func (f frame) responseCaption(i int, id string) caption {
	v := f.Variants[i]
	desc := fmt.Sprintf("Median and 99th percentile of the response time of successes over %v, on a logarithmic axis.", f.Length)
	if len(v.Cells) > 0 && v.Cells[0].Response.Count > 0 {
		r := v.Cells[0].Response
		desc += fmt.Sprintf(" Over the whole trial the median is %s and the 99th percentile %s.", duration(r.P50), duration(r.P99))
	}
	return caption{id, "Response time, " + v.Name, desc}
}
