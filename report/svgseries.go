package report

import "time"

// A span is one or more neighbouring windows of a series, drawn as one.
type span struct {
	Point                   // At is the start of the first
	length    time.Duration // of all of them
	predicted float64       // successes per second by the model, where there is one
}

// middle is where a span's values are drawn.
func (s span) middle() float64 { return (s.At + s.length/2).Seconds() }

func (s span) end() time.Duration { return s.At + s.length }

// spans lays out a series: every point until the end of the profile is given
// the length of its window.
func spans(points []Point, window, length time.Duration) []span {
	out := make([]span, 0, len(points))
	for i, p := range points {
		w := window
		if i+1 < len(points) {
			w = points[i+1].At - p.At
		}
		if length > 0 {
			w = min(w, length-p.At)
		}
		if w > 0 {
			out = append(out, span{Point: p, length: w})
		}
	}
	return out
}

// thin joins neighbouring spans until there are no more than so many.
func thin(all []span, most int) []span {
	each := (len(all) + most - 1) / max(1, most)
	if each <= 1 {
		return all
	}
	out := make([]span, 0, most)
	for ; len(all) > 0; all = all[min(each, len(all)):] {
		out = append(out, join(all[:min(each, len(all))]))
	}
	return out
}

// join makes one span of several. Rates and levels are means over time, so
// that rate times length still sums to what happened. Percentiles cannot be
// averaged: of those the highest is kept, which hides no peak.
func join(all []span) span {
	out := span{Point: Point{At: all[0].At}}
	for _, s := range all {
		out.length += s.length
		for i, f := range out.means() {
			*f += *s.means()[i] * s.length.Seconds()
		}
		out.predicted += s.predicted * s.length.Seconds()
		for i, d := range out.quantiles() {
			*d = max(*d, *s.quantiles()[i])
		}
	}
	out.Inside = meanTold(all, func(p Point) *float64 { return p.Inside })
	out.Queued = meanTold(all, func(p Point) *float64 { return p.Queued })
	for _, f := range out.means() {
		*f /= out.length.Seconds()
	}
	out.predicted /= out.length.Seconds()
	return out
}

// meanTold returns the mean over those spans in which the target tells, nil where it
// does in none.
func meanTold(all []span, field func(Point) *float64) *float64 {
	var sum, time float64
	for _, s := range all {
		if x := field(s.Point); x != nil {
			sum += *x * s.length.Seconds()
			time += s.length.Seconds()
		}
	}
	if time == 0 {
		return nil
	}
	return of(sum / time)
}

// held is how many requests the target says that it holds; nil where it does not
// say.
func (p Point) held() *float64 {
	switch {
	case p.Inside == nil:
		return p.Queued
	case p.Queued == nil:
		return p.Inside
	}
	return of(*p.Inside + *p.Queued)
}

// means are the fields of a point that are means over its window and always known.
func (p *Point) means() [8]*float64 {
	return [...]*float64{
		&p.Planned, &p.Sent, &p.InTime, &p.InSLO, &p.Rejected, &p.TimedOut, &p.Failed, &p.InFlight,
	}
}

// quantiles are the fields of a point that are quantiles of its window.
func (p *Point) quantiles() [7]*time.Duration {
	return [...]*time.Duration{&p.P50, &p.P99, &p.LagP99, &p.RejectP50, &p.RejectP99, &p.FailP50, &p.FailP99}
}

// A layer is one band of the stack of what became of the attempts.
type layer struct {
	meaning Meaning
	of      func(Point) float64
}

// admitted is what left and was not turned away.
func admitted(p Point) float64 { return max(0, p.Sent-p.Rejected) }

// layers are the bands of the stack from the bottom up: what was turned away lies
// above all that was let in. They exclude each other: what was late is not drawn
// in time a second time.
func layers() []layer {
	return []layer{
		{InTime, func(p Point) float64 { return p.InSLO }},
		{Late, func(p Point) float64 { return max(0, p.InTime-p.InSLO) }},
		{TimedOut, func(p Point) float64 { return p.TimedOut }},
		{Failed, func(p Point) float64 { return p.Failed }},
		{Rejected, func(p Point) float64 { return p.Rejected }},
	}
}

// attempted is the height of the whole stack.
func attempted(p Point) float64 {
	var sum float64
	for _, l := range layers() {
		sum += l.of(p)
	}
	return sum
}

// highest returns the largest value among the spans, 0 if there are none.
func highest(all []span, of func(Point) float64) float64 {
	var top float64
	for _, s := range all {
		top = max(top, of(s.Point))
	}
	return top
}

// runs returns the stretches in which the value is above zero, each with one
// span of nothing at either side where there is one, as half-open ranges. A
// band is drawn only there: elsewhere its edge would shine through the band
// below.
func runs(all []span, of func(Point) float64) [][2]int {
	var out [][2]int
	for i := 0; i < len(all); i++ {
		if of(all[i].Point) <= 0 {
			continue
		}
		from := max(0, i-1)
		for i < len(all) && of(all[i].Point) > 0 {
			i++
		}
		out = append(out, [2]int{from, min(len(all), i+1)})
	}
	return out
}
