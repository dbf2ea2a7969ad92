package report

import (
	"math"
	"time"

	"matchday/measure"
)

// Sizes of charts over time, in user units; a user unit is a pixel of a chart
// shown at its own size.
const (
	marginLeft  = 46 // room for the labels of rates and durations
	marginRight = 30 // room for the bulkhead's two numbers
	nameRow     = 16 // names of peaks
	backRow     = 14 // time to recover after each peak
	stripRow    = 48 // attempts in flight
	clockRow    = 18 // labels of the time axis
	between     = 17 // gap between two rows

	mostSpans  = 400 // windows of a series in a chart at most
	mostSlices = 36  // places of a chart that tell their figures at most
	letter     = 5.6 // about the width of a character of a label
)

// A frame is what the charts over time of one comparison share, so that they
// can be held against each other at a glance: the size and the axes.
type frame struct {
	Comparison
	width  float64
	height float64 // of the plot of rates, or of response times
	time   axis    // seconds since the start
	rate   axis    // per second
	flight axis    // attempts, log
	wait   axis    // seconds, log
	series [][]span
	ranges []ranges      // of each variant, on the spans of its series
	fine   []course      // of each variant, what can be zoomed; nothing of pictures alone
	window time.Duration // length of a span, the longest
}

// frameOf lays out charts of the given width and plot height.
func frameOf(c Comparison, width, height float64) frame {
	f := frame{Comparison: c, width: width, height: height}
	if f.Length <= 0 {
		f.Length = lengthOf(c)
	}
	most := min(mostSpans, int(f.plotWidth()/3))
	for _, v := range c.Variants {
		one := f.course(v, most)
		f.series, f.ranges = append(f.series, one.spans), append(f.ranges, one.ranges)
		for _, s := range one.spans {
			f.window = max(f.window, s.length)
		}
	}
	f.time = elapsed(f.Length, int(f.plotWidth()/55)).within(marginLeft, marginLeft+f.plotWidth())
	f.scale()
	return f
}

func (f frame) plotWidth() float64 { return f.width - marginLeft - marginRight }

// lengthOf returns where the longest series ends, for a comparison that does
// not say how long its trials were.
func lengthOf(c Comparison) time.Duration {
	length := time.Second
	for _, v := range c.Variants {
		if n := len(v.Series); n > 0 {
			length = max(length, v.Series[n-1].At+c.Window)
		}
	}
	return length
}

// powers returns the powers of ten from 1 to at most top, every second one
// where a low row has no room for all.
func powers(top float64) []float64 {
	step := 1.0
	if top >= 1e4 {
		step = 2
	}
	var out []float64
	for e := 0.0; math.Pow(10, e) <= top; e += step {
		out = append(out, math.Pow(10, e))
	}
	return out
}

// x returns where an instant lies.
func (f frame) x(at time.Duration) float64 { return f.time.at(at.Seconds()) }

// peaks returns the phases that are peaks.
func (f frame) peaks() []measure.Phase {
	var out []measure.Phase
	for _, p := range f.Phases {
		if p.Peak {
			out = append(out, p)
		}
	}
	return out
}

// shade marks the phases between two heights: peaks as bands, and where the
// others begin as a thin line.
func (f frame) shade(d *drawing, top, bottom float64) {
	for _, p := range f.Phases {
		x := f.x(p.Start)
		if p.Peak {
			d.rect("peak", box{x, top, max(1, f.x(p.End)-x), bottom - top}, "")
		} else if p.Start > 0 {
			d.line("phase", spot{x, top}, spot{x, bottom})
		}
	}
}

// names writes the names of phases above them, leaving out those for which
// there is no room.
func (f frame) names(d *drawing, phases []measure.Phase, baseline float64) {
	free := 0.0
	for _, p := range phases {
		name := clip(p.Name, 16)
		middle, half := (f.x(p.Start)+f.x(p.End))/2, letter*float64(len([]rune(name)))/2
		middle = min(middle, f.width-half)
		if middle-half >= free {
			d.text("name", spot{middle, baseline}, name)
			free = middle + half + letter
		}
	}
}

// clocks writes the time axis below the charts.
func (f frame) clocks(d *drawing, bottom float64) {
	for _, t := range f.time.ticks {
		x := f.time.at(t)
		d.line("tick", spot{x, bottom}, spot{x, bottom + 3})
		d.text("clock", spot{x, bottom + 14}, clock(time.Duration(t*float64(time.Second))))
	}
}

// rules draws a thin line and a label at every tick of an axis of values, and
// its base.
func (f frame) rules(d *drawing, a axis, label func(float64) string) {
	for _, v := range a.ticks {
		y := a.at(v)
		if v > a.from {
			d.line("rule", spot{marginLeft, y}, spot{f.width - marginRight, y})
		}
		if !a.log || v > a.from { // the clock stands right below the start of a log axis
			d.text("value", spot{marginLeft - 6, y + 3.5}, label(v))
		}
	}
	d.line("base", spot{marginLeft, a.lo}, spot{f.width - marginRight, a.lo})
}

// slices covers the charts between two heights with narrow fields that tell
// their figures to a pointer that rests on them.
func (f frame) slices(d *drawing, area box, all []span) {
	for _, s := range thin(all, mostSlices) {
		x := f.x(s.At)
		d.rect("slice", box{x, area.y, f.x(s.end()) - x, area.h}, f.hint(s))
	}
}

// hint tells the figures of one span.
func (f frame) hint(s span) string {
	text := clock(s.At) + "\n" + f.loadWord("planned") + " " + digits(s.Planned) + "/s"
	for _, l := range layers() {
		if v := l.of(s.Point); v > 0 {
			text += "\n" + string(l.meaning) + " " + digits(v) + "/s"
		}
	}
	text += "\nin flight " + digits(s.InFlight)
	if s.P99 > 0 {
		text += "\np50 " + duration(s.P50) + ", p99 " + duration(s.P99)
	}
	return text
}
