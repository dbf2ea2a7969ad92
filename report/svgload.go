package report

import (
	"fmt"
	"strings"

	"matchday/measure"
)

// loadHeight returns the height of a load chart.
func (f frame) loadHeight() float64 { return nameRow + backRow + f.height + clockRow }

// dayHeight returns the height of a load chart with a strip below it.
func (f frame) dayHeight() float64 { return f.loadHeight() + between + stripRow }

// load draws what became of the load of the i-th variant.
func (f frame) load(d *drawing, i int) {
	plot := f.loadPlot()
	f.outcomes(d, i, plot)
	f.clocks(d, plot.bottom())
	f.slices(d, plot, f.series[i])
}

// day draws the load of the i-th variant, and in a strip below it how many were
// in flight.
func (f frame) day(d *drawing, i int) {
	plot := f.loadPlot()
	strip := box{marginLeft, plot.bottom() + between, f.plotWidth(), stripRow}
	f.outcomes(d, i, plot)
	f.strip(d, i, strip)
	d.text("mark", spot{marginLeft, strip.y - 4}, "in flight")
	f.clocks(d, strip.bottom())
	f.slices(d, box{marginLeft, plot.y, f.plotWidth(), strip.bottom() - plot.y}, f.series[i])
}

// loadPlot is where rates are drawn, below the names of the peaks and the ways
// back from them.
func (f frame) loadPlot() box {
	return box{marginLeft, nameRow + backRow, f.plotWidth(), f.height}
}

// outcomes draws the planned users of the i-th variant as a hill, and the
// attempts stacked in front of it by outcome.
func (f frame) outcomes(d *drawing, i int, plot box) {
	v, all := f.Variants[i], f.series[i]
	top, bottom := plot.y, plot.bottom()
	f.rate = f.rate.within(bottom, top)
	f.shade(d, top, bottom)
	f.names(d, f.peaks(), nameRow-5)
	f.backs(d, v.Recovery, nameRow+6)
	f.rules(d, f.rate, level)
	d.text("unit", spot{marginLeft - 6, top - 8}, "per s")
	f.hill(d, all)
	f.stack(d, all)
	f.between(d, all, f.ranges[i].inSLO, f.rate)
	if v.Prediction != nil {
		d.curve("predicted", f.foretold(all))
	}
	f.capacity(d, i)
	f.words(d, all)
}

// edge returns the upper edge of a band over the half-open range of spans,
// drawn through their middles and out to the ends of the series.
func (f frame) edge(all []span, of func(Point) float64, between [2]int) []spot {
	var out []spot
	for i := between[0]; i < between[1]; i++ {
		y := f.rate.at(of(all[i].Point))
		if i == 0 {
			out = append(out, spot{f.x(all[i].At), y})
		}
		out = append(out, spot{f.time.at(all[i].middle()), y})
		if i == len(all)-1 {
			out = append(out, spot{f.x(all[i].end()), y})
		}
	}
	return out
}

// band fills what lies between two edges.
func band(d *drawing, class string, upper, lower []spot) {
	corners := upper
	for i := len(lower) - 1; i >= 0; i-- {
		corners = append(corners, lower[i])
	}
	d.shape(class, corners)
}

// hill draws the planned users.
func (f frame) hill(d *drawing, all []span) {
	of := func(p Point) float64 { return p.Planned }
	ground := func(Point) float64 { return 0 }
	for _, r := range runs(all, of) {
		band(d, "planned", f.edge(all, of, r), f.edge(all, ground, r))
	}
}

// stack draws the outcomes on top of each other, and over them the outline of
// the hill that they may hide.
func (f frame) stack(d *drawing, all []span) {
	lower := func(Point) float64 { return 0 }
	for _, l := range layers() {
		below := lower
		upper := func(p Point) float64 { return below(p) + l.of(p) }
		for _, r := range runs(all, l.of) {
			band(d, classOf(l.meaning), f.edge(all, upper, r), f.edge(all, below, r))
		}
		lower = upper
	}
	whole := [2]int{0, len(all)}
	if highest(all, func(p Point) float64 { return p.Rejected }) > 0 {
		d.curve("admitted", f.edge(all, admitted, whole))
	}
	if sent := func(p Point) float64 { return p.Sent }; !f.Closed && highest(all, sent) > 0 {
		d.curve("sent", f.edge(all, sent, whole))
	}
	outline := f.edge(all, func(p Point) float64 { return p.Planned }, whole)
	d.curve("halo", outline)
	d.curve("outline", outline)
}

// classOf returns the class of a meaning in svg.css.
func classOf(m Meaning) string { return strings.ReplaceAll(string(m), " ", "-") }

// backs draws after each peak for how long goodput was away: a line from the
// peak's end to the return, open where there was none.
func (f frame) backs(d *drawing, all []measure.Recovery, y float64) {
	const title = "back after"
	if len(all) > 0 && f.x(all[0].End) > marginLeft+letter*float64(len(title)) {
		d.text("lane", spot{marginLeft, y + 3.5}, title)
	}
	texts := comebacks(all)
	for i, r := range all {
		from, to := f.x(r.End), f.x(min(f.Length, r.End+r.InTime.After))
		if !r.InTime.Back {
			f.never(d, spot{from, y}, spot{to, y}, texts[i])
			continue
		}
		d.line("away", spot{from, y}, spot{to, y})
		d.line("return", spot{to, y - 4}, spot{to, y + 4})
		d.text("after", spot{to + 4, y + 3.5}, texts[i])
	}
}

// never draws a wait in vain, with its length in the middle where the line
// stops for it.
func (f frame) never(d *drawing, from, to spot, length string) {
	middle, half := (from.x+to.x)/2, letter*float64(len([]rune(length)))/2+3
	d.text("back", spot{middle, from.y + 3.5}, length)
	if middle-half > from.x {
		d.line("never", from, spot{middle - half, from.y})
		d.line("never", spot{middle + half, to.y}, to)
	}
}

// loadCaption says what a load chart shows.
func (f frame) loadCaption(i int, id string) caption {
	v := f.Variants[i]
	load := "Planned users"
	if f.Closed {
		load = "Users sent"
	}
	desc := fmt.Sprintf("%s per second over %s, in front of it the attempts stacked by outcome. ", load, duration(f.Length))
	if len(v.Cells) > 0 {
		n := v.Cells[0].Figures
		desc += fmt.Sprintf("Of all users %s were served, %s turned away and %s waited in vain. ", percent(n.UsersServed), percent(n.UsersRejected), percent(n.UsersTimedOut))
	}
	return caption{id, "Load and outcomes, " + v.Name, desc + "Verdict: " + verdictText(v) + "."}
}

// dayCaption says what a load chart with a strip below it shows.
func (f frame) dayCaption(i int, id string) caption {
	c := f.loadCaption(i, id)
	c.desc += " Below it the attempts in flight."
	return c
}
