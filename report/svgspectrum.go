package report

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"matchday/measure"
)

// A spectrum is the chart of whole distributions: response time against the
// percentile, on an axis on which every further nine takes the same room, so
// that the rare long waits are as wide as the many short ones.
type spectrum struct {
	Comparison
	box
	nines axis // −log10(1 − quantile)
	wait  axis // seconds, log
}

const (
	spectrumLabels = 150 // room for the names of variants
	spectrumStep   = 0.04
)

// spectrumOf lays out the distributions of a comparison. It reports false when
// no variant has answered anything.
func spectrumOf(c Comparison, width, height float64) (spectrum, bool) {
	s := spectrum{Comparison: c, box: box{marginLeft, 8, width - marginLeft - spectrumLabels, height}}
	var most int64
	low, high := math.Inf(1), 0.0
	for _, v := range c.Variants {
		if h, ok := responses(v); ok {
			most = max(most, h.Count())
			low, high = min(low, h.Quantile(0).Seconds()), max(high, h.Max().Seconds())
		}
	}
	if most == 0 {
		return s, false
	}
	low = max(low, 1e-6)
	s.wait = decades(low, max(high, 2*low, c.Limits.Timeout.Seconds())).within(s.bottom(), s.y)
	s.nines = axis{to: max(1, math.Log10(float64(most))), ticks: []float64{0, math.Log10(2)}}
	for n := 1.0; n <= s.nines.to; n++ {
		s.nines.ticks = append(s.nines.ticks, n)
	}
	s.nines = s.nines.within(s.x, s.right())
	return s, true
}

// responses returns the response times of all successes of a variant.
func responses(v Variant) (measure.Hist, bool) {
	if len(v.Cells) == 0 {
		return measure.Hist{}, false
	}
	h := v.Cells[0].Stretch.Latencies.Response[measure.OK]
	return h, h.Count() > 0
}

// draw draws axes, promises and one line for each variant.
func (s spectrum) draw(d *drawing) {
	for _, n := range s.nines.ticks {
		x := s.nines.at(n)
		d.line("phase", spot{x, s.y}, spot{x, s.bottom()})
		d.text("clock", spot{x, s.bottom() + 17}, percentile(n))
	}
	for _, v := range s.wait.ticks {
		y := s.wait.at(v)
		d.line("rule", spot{s.x, y}, spot{s.right(), y})
		d.text("value", spot{s.x - 6, y + 3.5}, duration(seconds(v)))
	}
	d.line("base", spot{s.x, s.bottom()}, spot{s.right(), s.bottom()})
	s.promises(d)
	s.lines(d)
}

// percentile writes so many nines: 50 %, 90 %, 99 %, 99.9 %.
func percentile(nines float64) string {
	digits := max(0, int(nines)-2)
	return strconv.FormatFloat(100*(1-math.Pow(10, -nines)), 'f', digits, 64) + " %"
}

func (s spectrum) promises(d *drawing) {
	for _, p := range []struct {
		class string
		name  string
		at    float64
	}{{"timeout", "timeout ", s.Limits.Timeout.Seconds()}, {"slo", "SLO ", s.Limits.SLO.Seconds()}} {
		if p.at > 0 && p.at >= s.wait.from {
			y := s.wait.at(p.at)
			d.line(p.class, spot{s.x, y}, spot{s.right(), y})
			d.text("mark", spot{s.x + 4, y - 4}, p.name+duration(seconds(p.at)))
		}
	}
}

// A tail is where a variant's line ends, and what stands there.
type tail struct {
	spot
	name  string
	dash  int
	label float64 // height of the name
	best  bool
}

// lines draws the variants' lines with their names at the ends.
func (s spectrum) lines(d *drawing) {
	var tails []tail
	for i, v := range s.Variants {
		h, ok := responses(v)
		if !ok {
			continue
		}
		through := s.trace(h)
		best := v.Name == s.Winner.Variant
		d.curve(lineClass(i, best), through)
		d.dots(lineClass(i, best), s.at(h), i)
		tails = append(tails, tail{spot: through[len(through)-1], name: v.Name, dash: i, best: best})
	}
	s.label(d, tails)
}

