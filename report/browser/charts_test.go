package browser_test

import (
	_ "embed"
	"encoding/csv"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"matchday/report"
)

//go:embed testdata/drawn.js
var drawn string

// A chart is what a reader sees of one.
type chart struct {
	Kind, Variant   string
	Shown, Pictured bool    // that it is there; that the picture below it is
	Inked           int     // dots that are drawn
	Print           uint32  // of all dots
	Wide            float64 // of its place
	Cursor          float64 // in pixels from the left of the axis
	Told            string  // in the box at the cursor
}

// overTime tells whether the chart has the axis that is shared.
func (c chart) overTime() bool { return c.Kind != "spectrum" }

// charts returns the charts of the page, in its order.
func (t *tab) charts() []chart {
	t.Helper()
	got := probe[[]chart](t, drawn)
	if len(got) == 0 {
		t.Fatal("the page has no charts")
	}
	return got
}

// prints returns what the charts look like.
func (t *tab) prints() []uint32 {
	t.Helper()
	var out []uint32
	for _, c := range t.charts() {
		out = append(out, c.Print)
	}
	return out
}

// inSight returns what the controls say is in sight.
func (t *tab) inSight() string {
	t.Helper()
	return probe[string](t, `document.querySelector("#tools .range").textContent`)
}

// said returns what the page told last to those who hear it.
func (t *tab) said() string {
	t.Helper()
	return probe[string](t, `document.getElementById("said").textContent`)
}

// Every chart is drawn over its picture, as wide as its place, in both themes;
// paper has the pictures.
func TestChartsAreDrawn(t *testing.T) {
	page := open(t, usual(t), setting{})
	kinds := map[string]int{}
	for _, c := range page.charts() {
		kinds[c.Kind]++
		if !c.Shown || c.Pictured || c.Inked < 1000 || math.Abs(c.Wide-1) > .01 {
			t.Errorf("%s of %q: %+v", c.Kind, c.Variant, c)
		}
	}
	if want := map[string]int{"load": 4, "also": 8, "flight": 4, "response": 4, "reject": 1, "fail": 1, "spectrum": 1}; !maps.Equal(kinds, want) {
		t.Errorf("charts %v, want %v", kinds, want)
	}
	light := page.prints()
	page.look(setting{scheme: "dark"})
	page.until("every chart is drawn in the dark", func() bool {
		return !slices.ContainsFunc(page.prints(), func(p uint32) bool { return slices.Contains(light, p) })
	})
	page.look(setting{media: "print"})
	for _, c := range page.charts() {
		if !c.Pictured {
			t.Errorf("%s of %q is not on paper", c.Kind, c.Variant)
		}
	}
	if probe[bool](page, `document.querySelector("#tools").checkVisibility() || [...document.querySelectorAll("canvas")].some(e => e.checkVisibility())`) {
		t.Error("paper shows what only a screen can use")
	}
}

//go:embed testdata/letters.js
var letters string

// A writing is a text in a chart.
type writing struct {
	Chart, Text string
	Size        float64 // of its letters in pixels
	Down        float64 // of where it stands, from the chart's top
}

// flipped changes the axis of response times and returns all that is then written
// in the charts.
func (t *tab) flipped() []writing {
	t.Helper()
	return probe[[]writing](t, letters)
}

// Letters are as large on a fine screen as on a coarse one.
func TestLettersKeepTheirSize(t *testing.T) {
	for _, scale := range []float64{1, 2, 3} {
		page := open(t, usual(t), setting{scale: scale})
		sizes := map[float64]bool{}
		for _, w := range page.flipped() {
			sizes[w.Size] = true
		}
		if want := map[float64]bool{11: true, 12: true}; !maps.Equal(sizes, want) {
			t.Errorf("with %v dots for a pixel letters are %v pixels high, want 11 and for names of lines 12", scale, sizes)
		}
	}
}

// The name of a limit stands in the plot whole, also where the plot ends right above
// its line, and a dip has its name.
func TestLimitsAreNamed(t *testing.T) {
	page := open(t, usual(t), setting{})
	named, dips := 0, 0
	for _, w := range page.flipped() {
		if w.Chart == "load" && w.Text == "10 of 20 processors" {
			dips++
		}
		if w.Chart == "response" && strings.HasPrefix(w.Text, "timeout ") {
			if named++; w.Down < 18+11 { // below what stands above the plot
				t.Errorf("on a linear axis %q stands %v pixels from the top of its chart", w.Text, w.Down)
			}
		}
	}
	if named == 0 || dips != 1 {
		t.Errorf("%d timeouts and %d dips are named, want some and the one there is", named, dips)
	}
}

