package report

import (
	"fmt"
	"io"
	"slices"
)

// Sizes of pictures that are files of their own.
const (
	sheetWidth  = 1000.0
	sheetMargin = 20.0
	headRow     = 26.0 // the name of a variant above its chart
	panelHeight = 130.0
	panelGap    = 22.0
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
	top := 96.0

	var d drawing
	d.sheet(box{w: sheetWidth, h: top + float64(rows)*pitch}, sheetCaption(c))
	d.text("title", spot{sheetMargin, 34}, clip(c.Title, 70))
	d.text("plain", spot{sheetMargin, 54}, clip(c.Winner.Sentence, 150))
	d.legend(spot{sheetMargin, 78}, c)
	for i := range c.Variants {
		d.group(spot{sheetMargin + float64(i%columns)*(width+panelGap), top + float64(i/columns)*pitch})
		f.panel(&d, i)
		d.end()
	}
	d.done()
	_, err := io.WriteString(w, d.String())
	return err
}

// Chart writes the load chart of one variant as a picture that stands alone,
// on the axes that it shares with the other variants of the comparison.
func Chart(w io.Writer, c Comparison, variant string) error {
	i := slices.IndexFunc(c.Variants, func(v Variant) bool { return v.Name == variant })
	if i < 0 {
		return fmt.Errorf("variant %q is not in the comparison %q", variant, c.Title)
	}
	f := frameOf(c, sheetWidth-2*sheetMargin, 2*panelHeight)
	top := 46.0
	var d drawing
	d.sheet(box{w: sheetWidth, h: top + headRow + f.dayHeight() + sheetMargin}, f.dayCaption(i, "chart"))
	d.legend(spot{sheetMargin, 28}, c)
	d.group(spot{sheetMargin, top})
	f.panel(&d, i)
	d.end()
	d.done()
	_, err := io.WriteString(w, d.String())
	return err
}

// panel draws a variant's load chart under its name and its verdict.
func (f frame) panel(d *drawing, i int) {
	v := f.Variants[i]
	d.text("head", spot{0, 14}, clip(v.Name, 40))
	d.text("plain end", spot{f.width, 14}, badgeOf(v).String())
	d.line("rule", spot{0, 21}, spot{f.width, 21})
	d.group(spot{0, headRow})
	f.day(d, i)
	d.end()
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
		desc += " " + v.Name + ": " + verdictText(v) + "."
	}
	return caption{"sheet", c.Title, desc}
}

// meant returns the meanings that occur in the charts of a comparison: the
// planned load always, outcomes where there were any.
func meant(c Comparison) []Meaning {
	out := []Meaning{Planned}
	for _, l := range layers() {
		if slices.ContainsFunc(c.Variants, func(v Variant) bool {
			return slices.ContainsFunc(v.Series, func(p Point) bool { return l.of(p) > 0 })
		}) {
			out = append(out, l.meaning)
		}
	}
	return append(out, InFlight)
}

// legend writes what the colours mean in one row.
func (d *drawing) legend(at spot, c Comparison) {
	for _, m := range meant(c) {
		word := c.meaningWord(m)
		d.swatch(at, m)
		d.text("plain", spot{at.x + 17, at.y + 4}, word)
		at.x += 17 + 6.6*float64(len(word)) + 20
	}
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
