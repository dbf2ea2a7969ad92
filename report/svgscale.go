package report

import "time"

// A course is what is drawn of a variant over time: its series, and how far apart
// its rounds lie on the same spans.
type course struct {
	spans  []span
	ranges ranges
}

// course reads a variant off so many windows at most.
func (f frame) course(v Variant, most int) course {
	all := thin(v.Prediction.foretell(spans(v.Series, max(f.Window, 1), f.Length)), most)
	return course{all, rangesOf(v, all)}
}

// zoomable adds what the page's script draws: more windows than a picture has
// room for, and so higher peaks, which the axes have to hold as well.
func (f frame) zoomable() frame {
	for _, v := range f.Variants {
		f.fine = append(f.fine, f.course(v, mostWindows))
	}
	f.scale()
	return f
}

// everything is all that is drawn on the axes.
func (f frame) everything() []course {
	all := make([]course, 0, len(f.series)+len(f.fine))
	for i, s := range f.series {
		all = append(all, course{s, f.ranges[i]})
	}
	return append(all, f.fine...)
}

// scale fits the axes of values to everything that will be drawn on them.
func (f *frame) scale() {
	rate, flight := f.Limits.Capacity, 10.0
	slow, quick := f.Limits.Timeout, max(f.Limits.SLO, f.Limits.Timeout)
	for _, one := range f.everything() {
		rate, flight = max(rate, one.mostRate()), max(flight, one.mostFlight())
		low, high := one.waits()
		slow = max(slow, high)
		if low > 0 && (quick == 0 || low < quick) {
			quick = low
		}
	}
	for _, v := range f.Variants {
		flight = max(flight, float64(v.Inside+max(0, v.Queue)))
	}
	if slow <= 0 {
		quick, slow = time.Millisecond, time.Second
	}
	if quick <= 0 {
		quick = max(1, slow/10)
	}
	f.rate = linear(rate, 4)
	f.flight = axis{from: 1, to: roundUp(flight), log: true, ticks: powers(flight)}
	f.wait = decades(quick.Seconds(), max(slow, 2*quick).Seconds())
}

// mostRate is the highest rate, of the model and of a single round as well.
func (c course) mostRate() float64 {
	top := max(highest(c.spans, attempted), highest(c.spans, func(p Point) float64 { return max(p.Planned, p.Sent) }))
	for _, s := range c.spans {
		top = max(top, s.predicted)
	}
	return max(top, topOf(c.ranges.inSLO))
}

// mostFlight is the most in flight, of a single round as well.
func (c course) mostFlight() float64 {
	return max(highest(c.spans, func(p Point) float64 { return max(p.InFlight, holds(p)) }), topOf(c.ranges.flight))
}

// topOf returns the upper end of the highest extent, 0 if there is none.
func topOf(all []extent) float64 {
	top := 0.0
	for _, e := range all {
		top = max(top, e.high)
	}
	return top
}

// waits returns the shortest and the longest response time that is drawn, 0 where
// nobody was answered.
func (c course) waits() (low, high time.Duration) {
	shorter := func(t time.Duration) {
		if t > 0 && (low == 0 || t < low) {
			low = t
		}
	}
	for _, s := range c.spans {
		shorter(s.P50)
		high = max(high, s.P99)
	}
	for _, e := range c.ranges.p99 {
		shorter(seconds(e.low))
	}
	return low, high
}