//go:embed testdata/marks.js
var marked string

// The lines of the distributions have the marks of the picture, another one for
// each of four variants.
func TestSpectrumMarks(t *testing.T) {
	page := open(t, usual(t), setting{})
	if got := probe[int](page, marked); got != 4 {
		t.Errorf("the lines of four variants have %d kinds of marks", got)
	}
}

// The cursor stands at the same instant in all charts over time, and each tells
// its figures there.
func TestCursorsGoTogether(t *testing.T) {
	page := open(t, usual(t), setting{})
	page.point(`[data-chart="load"]`, .4)
	var at []float64
	when := map[string]bool{}
	for _, c := range page.charts() {
		if !c.overTime() {
			continue
		}
		at = append(at, c.Cursor)
		if c.Kind != "also" { // whose box has no room for when
			when[c.Told[:min(4, len(c.Told))]] = true
		}
		if c.Told == "" || nothing.MatchString(c.Told) {
			t.Errorf("%s of %q tells %q", c.Kind, c.Variant, c.Told)
		}
	}
	if slices.Max(at)-slices.Min(at) > 1 || at[0] < 10 {
		t.Errorf("cursors at %v", at)
	}
	if len(when) != 1 {
		t.Errorf("they tell of different instants: %v", when)
	}
	for _, x := range []float64{.02, .45, .55, .98} {
		page.point(`[data-chart="load"]`, x)
		gap := probe[float64](page, `(() => {
			const at = (selector) => document.querySelector("[data-chart=load] " + selector).getBoundingClientRect()
			const [box, line] = [at(".box"), at(".u-cursor-x")]
			return Math.max(box.left - line.right, line.left - box.right)
		})()`)
		if gap < 5 || gap > 15 {
			t.Errorf("at %v of the width the box stands %v pixels beside the cursor", x, gap)
		}
	}
}

// nothing finds a figure of nothing in a box.
var nothing = regexp.MustCompile(`[a-z]0/s`)

// What is marked in one chart is what all of them show, until it is taken back.
func TestZoom(t *testing.T) {
	page := open(t, usual(t), setting{})
	whole, before := page.inSight(), page.prints()
	page.drag(`[data-chart="load"]`, .3, .6)
	if page.inSight() == whole {
		t.Errorf("after dragging %q is in sight", whole)
	}
	for i, c := range page.charts() {
		if (c.Print != before[i]) != c.overTime() {
			t.Errorf("%s of %q: drawn anew %v, want %v", c.Kind, c.Variant, c.Print != before[i], c.overTime())
		}
	}
	page.click(`[data-do="reset"]`)
	if page.inSight() != whole || !slices.Equal(page.prints(), before) {
		t.Errorf("after a reset %q is in sight, and the charts are not what they were", page.inSight())
	}
}

// A variant that is hidden is gone from every chart and comes back; the axis of
// response times is logarithmic or not.
func TestHideAndAxis(t *testing.T) {
	page := open(t, usual(t), setting{})
	before := page.charts()
	page.click(`#tools input[value="none"]`)
	for i, c := range page.charts() {
		if gone := c.Variant == "none"; c.Shown == gone || c.Kind == "spectrum" && c.Print == before[i].Print {
			t.Errorf("with none hidden %s of %q is shown: %v", c.Kind, c.Variant, c.Shown)
		}
	}
	ofStream := func() string {
		return probe[string](page, `[...document.querySelectorAll(".stream figure h3")].filter(h => h.checkVisibility()).map(h => h.textContent).join()`)
	}
	if got := ofStream(); got == "" || strings.Contains(got, "none") {
		t.Errorf("with none hidden the stream has charts of %q", got)
	}
	page.click(`#tools input[value="none"]`)
	if got := ofStream(); !strings.Contains(got, "none") {
		t.Errorf("shown again, the stream has charts of %q", got)
	}
	page.click(`[data-do="log"]`)
	for i, c := range page.charts() {
		if wait := !slices.Contains([]string{"load", "also", "flight"}, c.Kind); (c.Print != before[i].Print) != wait {
			t.Errorf("with another axis of response times %s of %q is drawn anew: %v", c.Kind, c.Variant, !wait)
		}
	}
}

