package report

import "math"

// wordRow is the least height of a band that has its word in it.
const wordRow = 11.0

// words writes into each band of the stack what it is, where there is room: a
// colour alone says nothing to those who cannot tell it from the next one.
func (f frame) words(d *drawing, all []span) {
	lower := func(Point) float64 { return 0 }
	for _, l := range layers() {
		below := lower
		upper := func(p Point) float64 { return below(p) + l.of(p) }
		if at, ok := f.widest(all, below, upper, 8+letter*float64(len(l.meaning))); ok {
			d.text("mark word", at, string(l.meaning))
		}
		lower = upper
	}
}

// widest returns where a text of that width stands best between two edges; not
// where it would touch them.
func (f frame) widest(all []span, lower, upper func(Point) float64, width float64) (spot, bool) {
	best, most := spot{}, wordRow
	for _, s := range all {
		x := f.time.at(s.middle())
		if x-width/2 < marginLeft || x+width/2 > f.width-marginRight {
			continue
		}
		top, bottom := math.Inf(-1), math.Inf(1)
		for _, other := range all {
			if math.Abs(f.time.at(other.middle())-x) <= width/2 {
				top = max(top, f.rate.at(upper(other.Point)))
				bottom = min(bottom, f.rate.at(lower(other.Point)))
			}
		}
		if room := bottom - top; room > most {
			best, most = spot{x, (top+bottom)/2 + 3.5}, room
		}
	}
	return best, most > wordRow
}
