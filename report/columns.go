package report

import (
	"strings"
	"time"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"matchday/measure"
)

// text writes a metric: unknown where it is, and "> T" where a quantile of all
// who waited fell among those who waited in vain.
func (c Cell) text(metric string) string {
	m, err := Lookup(metric)
	if err != nil {
		return unknown
	}
	value, known := m.Of(c)
	if !known {
		return unknown
	}
	censored := metric == "p50_all" || metric == "p99_all"
	if t := c.Timeout; censored && t > 0 && time.Duration(value*float64(time.Second)) >= t {
		return "> " + duration(t)
	}
	return m.Format(value)
}

// A textColumn is one figure of every variant as text.
type textColumn struct {
	head  string // with a line break where it may be broken
	mark  Meaning
	left  bool   // aligned to the left
	weak  int    // the column of the highest goes first where there is no room, 0 stays
	opens bool   // begins a group
	gap   string // before every cell
	cells []string
	of    string // the metric that it is of; empty for anything else
}

// columns returns the table of variants, column by column. join sets the parts
// of a cell that has one for each peak.
func (c Comparison) columns(join joiner) []textColumn {
	all := []textColumn{
		{head: c.rowHead(), left: true, cells: c.each(func(v Variant) string { return v.Name })},
		c.metric("users_served", textColumn{head: "served", mark: c.servedMark(), opens: true}),
	}
	if c.promised() {
		all = append(all, c.metric("users_in_slo", textColumn{head: "in SLO", mark: InTime, weak: 1}))
	}
	all = append(all,
		c.metric("users_rejected", textColumn{head: "rejected", mark: Rejected}),
		c.metric("users_timed_out", textColumn{head: "timed\nout", mark: TimedOut, weak: 3}))
	if c.anyFailed() {
		all = append(all, c.metric("users_failed", textColumn{head: "failed", mark: Failed, weak: 4}))
	}
	if c.Stream == nil {
		all = append(all, textColumn{head: "wasted", weak: 8, cells: c.each(wastedText)})
	}
	all = append(all,
		c.metric("p50", textColumn{head: "p50", weak: 10, opens: true}),
		c.metric("p99", textColumn{head: "p99", weak: 6}),
		c.metric("p99_all", textColumn{head: "p99\nall", weak: 7}))
	if c.Stream == nil {
		all = append(all, c.metric("max_in_flight", textColumn{head: "max in\nflight", weak: 9}))
	} else if c.Stream.Steady {
		all = append(all, c.metric(IsolationMetric, textColumn{head: "isolation", opens: true}))
	}
	if back, any := c.backColumn(join); any {
		all = append(all, back)
	}
	return append(all, textColumn{head: "verdict", left: true, opens: true, cells: c.each(verdictText)})
}

// each returns one text for every variant.
func (c Comparison) each(of func(Variant) string) []string {
	var out []string
	for _, v := range c.Variants {
		out = append(out, of(v))
	}
	return out
}

// metric fills a column with a metric over the whole trial.
func (c Comparison) metric(name string, col textColumn) textColumn {
	col.of = name
	col.cells = c.each(func(v Variant) string {
		if len(v.Cells) == 0 {
			return unknown
		}
		return v.Cells[0].text(name)
	})
	return col
}

// rowHead says what the variants are.
func (c Comparison) rowHead() string {
	for _, v := range c.Variants {
		if v.Bulkhead {
			return "bulkhead"
		}
	}
	return "variant"
}

func (c Comparison) anyFailed() bool {
	for _, v := range c.Variants {
		if len(v.Cells) > 0 && v.Cells[0].UsersFailed > 0 {
			return true
		}
	}
	return false
}

func wastedText(v Variant) string {
	switch {
	case v.Wasted == nil:
		return unknown
	case v.WastedBy == Estimated:
		return "~ " + percent(*v.Wasted)
	}
	return percent(*v.Wasted)
}

// failed tells whether the variant has no whole round because something went wrong,
// rather than because somebody stopped it.
func (v Variant) failed() bool { return v.Partial && len(v.Errors) > 0 }

// verdictText is the verdict, unless the figures are the generator's own.
func verdictText(v Variant) string {
	switch {
	case v.Validity == measure.Invalid:
		return "invalid"
	case v.failed():
		return "failed"
	case v.Partial:
		return "partial"
	case v.Verdict == "":
		return unknown
	}
	return v.VerdictOfRounds()
}

// mostPeaks is how many peaks have a return of their own in the table.
const mostPeaks = 4

// backColumn tells how long each variant took to come back after each peak, as
// one column with a part for each peak; after many peaks it tells only the
// latest.
func (c Comparison) backColumn(join joiner) (textColumn, bool) {
	var rows [][]string
	peaks := 0
	for _, v := range c.Variants {
		rows = append(rows, comebacks(v.Recovery))
		peaks = max(peaks, len(v.Recovery))
	}
	if peaks == 0 {
		return textColumn{}, false
	}
	if peaks > mostPeaks {
		return textColumn{head: "latest back\nafter a peak", opens: true, weak: 5, cells: c.each(latestText)}, true
	}
	var numbers []string
	for i := range peaks {
		numbers = append(numbers, grouped(int64(i+1)))
	}
	lines := join(append(rows, numbers))
	head := "back after peak"
	if c.Rounds > 1 {
		head = "latest back, peak"
	}
	return textColumn{head: head + "\n" + lines[len(rows)], opens: true, weak: 5, cells: lines[:len(rows)]}, true
}

// latestText is the latest return of a variant.
func latestText(v Variant) string {
	all := comebacks(v.Recovery)
	switch n := lost(v.Recovery); {
	case len(all) == 0:
		return unknown
	case n < len(all):
		return "never"
	}
	latest := 0
	for i, r := range v.Recovery {
		if later(r.InTime, v.Recovery[latest].InTime) == r.InTime {
			latest = i
		}
	}
	return all[latest]
}

// A joiner makes one text of the parts of each row.
type joiner func(rows [][]string) []string

// dotted joins the parts of each row with dots, for where spaces do not hold a
// place.
func dotted(rows [][]string) []string {
	var out []string
	for _, row := range rows {
		if len(row) == 0 {
			row = []string{unknown}
		}
		out = append(out, strings.Join(row, " · "))
	}
	return out
}

// abreast joins the parts of each row so that those of the same place stand
// below each other, aligned to the right.
func abreast(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, part := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], twwidth.Width(part))
		}
	}
	var out []string
	for _, row := range rows {
		var b strings.Builder
		for i, width := range widths {
			part := unknown
			if i < len(row) {
				part = row[i]
			}
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(strings.Repeat(" ", width-twwidth.Width(part)) + part)
		}
		out = append(out, b.String())
	}
	return out
}
