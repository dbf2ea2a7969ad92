package report

import (
	"html/template"
	"strconv"
)

// Sizes of charts on the page, in pixels where it is as wide as it gets.
const (
	pageWidth   = 1060.0
	figureWidth = 508.0
)

// draw makes the charts of the page.
func (p *page) draw() {
	p.drawVariants("")
	if s, ok := spectrumOf(p.Comparison, pageWidth, 300); ok {
		p.Spectrum = &chart{Chart: picture(box{w: pageWidth, h: s.bottom() + 24}, s.caption("spectrum"), s.draw)}
	}
}

// drawVariants makes the charts that each variant has. What is drawn has a name
// of its own on the page, which begins with the prefix.
func (p *page) drawVariants(prefix string) {
	width, height := figureWidth, 130.0
	if p.Wide {
		width, height = pageWidth, 220
	}
	f := frameOf(p.Comparison, width, height)
	for i, v := range p.Comparison.Variants {
		id := strconv.Itoa(i)
		loads, responses := f.loadCaption(i, prefix+"load"+id), f.responseCaption(i, prefix+"response"+id)
		p.Loads = append(p.Loads, loadChart(f, i, v, loads))
		p.Responses = append(p.Responses, responseChart(f, i, v, responses))
	}
	p.Legend = legendOf(p.Comparison)
}

func loadChart(f frame, i int, v Variant, says caption) chart {
	b := badgeOf(v)
	out := chart{Name: v.Name, Best: v.Name == f.Winner.Variant, Badge: &b, Note: v.Reason}
	if len(v.Cells) > 0 {
		out.Says = f.text(v.Cells[0], "users_served") + " of users served"
	}
	size := box{w: f.width, h: f.loadHeight()}
	out.Chart = picture(size, says, func(d *drawing) { f.load(d, i) })
	if h := f.alsoHeight(v); h > 0 {
		out.Also = picture(box{w: f.width, h: h}, alsoCaption(v, says.id+"-also"), func(d *drawing) { f.also(d, v) })
	}
	return out
}

func responseChart(f frame, i int, v Variant, says caption) chart {
	out := chart{Name: v.Name, Best: v.Name == f.Winner.Variant}
	if len(v.Cells) > 0 {
		out.Says = "p50 " + f.text(v.Cells[0], "p50") + " · p99 " + f.text(v.Cells[0], "p99")
	}
	size := box{w: f.width, h: f.responseHeight()}
	out.Chart = picture(size, says, func(d *drawing) { f.response(d, i) })
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

// legendOf says what the colours of the load charts mean, as far as they occur.
func legendOf(c Comparison) []entry {
	doc := map[Meaning]string{
		Planned:  "users " + c.loadWord("due"),
		InTime:   "answered well, within the SLO where there is one",
		Late:     "answered before the timeout, but outside the SLO",
		Rejected: "turned away by the bulkhead",
		TimedOut: "waited for in vain",
		Failed:   "went wrong in any other way",
		InFlight: "sent and not yet done; shaded: what the target says it holds",
	}
	var out []entry
	for _, m := range meant(c) {
		out = append(out, entry{sample(func(d *drawing) { d.swatch(spot{0, 6}, m) }), c.meaningWord(m), doc[m]})
	}
	return out
}

// sample draws a colour the way charts show it, for a legend.
func sample(draw func(*drawing)) template.HTML {
	var d drawing
	d.put(`<svg class="chart swatch" viewBox="0 0 12 12" aria-hidden="true">`)
	draw(&d)
	d.done()
	return template.HTML(d.String())
}

// fate draws what became of a variant's users as one bar.
func fate(c Cell) template.HTML {
	const width = 100.0
	shares := []struct {
		meaning Meaning
		share   float64
	}{
		{InTime, c.UsersInSLO}, {Late, c.UsersServed - c.UsersInSLO}, {Rejected, c.UsersRejected},
		{TimedOut, c.UsersTimedOut}, {Failed, c.UsersFailed},
	}
	var d drawing
	text, x := "", 0.0
	for _, s := range shares {
		if s.share > 0 {
			text += ", " + percent(s.share) + " " + string(s.meaning)
		}
	}
	d.put(`<svg class="chart fate" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="users`, escape(text), `">`, "\n")
	d.rect("peak", box{0, 0, width, 6}, "")
	for _, s := range shares {
		if w := width * s.share; w > 0 {
			d.rect(classOf(s.meaning), box{x, 0, w, 6}, "")
			x += w
		}
	}
	d.done()
	return template.HTML(d.String())
}