// A link leads to what was seen when it was copied.
func TestLinkToTheView(t *testing.T) {
	file := usual(t)
	page := open(t, file, setting{})
	whole := page.charts()
	page.drag(`[data-chart="flight"]`, .2, .7)
	page.click(`#tools input[value="20/100"]`)
	page.click(`[data-do="log"]`)
	seen, view := page.inSight(), page.charts()
	page.click(`[data-do="link"]`)
	page.until("the link is copied", func() bool { return page.said() == "Link copied" })
	link := probe[string](page, `location.href`)
	if link == page.url {
		t.Fatal("the view is not in the address")
	}

	again := open(t, file+"#"+link[strings.Index(link, "#")+1:], setting{})
	if got := again.inSight(); got != seen {
		t.Errorf("%q is in sight, want %q", got, seen)
	}
	if got := probe[string](again, `location.href`); got != link {
		t.Errorf("the view is now %s, was %s", got, link)
	}
	for i, c := range again.charts() {
		// A dot more or less is what the rounded instants of the link make.
		alike := math.Abs(float64(c.Inked-view[i].Inked)) < .03*float64(view[i].Inked)
		if c.Shown != view[i].Shown || c.Shown && (!alike || c.Print == whole[i].Print) {
			t.Errorf("%s of %q is not what it was", c.Kind, c.Variant)
		}
	}
	again.visit(again.url + "&hide=nobody&from=x&to=-1&axis=%00")
	if got := again.charts(); got[0].Inked < 1000 {
		t.Error("an address that makes no sense leaves the page without charts")
	}
}

// What is downloaded are the figures of the comparison, window by window.
func TestDownload(t *testing.T) {
	c := everything(t)
	page := open(t, written(t, c), setting{})
	rows := page.download()
	windows := len(c.Variants[0].Series)
	if want := 1 + len(c.Variants)*windows; len(rows) != want {
		t.Fatalf("%d rows, want a head and one for each of %d windows of %d variants", len(rows), windows, len(c.Variants))
	}
	head := rows[0]
	for n, row := range rows[1:] {
		v := c.Variants[n/windows]
		p := v.Series[n%windows]
		if row[0] != v.Name {
			t.Fatalf("row %d is of %q, want %q", n, row[0], v.Name)
		}
		for name, want := range columns(p) {
			got, err := strconv.ParseFloat(row[slices.Index(head, name)], 64)
			if want == 0 && err != nil {
				continue // what was not measured is left out
			}
			if err != nil || math.Abs(got-want) > .01*want+.1 {
				t.Fatalf("row %d: %s is %q, want %v", n, name, row[slices.Index(head, name)], want)
			}
		}
	}
}

// columns returns the figures of a window as they stand in the table.
func columns(p report.Point) map[string]float64 {
	return map[string]float64{
		"planned_per_s": p.Planned, "sent_per_s": p.Sent, "in_slo_per_s": p.InSLO, "rejected_per_s": p.Rejected,
		"timed_out_per_s": p.TimedOut, "in_flight": p.InFlight, "p99_ms": p.P99.Seconds() * 1000,
		"reject_p99_ms": p.RejectP99.Seconds() * 1000, "fail_p50_ms": p.FailP50.Seconds() * 1000, "fail_p99_ms": p.FailP99.Seconds() * 1000,
	}
}

// download has the page hand out its table and returns it.
func (t *tab) download() [][]string {
	t.Helper()
	dir := t.TempDir()
	t.downloads(dir)
	t.click(`[data-do="csv"]`)
	var files []string
	t.until("a file arrives", func() bool {
		files, _ = filepath.Glob(filepath.Join(dir, "*.csv"))
		return len(files) == 1
	})
	f, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A chart can be read and zoomed from the keyboard, and says what it tells.
func TestChartsByKeyboard(t *testing.T) {
	page := open(t, usual(t), setting{})
	whole := page.inSight()
	probe[bool](page, `document.querySelector("[data-chart=load]").focus(), true`)
	page.press(arrowRight)
	first := page.said()
	page.press(arrowRight)
	second := page.said()
	if !strings.HasPrefix(first, "none, ") || first == second {
		t.Errorf("the arrow key says %q and then %q", first, second)
	}
	page.press("+")
	if page.inSight() == whole {
		t.Error("plus does not zoom")
	}
	page.press(escape)
	if page.inSight() != whole {
		t.Error("escape does not show all again")
	}
}
