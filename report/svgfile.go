package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Sizes of pictures that are files of their own.
const (
	sheetWidth  = 1000.0
	sheetMargin = 20.0
	headRow     = 26.0 // the name of a variant above its chart
	panelHeight = 130.0
	panelGap    = 22.0
	plainRow    = 18.0 // a line of plain text

	mostSaid  = 4   // lines of the verdict
	saidWidth = 140 // columns of each
)

// SVG writes the load charts of all variants as one picture that stands alone,
// for a README or a comment: what was planned, what became of it, and the
// verdicts. The picture fits light and dark pages.
func SVG(w io.Writer, c Comparison) error {
	columns := min(2, max(1, len(c.Variants)))
	width := (sheetWidth - 2*sheetMargin - panelGap*float64(columns-1)) / float64(columns)
	f := frameOf(c, width, panelHeight)
	rows := (len(c.Variants) + columns - 1) / columns
	pitch := headRow + f.dayHeight() + panelGap

	var d drawing
	top := d.head(c)
	for i := range c.Variants {
		d.group(spot{sheetMargin + float64(i%columns)*(width+panelGap), top + float64(i/columns)*pitch})
		f.panel(&d, i)
		d.end()
	}
	return d.alone(w, top+float64(rows)*pitch, sheetCaption(c))
}

// Chart writes the load chart of one variant as a picture that stands alone,
// on the axes that it shares with the other variants of the comparison.
func Chart(w io.Writer, c Comparison, variant string) error {
	i := slices.IndexFunc(c.Variants, func(v Variant) bool { return v.Name == variant })
	if i < 0 {
		return fmt.Errorf("variant %q is not in the comparison %q", variant, c.Title)
	}
	f := frameOf(c, sheetWidth-2*sheetMargin, 2*panelHeight)
	var d drawing
	top := d.legend(28, dayLegend(c))
	d.group(spot{sheetMargin, top})
	f.panel(&d, i)
	d.end()
	return d.alone(w, top+headRow+f.dayHeight()+sheetMargin, f.dayCaption(i, "chart"))
}

// head writes what is to be read before the charts: the experiment and what kind
// of run it was, the whole verdict, and the legend. It returns where the charts
// begin.
func (d *drawing) head(c Comparison) float64 {
	d.text("title", spot{sheetMargin, 34}, clip(c.Title, 90))
	d.text("plain end", spot{sheetWidth - sheetMargin, 34}, strings.Join(c.nature(), " · "))
	y := 54.0
	for _, line := range wrap(c.Winner.Sentence, saidWidth, mostSaid) {
		d.text("plain", spot{sheetMargin, y}, line)
		y += plainRow
	}
	return d.legend(y+6, dayLegend(c))
}

// nature says what must be known of the runs before their figures are read.
func (c Comparison) nature() []string {
	var out []string
	if c.Simulated {
		out = append(out, "simulated")
	}
	if slices.ContainsFunc(c.Runs, func(s Source) bool { return s.Partial }) {
		out = append(out, "partial")
	}
	return out
}

// panel draws a variant's load chart under its name and its verdict.
func (f frame) panel(d *drawing, i int) {
	v := f.Variants[i]
	name := clip(v.Name, 40)
	if v.Name == f.Winner.Variant {
		name += " ◀ winner"
	}
	d.text("head", spot{0, 14}, name)
	d.text("plain end", spot{f.width, 14}, badgeOf(v).String())
	d.line("rule", spot{0, 21}, spot{f.width, 21})
	d.group(spot{0, headRow})
	f.day(d, i)
	d.end()
}

// alone writes what was drawn as a picture of the given height that stands alone.
func (d *drawing) alone(w io.Writer, height float64, c caption) error {
	var out drawing
	out.sheet(box{w: sheetWidth, h: height}, c)
	out.put(d.String())
	out.done()
	_, err := io.WriteString(w, out.String())
	return err
}

// sheet begins a picture that stands alone, on a ground of its own.
func (d *drawing) sheet(size box, c caption) {
	d.open(size, c, ` xmlns="http://www.w3.org/2000/svg" width="`+num(size.w)+`" height="`+num(size.h)+`"`)
	d.put("<style>\n", aloneStyle(), "</style>\n")
	d.rect("sheet", box{.5, .5, size.w - 1, size.h - 1}, "")
}

func sheetCaption(c Comparison) caption {
	desc := c.Winner.Sentence
	for _, v := range c.Variants {
		desc += " " + called(v.Name) + ": " + verdictText(v) + "."
	}
	return caption{"sheet", c.Title, desc}
}

// meant returns the meanings that occur in the charts of a comparison: the
// planned load always, outcomes where there were any.
func meant(c Comparison) []Meaning {
	out := []Meaning{Planned}
	for _, l := range layers() {
		if c.some(l.of) {
			out = append(out, l.meaning)
		}
	}
	return out
}

// legend writes what colours and lines mean, in as many rows as that takes, and
// returns where there is room below it.
func (d *drawing) legend(y float64, all []entry) float64 {
	const letter = 6.4 // about the width of a character of plain text
	x := sheetMargin
	for _, e := range all {
		width := 17 + letter*float64(len([]rune(e.Name)))
		if x > sheetMargin && x+width > sheetWidth-sheetMargin {
			x, y = sheetMargin, y+plainRow
		}
		d.group(spot{x, y - 6})
		d.put(string(e.Swatch))
		d.end()
		d.text("plain", spot{x + 17, y + 4}, e.Name)
		x += width + 20
	}
	return y + plainRow
}

// swatch shows the colour of a meaning the way charts do.
func (d *drawing) swatch(at spot, m Meaning) {
	switch m {
	case InFlight:
		d.line(classOf(m), spot{at.x, at.y}, spot{at.x + 12, at.y})
	case Planned:
		d.rect(classOf(m), box{at.x, at.y - 5, 12, 10}, "")
		d.line("outline", spot{at.x, at.y - 5}, spot{at.x + 12, at.y - 5})
	default:
		d.rect(classOf(m), box{at.x, at.y - 5, 12, 10}, "")
	}
}
