package report

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// A spot is a place in a drawing, in user units from its upper left corner.
type spot struct{ x, y float64 }

// A box is a rectangle of a drawing.
type box struct{ x, y, w, h float64 }

func (b box) right() float64  { return b.x + b.w }
func (b box) bottom() float64 { return b.y + b.h }

// A drawing is an SVG in the making. It writes the same bytes for the same
// calls, so that pictures can be compared like text, and it escapes whatever
// text it is given. Colours are left to classes: see svg.css.
type drawing struct{ strings.Builder }

// A caption is what a picture says to those who do not see it.
type caption struct {
	id    string // of this drawing among those on its page
	title string // what is drawn
	desc  string // what there is to see
}

// open begins a picture that is as wide as its place allows.
func (d *drawing) open(size box, c caption, attributes string) {
	d.put(`<svg class="chart" viewBox="0 0 `, num(size.w), " ", num(size.h), `" role="img" aria-labelledby="`, c.id, "-t ", c.id, `-d"`, attributes, ">\n",
		`<title id="`, c.id, `-t">`, escape(c.title), "</title>\n",
		`<desc id="`, c.id, `-d">`, escape(c.desc), "</desc>\n")
}

// done ends the picture.
func (d *drawing) done() { d.put("</svg>\n") }

// group begins a group whose upper left corner is at the spot.
func (d *drawing) group(at spot) {
	d.put(`<g transform="translate(`, num(at.x), " ", num(at.y), `)">`, "\n")
}

// end ends the group.
func (d *drawing) end() { d.put("</g>\n") }

func (d *drawing) line(class string, from, to spot) {
	d.put(`<path class="`, class, `" d="M`, num(from.x), " ", num(from.y), "L", num(to.x), " ", num(to.y), "\"/>\n")
}

// rect draws a rectangle; hint, if any, is shown to a pointer that rests on it.
func (d *drawing) rect(class string, b box, hint string) {
	d.put(`<rect class="`, class, `" x="`, num(b.x), `" y="`, num(b.y), `" width="`, num(b.w), `" height="`, num(b.h), `"`)
	if hint == "" {
		d.put("/>\n")
		return
	}
	d.put("><title>", escape(hint), "</title></rect>\n")
}

func (d *drawing) text(class string, at spot, text string) {
	d.put(`<text class="`, class, `" x="`, num(at.x), `" y="`, num(at.y), `">`, escape(text), "</text>\n")
}

// curve draws straight lines from spot to spot.
func (d *drawing) curve(class string, through []spot) {
	if len(through) > 1 {
		d.put(`<path class="`, class, `" d="`, track(through), "\"/>\n")
	}
}

// shape fills the polygon with these corners.
func (d *drawing) shape(class string, corners []spot) {
	if len(corners) > 2 {
		d.put(`<path class="`, class, `" d="`, track(corners), "Z\"/>\n")
	}
}

func (d *drawing) put(parts ...string) {
	for _, p := range parts {
		d.WriteString(p)
	}
}

// track writes a path through the spots, each as the step from the one before,
// which takes half the room of its place. It leaves out those that lie between two
// others at the same height, which long flat stretches are full of.
func track(through []spot) string {
	b := []byte("M")
	var x, y int // of the spot before, in tenths, so that steps add up
	stepping := false
	for i, s := range through {
		at := tenths(s.y)
		if i > 0 && i < len(through)-1 && tenths(through[i-1].y) == at && tenths(through[i+1].y) == at {
			continue
		}
		if i > 0 && !stepping {
			b, stepping = append(b, 'l'), true
		}
		b = appendStep(appendStep(b, tenths(s.x)-x), at-y)
		x, y = tenths(s.x), at
	}
	return string(b)
}

// tenths rounds a coordinate to what is finer than any screen. What is not a
// number is drawn at zero rather than spoiling the file.
func tenths(x float64) int {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return int(math.Round(10 * x))
}

// appendStep writes so many tenths, kept apart from a number before by a sign or
// a space.
func appendStep(b []byte, t int) []byte {
	if last := b[len(b)-1]; t >= 0 && last != 'M' && last != 'l' {
		b = append(b, ' ')
	}
	if t < 0 {
		b, t = append(b, '-'), -t
	}
	if t >= 10 || t == 0 {
		b = strconv.AppendInt(b, int64(t/10), 10)
	}
	if t%10 != 0 {
		b = strconv.AppendInt(append(b, '.'), int64(t%10), 10)
	}
	return b
}

// num writes a coordinate with one decimal at most.
func num(x float64) string {
	return strconv.FormatFloat(float64(tenths(x))/10, 'f', -1, 64)
}

// escape makes text harmless in HTML and in XML, in elements and in attributes.
// Characters that XML has no way to write are replaced.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= 0x20 && r != 0xfffe && r != 0xffff {
			return r
		}
		return '\ufffd'
	}, strings.ToValidUTF8(text, "\ufffd")))
}