// lineClass returns the look of the i-th variant's line. Variants have no
// colours, which are kept for outcomes: they differ by dashes and marks, both of
// which there are four of.
func lineClass(i int, best bool) string {
	if best {
		return "line best"
	}
	return "line dash" + strconv.Itoa(i%4)
}

// markOf returns which mark the i-th variant's line has. Those with the same dashes
// have another one.
func markOf(i int) int { return (i + i/4) % 4 }

// trace reads the line off a histogram, down to the last value there is.
func (s spectrum) trace(h measure.Hist) []spot {
	last := math.Log10(float64(h.Count()))
	var out []spot
	for n := 0.0; n < last; n += spectrumStep {
		out = append(out, s.spot(h, n))
	}
	return append(out, spot{s.nines.at(last), s.wait.at(h.Max().Seconds())})
}

func (s spectrum) spot(h measure.Hist, nines float64) spot {
	return spot{s.nines.at(nines), s.wait.at(h.Quantile(1 - math.Pow(10, -nines)).Seconds())}
}

// at returns the line's places at the labelled percentiles.
func (s spectrum) at(h measure.Hist) []spot {
	var out []spot
	for _, n := range s.nines.ticks {
		if n <= math.Log10(float64(h.Count())) {
			out = append(out, s.spot(h, n))
		}
	}
	return out
}

// label writes the names at the ends of the lines, moved apart where lines end
// close to each other.
func (s spectrum) label(d *drawing, tails []tail) {
	const apart = 15
	slices.SortStableFunc(tails, func(a, b tail) int { return cmp.Compare(a.y, b.y) })
	for i := range tails {
		tails[i].label = tails[i].y
		if i > 0 {
			tails[i].label = max(tails[i].label, tails[i-1].label+apart)
		}
	}
	for i, lowest := len(tails)-1, s.bottom(); i >= 0; i, lowest = i-1, tails[i].label-apart {
		tails[i].label = min(tails[i].label, lowest)
	}
	for _, t := range tails {
		x := s.right() + 14
		d.line("lead", t.spot, spot{x - 3, t.label})
		class := "who"
		if t.best {
			class += " best"
		}
		d.dots(lineClass(t.dash, t.best), []spot{{x + 4, t.label}}, t.dash)
		d.text(class, spot{x + 13, t.label + 4}, clip(t.name, 18))
	}
}

// dots sets the mark of the i-th variant at the spots.
func (d *drawing) dots(class string, at []spot, i int) {
	const r = 3.2
	for _, s := range at {
		var corners []spot
		switch markOf(i) {
		case 0: // square
			corners = []spot{{s.x - r, s.y - r}, {s.x + r, s.y - r}, {s.x + r, s.y + r}, {s.x - r, s.y + r}}
		case 1: // triangle
			corners = []spot{{s.x, s.y - r - 1}, {s.x + r + 1, s.y + r}, {s.x - r - 1, s.y + r}}
		case 2: // diamond
			corners = []spot{{s.x, s.y - r - 1}, {s.x + r + 1, s.y}, {s.x, s.y + r + 1}, {s.x - r - 1, s.y}}
		default: // triangle on its tip
			corners = []spot{{s.x, s.y + r + 1}, {s.x + r + 1, s.y - r}, {s.x - r - 1, s.y - r}}
		}
		d.shape(class+" dot", corners)
	}
}

// spectrumCaption says what the chart of distributions shows.
func (s spectrum) caption(id string) caption {
	desc := "Response time of the successes of each variant against the percentile, both axes logarithmic."
	for _, v := range s.Variants {
		if h, ok := responses(v); ok {
			desc += " " + v.Name + ": median " + duration(h.Quantile(.5)) + ", 99th percentile " + duration(h.Quantile(.99)) + "."
		}
	}
	return caption{id, "Latency spectrum", desc}
}
