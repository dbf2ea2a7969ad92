package report

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/measure"
)

func drawn(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	isXML(t, b.String())
	for _, want := range []string{"<title ", "<desc ", `role="img"`, `xmlns="http://www.w3.org/2000/svg"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("picture lacks %s", want)
		}
	}
	return b.String()
}

func TestSVGGolden(t *testing.T) {
	m := shortDay()
	c := m.comparison("none", "20/20")
	golden(t, "html-all.svg", drawn(t, func(b *bytes.Buffer) error { return SVG(b, c) }))
	golden(t, "html-chart.svg", drawn(t, func(b *bytes.Buffer) error { return Chart(b, c, "none") }))
	golden(t, "html-curve.svg", drawn(t, func(b *bytes.Buffer) error {
		return CurveSVG(b, "match-day", m.curve(300), m.length, m.phases())
	}))
}

// A picture goes where no page is beside it: it says the whole verdict, what kind
// of run it was, which variant to take, and what every line in it means.
func TestSVGStandsAlone(t *testing.T) {
	c := shortDay().comparison("none", "20/20")
	c.Simulated, c.Runs[0].Partial = true, true
	c.Winner.Sentence = strings.Repeat("and so on ", 40) + "to the end"
	text := drawn(t, func(b *bytes.Buffer) error { return SVG(b, c) })
	for _, want := range []string{">simulated · partial<", ">20/20 ◀ winner<", "to the end</text>"} {
		if !strings.Contains(text, want) {
			t.Errorf("picture lacks %q", want)
		}
	}
	for _, e := range append(loadLegend(c), flightLegend(c)...) {
		if n := len(regexp.MustCompile(`class="plain"[^>]*>`+e.Name+"<").FindAllString(text, -1)); n != 1 {
			t.Errorf("%q is %d times in the legend, want once", e.Name, n)
		}
	}
}

// curve returns the rates of the day over so many equal parts.
func (m day) curve(parts int) []float64 {
	var out []float64
	for i := range parts {
		out = append(out, m.rate(m.length*time.Duration(2*i+1)/time.Duration(2*parts)))
	}
	return out
}

func TestChartUnknownVariant(t *testing.T) {
	err := Chart(new(bytes.Buffer), Comparison{Title: "x"}, "20/20")
	if err == nil || err.Error() != `variant "20/20" is not in the comparison "x"` {
		t.Errorf("error %v", err)
	}
}

func TestSVGOfLittle(t *testing.T) {
	drawn(t, func(b *bytes.Buffer) error { return SVG(b, Comparison{}) })
	drawn(t, func(b *bytes.Buffer) error {
		return SVG(b, Comparison{Variants: []Variant{{Series: []Point{{InTime: 1}}}}})
	})
	drawn(t, func(b *bytes.Buffer) error { return CurveSVG(b, "", nil, 0, nil) })
	drawn(t, func(b *bytes.Buffer) error { return CurveSVG(b, "one", []float64{5}, time.Minute, nil) })
}

func TestCurveSays(t *testing.T) {
	text := drawn(t, func(b *bytes.Buffer) error {
		return CurveSVG(b, "step", []float64{100, 300}, time.Minute, []measure.Phase{{Name: "low", End: 30 * time.Second}})
	})
	for _, want := range []string{"12 000 users in 60 s, at most 300/s", ">low<", ">00:30<"} {
		if !strings.Contains(text, want) {
			t.Errorf("picture lacks %q", want)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add(hostile, 3.5)
	f.Add("20/20", math.NaN())
	f.Add("", math.Inf(1))
	f.Fuzz(func(t *testing.T, name string, rate float64) {
		c := Comparison{Title: name, Variants: []Variant{{Name: name, Series: []Point{{Planned: rate, InTime: rate, P99: 7}}}}}
		drawn(t, func(b *bytes.Buffer) error { return SVG(b, c) })
	})
}

// Thinning keeps what happened: the areas under all curves, and the highest
// percentiles.
func TestThin(t *testing.T) {
	var points []Point
	for i := range 1001 {
		points = append(points, Point{At: time.Duration(i) * time.Second, Planned: float64(i % 7), InFlight: float64(i), P99: time.Duration(i % 13)})
	}
	all := spans(points, time.Second, 1000*time.Second+300*time.Millisecond)
	few := thin(all, 400)
	if len(few) != 334 {
		t.Errorf("%d spans, want 334 of three windows", len(few))
	}
	area := func(s []span, of func(Point) float64) float64 {
		var sum float64
		for _, one := range s {
			sum += of(one.Point) * one.length.Seconds()
		}
		return sum
	}
	for _, of := range []func(Point) float64{func(p Point) float64 { return p.Planned }, func(p Point) float64 { return p.InFlight }} {
		if a, b := area(all, of), area(few, of); math.Abs(a-b) > 1e-6*a {
			t.Errorf("area %v before, %v after", a, b)
		}
	}
	if p99 := func(p Point) float64 { return float64(p.P99) }; highest(few, p99) != 12 {
		t.Errorf("highest p99 is %v, want 12", highest(few, p99))
	}
	if few[333].end() != 1000*time.Second+300*time.Millisecond {
		t.Errorf("the last span ends at %v", few[333].end())
	}
}

func TestRuns(t *testing.T) {
	check := func(name string, values []float64, want ...[2]int) {
		t.Helper()
		var all []span
		for _, v := range values {
			all = append(all, span{Point: Point{Failed: v}})
		}
		if got := runs(all, func(p Point) float64 { return p.Failed }); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	check("nothing", []float64{0, 0})
	check("all", []float64{1, 1}, [2]int{0, 2})
	check("middle", []float64{0, 0, 1, 2, 0, 0}, [2]int{1, 5})
	check("two", []float64{1, 0, 1}, [2]int{0, 2}, [2]int{1, 3})
	check("apart", []float64{1, 0, 0, 1}, [2]int{0, 2}, [2]int{2, 4})
}

// The layers exclude each other and sum to what was attempted.
func TestLayers(t *testing.T) {
	p := Point{InTime: 7, InSLO: 4, Rejected: 3, TimedOut: 2, Failed: 1}
	if got := attempted(p); got != 13 {
		t.Errorf("attempted %v, want 13", got)
	}
}

func TestTicks(t *testing.T) {
	check := func(name string, a axis, want ...float64) {
		t.Helper()
		if !slices.EqualFunc(a.ticks, want, func(x, y float64) bool { return math.Abs(x-y) < 1e-9*y+1e-12 }) {
			t.Errorf("%s: ticks %v, want %v", name, a.ticks, want)
		}
	}
	check("rates", linear(1330, 4), 0, 500, 1000, 1500)
	check("on a tick", linear(800, 4), 0, 200, 400, 600, 800)
	check("small", linear(.3, 4), 0, .1, .2, .3)
	check("nothing", linear(0, 4), 0, .5, 1)
	check("two decades", decades(.05, .5), .05, .1, .2, .5)
	check("four decades", decades(.002, 20), .01, .1, 1, 10)
	check("45 s", elapsed(45*time.Second, 7), 0, 10, 20, 30, 40)
	check("10 min", elapsed(10*time.Minute, 7), 0, 120, 240, 360, 480, 600)
	check("a day", elapsed(24*time.Hour, 7), 0, 14400, 28800, 43200, 57600, 72000, 86400)
	if n := len(elapsed(100*24*time.Hour, 7).ticks); n > 8 {
		t.Errorf("%d ticks for a hundred days", n)
	}
}

func TestAxis(t *testing.T) {
	check := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	rate := axis{from: 0, to: 100, lo: 200, hi: 100}
	check("middle", rate.at(50), 150)
	check("above", rate.at(101), 100)
	check("below", rate.at(-1), 200)
	wait := axis{from: .01, to: 1, lo: 0, hi: 10, log: true}
	check("log middle", wait.at(.1), 5)
	check("log of nothing", wait.at(0), 0)
	check("no room", axis{lo: 3}.at(7), 3)
}

func TestNum(t *testing.T) {
	for x, want := range map[float64]string{1: "1", 1.04: "1", 1.05001: "1.1", -.01: "0", -2.5: "-2.5", math.Inf(1): "0"} {
		if got := num(x); got != want {
			t.Errorf("num(%v) = %s, want %s", x, got, want)
		}
	}
	if got := num(math.NaN()); got != "0" {
		t.Errorf("num(NaN) = %s", got)
	}
}

// A flat stretch is written with its two ends alone.
func TestTrack(t *testing.T) {
	got := track([]spot{{0, 5}, {1, 5}, {2, 5}, {3, 6}, {4, 6}})
	if want := "M0 5l2 0 1 1 1 0"; got != want {
		t.Errorf("track = %s, want %s", got, want)
	}
	got = track([]spot{{.04, -.5}, {.26, .06}, {.1, math.NaN()}, {12.04, 0}})
	if want := "M0-.5l.3 .6-.2-.1 11.9 0"; got != want {
		t.Errorf("track = %s, want %s", got, want)
	}
}

// The chart of distributions is drawn from the same quantiles as the tables.
func TestSpectrum(t *testing.T) {
	c := shortDay().comparison("20/20")
	s, ok := spectrumOf(c, 1000, 300)
	if !ok {
		t.Fatal("no spectrum")
	}
	h, _ := responses(c.Variants[0])
	want := s.wait.at(c.Variants[0].Cells[0].Response.P99.Seconds())
	if got := s.spot(h, 2); math.Abs(got.y-want) > .01 {
		t.Errorf("two nines at %v, want p99 at %v", got.y, want)
	}
	if got := percentile(0) + " " + percentile(math.Log10(2)) + " " + percentile(3) + " " + percentile(4); got != "0 % 50 % 99.9 % 99.99 %" {
		t.Errorf("percentiles %s", got)
	}
}

// An answer that took no time is drawn at the foot of the axis, which has no zero.
func TestSpectrumOfNoTime(t *testing.T) {
	var h measure.Hist
	h.RecordN(0, 10)
	h.Record(time.Second)
	v := Variant{Cells: []Cell{{}}}
	v.Cells[0].Stretch.Response[measure.OK] = h
	s, ok := spectrumOf(Comparison{Variants: []Variant{v}}, 1000, 300)
	if got := s.plot().Lines[0][0]; !ok || got != s.wait.from*1000 || got <= 0 {
		t.Errorf("no time is drawn at %v ms of an axis from %v s", got, s.wait.from)
	}
}

// Sixteen variants can be told apart by dashes and marks.
func TestSpectrumLinesDiffer(t *testing.T) {
	seen := map[string]int{}
	for i := range 16 {
		look := fmt.Sprint(lineClass(i, false), ", mark ", markOf(i))
		if other, known := seen[look]; known {
			t.Errorf("variants %d and %d are both %s", other, i, look)
		}
		seen[look] = i
	}
}
