package report

import (
	"html/template"
	"slices"

	"matchday/measure"
)

// A grid is figures in rows under a head.
type grid struct {
	Title  string  // for those who do not see where it stands
	First  string  // heads the names
	Groups []group // a row above the head, if any
	Head   []heading
	Rows   []line
	Blocks bool // rules stand only above lines that open a block
}

// A group spans headings that belong together.
type group struct {
	Title string
	Span  int
}

// A heading stands above figures of one kind.
type heading struct {
	Title  string
	Doc    string
	Swatch template.HTML
	Left   bool   // of words and not of figures
	Unit   string // of all figures below; empty where they have none, or each its own
}

// A line is the figures of one thing.
type line struct {
	Name   string
	Best   bool
	Faint  bool // not compared
	Whole  bool // what the other lines are parts of
	Opens  bool // first of a block
	Fate   template.HTML
	Fields []field
	Badge  *badge
	Why    string // the badge is what it is
}

// A field is one figure as text.
type field struct {
	Text string
	Hint string
	Tone string
	Chip *chip // how it stands to the reference
}

// add puts a figure of every variant into the grid, under one heading.
func (g *grid) add(h heading, fields []field) {
	g.Head = append(g.Head, h)
	for i := range g.Rows {
		g.Rows[i].Fields = append(g.Rows[i].Fields, fields[i])
	}
}

// drop takes out the figures under a heading.
func (g *grid) drop(title string) {
	i := slices.IndexFunc(g.Head, func(h heading) bool { return h.Title == title })
	g.Head = slices.Delete(g.Head, i, i+1)
	for k := range g.Rows {
		g.Rows[k].Fields = slices.Delete(g.Rows[k].Fields, i, i+1)
	}
}

// group puts a title over the next so many headings.
func (g *grid) group(title string, span int) { g.Groups = append(g.Groups, group{title, span}) }

// headingOf heads a metric, with what the bar of each variant shows of it.
func (c Comparison) headingOf(m Metric) heading {
	h := heading{Title: m.Title, Doc: m.Doc}
	shown := map[string][]Meaning{
		"users_served": {InTime}, "users_in_slo": {InTime}, "users_rejected": {Rejected},
		"users_timed_out": {TimedOut}, "users_failed": {Failed},
	}[m.Name]
	if m.Name == "users_served" && slices.Contains(meant(c), Late) {
		shown = append(shown, Late)
	}
	if len(shown) > 0 {
		h.Swatch = sample(func(d *drawing) {
			each := 12 / float64(len(shown))
			for i, means := range shown {
				d.rect(classOf(means), box{float64(i) * each, 1, each, 10}, "")
			}
		})
	}
	return h
}

// field writes a metric.
func (c Cell) field(m Metric) field {
	f := fieldOf(c.text(m.Name), "nothing was measured")
	if f.Hint == "" {
		f.Hint = c.withinHint(m)
	}
	return f
}

// fieldOf sets a figure, and says why where it is unknown.
func fieldOf(text, why string) field {
	switch text {
	case unknown:
		return field{Text: text, Hint: why}
	case "0 %", "0":
		return field{Text: text, Tone: "nil"} // what is not there should not draw the eye
	}
	return field{Text: text}
}

// pick returns the metrics of these names, without the SLO's where there is
// none and without failures where there were none.
func (c Comparison) pick(names ...string) []Metric {
	var out []Metric
	for _, n := range names {
		m, err := Lookup(n)
		if err != nil || n == "users_in_slo" && !c.promised() || n == "users_failed" && !c.anyFailed() {
			continue
		}
		out = append(out, m)
	}
	return out
}

