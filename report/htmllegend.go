package report

import (
	"html/template"
	"slices"
)

// An entry says what a colour or a line of a chart means.
type entry struct {
	Swatch template.HTML
	Name   string
	Doc    string
}

// loadLegend says what the colours and lines of the load charts mean, as far as
// they occur.
func loadLegend(c Comparison) []entry {
	doc := map[Meaning]string{
		Planned:  "users " + c.loadWord("due"),
		InTime:   "answered well, within the SLO where there is one",
		Late:     "answered before the timeout, but outside the SLO",
		Rejected: "turned away by the bulkhead",
		TimedOut: "waited for in vain",
		Failed:   "went wrong in any other way",
	}
	var out []entry
	for _, m := range meant(c) {
		out = append(out, entry{sample(func(d *drawing) { d.swatch(spot{0, 6}, m) }), c.meaningWord(m), doc[m]})
	}
	return append(append(out, roundsEntry(c)...), linesLegend(c)...)
}

// linesLegend says what the lines over the stack mean. Where callers took turns
// the hill below it is what they sent.
func linesLegend(c Comparison) []entry {
	stroke := func(class string) template.HTML {
		return sample(func(d *drawing) { d.line(class, spot{0, 6}, spot{12, 6}) })
	}
	var out []entry
	if !c.Closed && c.some(func(p Point) float64 { return p.Sent }) {
		out = append(out, entry{stroke("sent"), "sent", "attempts that left, retries included"})
	}
	if c.some(func(p Point) float64 { return p.Rejected }) {
		out = append(out, entry{sample(func(d *drawing) {
			d.rect(classOf(Rejected), box{0, 0, 12, 6}, "")
			d.rect(classOf(InTime), box{0, 6, 12, 6}, "")
			d.line("admitted", spot{0, 6}, spot{12, 6})
		}), "admitted", "attempts that left and were not turned away"})
	}
	if c.predicted() {
		out = append(out, entry{stroke("predicted"), "by the model", "what the target’s model says is answered in time"})
	}
	return out
}

// some tells whether a figure is above nothing in any window of any variant.
func (c Comparison) some(of func(Point) float64) bool {
	return slices.ContainsFunc(c.Variants, func(v Variant) bool {
		return slices.ContainsFunc(v.Series, func(p Point) bool { return of(p) > 0 })
	})
}

// roundsEntry is what the band of the rounds means, where there were several.
func roundsEntry(c Comparison) []entry {
	for _, v := range c.Variants {
		if len(v.ByWindow) > 1 {
			return []entry{{sample(func(d *drawing) { d.rect("rounds", box{0, 1, 12, 10}, "") }), "lowest to highest round", "of what is in time, in flight, or the 99th percentile"}}
		}
	}
	return nil
}

// flightLegend says what the lines of the charts of attempts in flight mean, as
// far as they occur.
func flightLegend(c Comparison) []entry {
	out := []entry{{sample(func(d *drawing) { d.swatch(spot{0, 6}, InFlight) }), "in flight", "sent and not yet done"}}
	out = append(out, roundsEntry(c)...)
	if c.some(holds) {
		shade := func(classes ...string) template.HTML {
			return sample(func(d *drawing) {
				for _, class := range classes {
					d.rect(class, box{0, 1, 12, 10}, "")
				}
			})
		}
		out = append(out, entry{shade("queued", "inside"), "inside the target", "in work, by the target’s own word"},
			entry{shade("queued"), "queued in the target", "waiting, by the target’s own word"})
	}
	if slices.ContainsFunc(c.Variants, func(v Variant) bool { return boundsOf(v) != nil }) {
		out = append(out, entry{sample(func(d *drawing) { d.line("bound", spot{0, 6}, spot{12, 6}) }), "the bulkhead’s limits", "so many inside, and so many with the queue"})
	}
	return out
}

// dayLegend says what is drawn in a load chart with what was in flight below it.
func dayLegend(c Comparison) []entry {
	all := loadLegend(c)
	for _, e := range flightLegend(c) {
		if !slices.ContainsFunc(all, func(known entry) bool { return known.Name == e.Name }) {
			all = append(all, e)
		}
	}
	return all
}

// sample draws a colour the way charts show it, for a legend.
func sample(draw func(*drawing)) template.HTML {
	var d drawing
	d.put(`<svg class="chart swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">`)
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
		{InTime, c.UsersInSLO}, {Late, c.UsersServed - c.UsersInSLO}, {TimedOut, c.UsersTimedOut},
		{Failed, c.UsersFailed}, {Rejected, c.UsersRejected},
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
