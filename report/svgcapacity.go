package report

import "math"

// capacity draws the line that the i-th variant's target cannot go beyond, where
// it is known: a step down for as long as a dip takes something of it.
func (f frame) capacity(d *drawing, i int) {
	most, v := f.Limits.Capacity, f.Variants[i]
	if most <= 0 {
		return
	}
	all := limit{"capacity", "capacity " + digits(most) + "/s", most}
	if len(v.Dips) == 0 {
		f.limit(d, all, f.rate)
		return
	}
	for _, part := range f.steps(v, f.series[i]) {
		d.curve(all.class, part)
	}
	f.named(d, all, f.rate)
	for _, dip := range v.Dips {
		f.dip(d, dip)
	}
}

// steps returns the line of what a target could complete, span by span. It stops
// where that is unknown.
func (f frame) steps(v Variant, all []span) [][]spot {
	parts := [][]spot{nil}
	for _, s := range all {
		most := v.capacityIn(f.Limits.Capacity, s.At, s.end())
		if math.IsNaN(most) {
			parts = append(parts, nil)
			continue
		}
		y, last := f.rate.at(most), len(parts)-1
		parts[last] = append(parts[last], spot{f.x(s.At), y}, spot{f.x(s.end()), y})
	}
	return parts
}

// dip names a dip where it is for the first time, at the bottom of the plot, below
// the words of the bands.
func (f frame) dip(d *drawing, one Dip) {
	half := letter * float64(len(one.Name)) / 2
	x := f.time.at(one.middle(f.Length).Seconds())
	x = max(marginLeft+half, min(f.width-marginRight-half, x))
	d.text("mark word", spot{x, f.rate.lo - 4}, one.Name)
}

// A limit is a value that is drawn as a line across a plot.
type limit struct {
	class, name string
	value       float64
}

// limit draws a line across the plot with its name.
func (f frame) limit(d *drawing, l limit, values axis) {
	y := values.at(l.value)
	d.line(l.class, spot{marginLeft, y}, spot{f.width - marginRight, y})
	f.named(d, l, values)
}

// named writes the name of a limit above the left end of its line, or below it
// where the plot ends right above.
func (f frame) named(d *drawing, l limit, values axis) {
	y := values.at(l.value)
	if y-values.hi < 15 {
		y += 17
	}
	d.text("mark", spot{marginLeft + 4, y - 4}, l.name)
}
