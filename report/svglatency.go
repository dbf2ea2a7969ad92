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
	f.spread(d, f.series[i], successes())
	f.between(d, f.series[i], f.ranges[i].p99, f.wait)
	f.lag(d, f.series[i])
	f.promises(d)
	f.clocks(d, bottom)
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Microsecond)
}

// Quantiles are a median and a 99th percentile over time, and what is added to
// the classes of their lines.
type quantiles struct {
	class    string
	p50, p99 func(Point) time.Duration
}

// successes are the response times of the answers in time.
func successes() quantiles {
	return quantiles{"", func(p Point) time.Duration { return p.P50 }, func(p Point) time.Duration { return p.P99 }}
}

// spread draws the band from the median to the 99th percentile. Where there was
// nothing of the kind there is nothing to draw: the lines stop.
func (f frame) spread(d *drawing, all []span, of quantiles) {
	for from := 0; from < len(all); from++ {
		to := from
		for to < len(all) && of.p99(all[to].Point) > 0 {
			to++
		}
		if to > from {
			p99, p50 := f.trace(all[from:to], of.p99), f.trace(all[from:to], of.p50)
			band(d, "spread"+of.class, p99, p50)
			d.curve("p99"+of.class, p99)
			d.curve("p50"+of.class, p50)
		}
		from = to
	}
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
		f.limit(d, limit{"timeout", "timeout " + duration(t), t.Seconds()}, f.wait)
	}
	if s := f.Limits.SLO; s > 0 {
		f.limit(d, limit{"slo", "SLO " + duration(s), s.Seconds()}, f.wait)
	}
}

// responseCaption says what a chart of response times shows.
func (f frame) responseCaption(i int, id string) caption {
	v := f.Variants[i]
	desc := fmt.Sprintf("Median and 99th percentile of the response time of successes over %s, on a logarithmic axis.", duration(f.Length))
	if len(v.Cells) > 0 && v.Cells[0].Response.Count > 0 {
		r := v.Cells[0].Response
		desc += fmt.Sprintf(" Over the whole trial the median is %s and the 99th percentile %s.", duration(r.P50), duration(r.P99))
	}
	return caption{id, "Response time, " + v.Name, desc}
}
