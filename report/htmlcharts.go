package report

import (
	"html/template"
	"slices"
	"strconv"
)

// Sizes of charts on the page, in pixels where it is as wide as it gets.
const (
	pageWidth      = 1060.0
	figureWidth    = 508.0
	spectrumHeight = 300.0 // of the plot
)

// draw makes the charts of the page, and what the page's script needs to draw
// them again so that they can be zoomed.
func (p *page) draw() error {
	f := p.frame()
	for i, v := range p.shown() {
		id := strconv.Itoa(i)
		p.Loads = append(p.Loads, f.loadFigure(i, "load"+id))
		p.Flights = append(p.Flights, f.flightFigure(i, "flight"+id))
		p.Responses = append(p.Responses, f.responseFigure(i, "response"+id).live("response", v.Name))
	}
	p.Rejects, p.Failures = f.asideFigures(rejections()), f.asideFigures(failures())
	p.Legend, p.FlightLegend = loadLegend(p.Comparison), flightLegend(p.Comparison)
	if s, ok := spectrumOf(p.Comparison, pageWidth, spectrumHeight); ok {
		c := chart{Chart: picture(box{w: pageWidth, h: s.bottom() + 24}, s.caption("spectrum"), s.draw), Height: s.bottom() + 24}.live("spectrum", "")
		p.Spectrum = &c
	}
	var err error
	p.Scripts, err = scriptsOf(plotsOf(f))
	return err
}

// drawStream makes the charts of a stream. What is drawn has a name of its own on
// the page, which begins with the prefix.
func (p *page) drawStream(prefix string) {
	f := p.frame()
	for i := range p.shown() {
		id := strconv.Itoa(i)
		p.Loads = append(p.Loads, f.dayFigure(i, prefix+"load"+id))
		p.Responses = append(p.Responses, f.responseFigure(i, prefix+"response"+id))
	}
	p.Legend = dayLegend(p.Comparison)
}

// shown returns the variants whose charts over time are drawn: all of them, so that
// they stand beside each other, or none where there is not one window to draw.
func (p *page) shown() []Variant {
	all := p.Comparison.Variants
	if !slices.ContainsFunc(all, func(v Variant) bool { return len(v.Series) > 0 }) {
		return nil
	}
	return all
}

// frame lays out the charts over time: two in a row, or one where there is only
// one variant.
func (p *page) frame() frame {
	if p.Wide {
		return frameOf(p.Comparison, pageWidth, 220).zoomable()
	}
	return frameOf(p.Comparison, figureWidth, 130).zoomable()
}

// live names a chart for the page's script.
func (c chart) live(kind, variant string) chart {
	c.Kind, c.Variant = kind, variant
	for i := range c.Also {
		c.Also[i].Kind, c.Also[i].Variant = "also", variant
	}
	return c
}

// figure is a chart of the i-th variant under its name.
func (f frame) figure(i int, height float64, says caption, draw func(*drawing)) chart {
	v := f.Variants[i]
	return chart{
		Name: v.Name, Best: v.Name == f.Winner.Variant, Height: height,
		Chart: picture(box{w: f.width, h: height}, says, draw),
	}
}

func (f frame) loadFigure(i int, id string) chart {
	return f.judged(i, id, f.figure(i, f.loadHeight(), f.loadCaption(i, id), func(d *drawing) { f.load(d, i) })).live("load", f.Variants[i].Name)
}

func (f frame) dayFigure(i int, id string) chart {
	return f.judged(i, id, f.figure(i, f.dayHeight(), f.dayCaption(i, id), func(d *drawing) { f.day(d, i) }))
}

// judged adds to a chart of the load what the variant's verdict is, and what the
// target told besides.
func (f frame) judged(i int, id string, c chart) chart {
	v := f.Variants[i]
	b := badgeOf(v)
	c.Badge, c.Note = &b, v.Reason
	if len(v.Cells) > 0 {
		c.Says = v.Cells[0].text("users_served") + " of users served"
	}
	for k, a := range shownAlso(v) {
		says := f.alsoCaption(v, a, id+"-also"+strconv.Itoa(k))
		c.Also = append(c.Also, f.figure(i, alsoRow, says, func(d *drawing) { f.also(d, v, a) }))
		c.Also[k].Index = k
	}
	return c
}

func (f frame) flightFigure(i int, id string) chart {
	const plot = 84
	c := f.figure(i, f.flightHeight(plot), f.flightCaption(i, id), func(d *drawing) { f.inFlight(d, i, plot) })
	if v := f.Variants[i]; len(v.Cells) > 0 {
		c.Says = "at most " + v.Cells[0].text("max_in_flight")
	}
	return c.live("flight", c.Name)
}

func (f frame) responseFigure(i int, id string) chart {
	c := f.figure(i, f.responseHeight(), f.responseCaption(i, id), func(d *drawing) { f.response(d, i) })
	if v := f.Variants[i]; len(v.Cells) > 0 {
		c.Says = "p50 " + v.Cells[0].text("p50") + " · p99 " + v.Cells[0].text("p99")
	}
	return c
}

// asideFigures are the charts of how long it took those who were not served, of
// the variants that have any.
func (f frame) asideFigures(a aside) []chart {
	var out []chart
	for i, v := range f.Variants {
		if !f.has(a, i) {
			continue
		}
		whole := ""
		if a.whole[0] != "" && len(v.Cells) > 0 {
			whole = "p50 " + v.Cells[0].text(a.whole[0]) + " · p99 " + v.Cells[0].text(a.whole[1])
		}
		says := f.asideCaption(i, a, whole, a.kind+strconv.Itoa(i))
		c := f.figure(i, f.asideHeight(), says, func(d *drawing) { f.aside(d, i, a) })
		c.Says = whole
		out = append(out, c.live(a.kind, v.Name))
	}
	return out
}

// picture draws a chart for the page.
func picture(size box, c caption, draw func(*drawing)) template.HTML {
	var d drawing
	d.open(size, c, "")
	draw(&d)
	d.done()
	return template.HTML(d.String()) // the drawing escapes all text itself
}