// variantGrid is the table that answers the question of the comparison.
func variantGrid(c Comparison) grid {
	g := grid{Title: "Variants", First: c.rowHead()}
	for _, v := range c.Variants {
		g.Rows = append(g.Rows, variantLine(c, v))
	}
	g.group("", 1)
	g.metrics(c, "of the users", c.pick("users_served", "users_in_slo", "users_rejected", "users_timed_out", "users_failed"))
	if c.Stream == nil {
		g.group("of the work", 1)
		g.add(heading{Title: "wasted", Doc: "share of the target’s work done for callers who had left"}, fields(c, wastedField))
	}
	g.metrics(c, "response time", c.pick("p50", "p99", "p99_all"))
	switch {
	case c.Stream == nil:
		g.metrics(c, "in flight", c.pick("max_in_flight"))
		g.Head[len(g.Head)-1].Title = "max"
	case c.Stream.Steady:
		g.metrics(c, "", c.pick(IsolationMetric))
	}
	g.backs(c)
	g.group("", 1)
	g.hoist()
	return g
}

func variantLine(c Comparison, v Variant) line {
	b := badgeOf(v)
	l := line{Name: v.Name, Best: v.Name == c.Winner.Variant, Faint: v.Validity == measure.Invalid, Badge: &b, Why: v.Reason}
	if len(v.Cells) > 0 {
		l.Fate = fate(v.Cells[0])
	}
	return l
}

// metrics adds metrics of the whole trial as one group.
func (g *grid) metrics(c Comparison, title string, metrics []Metric) {
	g.group(title, len(metrics))
	for _, m := range metrics {
		g.add(c.headingOf(m), fields(c, func(v Variant) field {
			if len(v.Cells) == 0 {
				return field{Text: unknown, Hint: "nothing was measured"}
			}
			f := v.Cells[0].field(m)
			if middle, ok := v.middle(m); ok && f.Hint == "" && slices.Contains(c.leading(), m.Name) {
				f.Hint = middle.hint(m)
			}
			if chip, ok := v.chip(m.Name); ok {
				f.Chip = &chip
			}
			return f
		}))
	}
}

// backs adds the time to come back after each peak, or after many peaks only
// the latest.
func (g *grid) backs(c Comparison) {
	peaks := peakNames(c)
	title := "back after"
	if c.Rounds > 1 {
		title = "latest back after"
	}
	if len(peaks) > mostPeaks {
		g.group(title, 1)
		g.add(heading{Title: "a peak", Doc: "the latest return of goodput after any peak"}, fields(c, func(v Variant) field { return field{Text: latestText(v)} }))
		return
	}
	if len(peaks) > 0 {
		g.group(title, len(peaks))
	}
	for _, p := range peaks {
		h := heading{Title: clip(p, 12), Doc: "from the end of " + p + " until goodput is back and stays back" + c.ofRounds()}
		g.add(h, fields(c, func(v Variant) field { return backField(v.Recovery, p) }))
	}
}

// ofRounds says of a return which round's it is.
func (c Comparison) ofRounds() string {
	if c.Rounds < 2 {
		return ""
	}
	return "; the latest of the rounds"
}

// fields returns one figure for every variant.
func fields(c Comparison, of func(Variant) field) []field {
	var out []field
	for _, v := range c.Variants {
		out = append(out, of(v))
	}
	return out
}

func wastedField(v Variant) field {
	f := fieldOf(wastedText(v), "the target does not tell")
	if v.WastedBy == Estimated {
		f.Hint = "estimated: what the target completed and nobody received"
	}
	return f
}

// peakNames returns the peaks that any variant has a recovery for, in order.
func peakNames(c Comparison) []string {
	var out []string
	for _, v := range c.Variants {
		for _, r := range v.Recovery {
			if !slices.Contains(out, r.Peak) {
				out = append(out, r.Peak)
			}
		}
	}
	return out
}

// backField writes how long the return after a peak took.
func backField(all []measure.Recovery, peak string) field {
	i := slices.IndexFunc(all, func(r measure.Recovery) bool { return r.Peak == peak })
	if i < 0 {
		return field{Text: unknown, Hint: "nothing was measured"}
	}
	f := field{Text: comebacks(all)[i]}
	if r := all[i].InTime; !r.Back {
		f.Tone, f.Hint = "bad", "not back in "+duration(r.After)+", when "+r.Ending()
	}
	return f
}
