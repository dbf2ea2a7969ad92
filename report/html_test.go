package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"matchday/measure"
	"matchday/results"
)

// shortDay is a day of few windows, for goldens that a person can read.
func shortDay() day {
	m := quickDay()
	m.window = 250 * time.Millisecond
	return m
}

func asPage(t *testing.T, c Comparison) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, c); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.String())
	return b.String()
}

// void are the elements that have no end tag.
const void = " meta link br hr img input "

// wellFormed checks that elements nest, that no id occurs twice, that nothing
// is loaded, and that charts are XML.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(text))
	var open []string
	ids := map[string]bool{}
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) || len(open) > 0 {
				t.Fatalf("page ends in %v with %v open", z.Err(), open)
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			harmless(t, token, ids)
			if kind == html.StartTagToken && !strings.Contains(void, " "+token.Data+" ") {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func harmless(t *testing.T, token html.Token, ids map[string]bool) {
	t.Helper()
	if strings.Contains(" iframe object embed img ", " "+token.Data+" ") {
		t.Errorf("page has a %s", token)
	}
	for _, a := range token.Attr {
		switch {
		case a.Key == "id" && ids[a.Val]:
			t.Errorf("id %q occurs twice", a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style":
			t.Errorf("%s has %s", token.Data, a.Key)
		case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:"):
			t.Errorf("%s refers to %s", token.Data, a.Val)
		}
	}
}

// pictures returns the drawings of a page.
func pictures(page string) []string {
	var out []string
	for _, rest := range strings.Split(page, "<svg ")[1:] {
		text, _, _ := strings.Cut(rest, "</svg>")
		out = append(out, "<svg "+text+"</svg>")
	}
	return out
}

func isXML(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %.200s", err, text)
		}
	}
}

func TestHTMLGolden(t *testing.T) {
	text := asPage(t, shortDay().comparison("none", "20/20"))
	text = regexp.MustCompile(`(?s)<script>.*?</script>`).ReplaceAllString(text, "<script></script>") // they are files of their own
	golden(t, "html.html", regexp.MustCompile(`&#39;sha256-.*?&#39;`).ReplaceAllString(text, "(hash)"))
}

// section returns the part of a page with that id.
func section(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<section id="`+id+`">`)
	text, _, closed := strings.Cut(rest, "</section>")
	if !ok || !closed {
		t.Fatalf("the page has no section %q", id)
	}
	return text
}

// The map of a run is a section of its page; a run without one has a page
// without it.
func TestHTMLMap(t *testing.T) {
	c := shortDay().comparison("none", "20/20")
	for i := range c.Variants {
		c.Variants[i].Setting = c.Variants[i].Name
	}
	plain := asPage(t, c)
	if strings.Contains(plain, `id="map"`) {
		t.Error("a page without a map has a section for it")
	}
	text := asPage(t, c.Mapped(storedMap()))
	golden(t, "html-map.html", section(t, text, "map"))
	for _, p := range pictures(text) {
		isXML(t, p)
	}
	text = section(t, asPage(t, c.Mapped(results.Map{LeftOut: "the trials are too long"})), "map")
	if !strings.Contains(text, "There is no map.") || !strings.Contains(text, "the trials are too long") || strings.Contains(text, "<figure") {
		t.Errorf("a map that was left out reads %s", text)
	}
}

func TestHTMLNeedsNothingElse(t *testing.T) {
	text := asPage(t, shortDay().comparison("none", "20/20"))
	for _, bad := range []string{"url(", "@import", "eval(", "unsafe-inline"} {
		if strings.Contains(text, bad) {
			t.Errorf("page has %s", bad)
		}
	}
	for _, p := range pictures(text) {
		isXML(t, p)
		if !strings.Contains(p, `aria-hidden="true"`) && !strings.Contains(p, `role="img"`) {
			t.Errorf("picture says nothing to those who do not see it: %.100s", p)
		}
	}
}

// Everything a reader looks for first stands before the first chart.
func TestHTMLFirstFold(t *testing.T) {
	text := asPage(t, shortDay().comparison("none", "20/20"))
	fold, _, _ := strings.Cut(text[strings.Index(text, "<body>"):], `id="load"`)
	for _, want := range []string{"valid", "20/20", "served 94.4 % of users", "metastable", "recovered", "p99 all", "&gt; 500</td>", "never"} {
		if !strings.Contains(fold, want) {
			t.Errorf("the first fold lacks %q", want)
		}
	}
}

func TestHTMLSize(t *testing.T) {
	check := func(name string, m day, most int, settings ...string) {
		t.Helper()
		if n := len(asPage(t, m.comparison(settings...))); n > most {
			t.Errorf("%s: %d bytes, want at most %d", name, n, most)
		}
	}
	check("four variants", quickDay(), 360_000, "none", "20/20", "20/100", "20/200")
	many := results.Map{Inside: make([]int, 12), Queue: make([]int, 14)}
	for range len(many.Inside) * len(many.Queue) {
		many.Cells = append(many.Cells, storedMap().Cells[4])
	}
	plain := Comparison{Title: "map"}
	if n := len(asPage(t, plain.Mapped(many))) - len(asPage(t, plain)); n > 65_000 {
		t.Errorf("a map of %d cells takes %d bytes of the page", len(many.Cells), n)
	}
	long := quickDay()
	long.seats, long.length, long.window, long.rounds = 2, 10*time.Minute, time.Second, 1
	check("ten minutes", long, 260_000, "none", "20/20")
}

const hostile = `</script><img src=x onerror=alert(1)>"'&` + "\x00\x1b[31m\xff"

// poisoned puts hostile text wherever a comparison takes text.
func poisoned() Comparison {
	m := shortDay()
	m.rounds = 1
	c := m.comparison("20/20")
	c.Title, c.Winner = hostile, Winner{hostile, hostile}
	c.Generator.Validity, c.Generator.Notes = new(measure.Invalid), []string{hostile}
	c.Warnings = []string{hostile}
	c.Runs = []Source{{ID: hostile, Path: hostile, Command: []string{hostile}, Experiment: []Fact{{hostile, hostile}}, Environment: []Fact{{hostile, hostile}}}}
	around := storedMap()
	around.Cells[4] = results.MapCell{Setting: hostile, Verdict: measure.Verdict(hostile), Reason: hostile}
	v := &c.Variants[0]
	v.Setting = hostile
	c = c.Mapped(around)
	v.Name, v.Reason, v.Oracle, v.Verdict, v.Errors = hostile, hostile, hostile, measure.Verdict(hostile), []string{hostile}
	v.Rule = &QueueRule{Worst: -1, Sentence: hostile}
	for i := range c.Phases {
		c.Phases[i].Name = hostile
	}
	for i := range v.Recovery {
		v.Recovery[i].Peak, v.Recovery[i].InTime.Until = hostile, hostile
	}
	for i := range v.Cells {
		v.Cells[i].Phase.Name = hostile
	}
	return c
}

func TestHTMLEscapes(t *testing.T) {
	text := asPage(t, poisoned())
	for _, p := range pictures(text) {
		isXML(t, p)
	}
	if strings.Contains(text, "<img") || strings.Count(text, "</script") != 3 {
		t.Error("hostile text got through")
	}
}

// A page is made of whatever there is, and says nothing that is not known.
func TestHTMLOfLittle(t *testing.T) {
	bare := Comparison{Title: "bare"}
	text := asPage(t, bare)
	if strings.Contains(text, "<figure") || strings.Contains(text, `id="recovery"`) {
		t.Error("an empty comparison has charts")
	}

	bare.Variants = []Variant{{Name: "a"}}
	if text = asPage(t, bare); strings.Contains(text, `id="load"`) || strings.Contains(text, `id="tools"`) || strings.Contains(text, `id="response"`) {
		t.Error("a comparison without a single window has sections for charts")
	}

	bare.Variants = []Variant{{Name: "a"}, {Name: "b", Validity: measure.Invalid, Series: []Point{{Planned: 3}}}}
	text = asPage(t, bare)
	for _, want := range []string{unknown, "✕</span>invalid", `id="load"`, `id="tools"`, `id="response"`, "no winner</p>"} {
		if !strings.Contains(text, want) {
			t.Errorf("a comparison of unknowns lacks %q", want)
		}
	}

	quiet := shortDay().comparison("20/20")
	for i := range quiet.Variants[0].Series {
		quiet.Variants[0].Series[i] = Point{At: quiet.Variants[0].Series[i].At}
	}
	quiet.Phases, quiet.Variants[0].Recovery, quiet.Variants[0].Verdict = nil, nil, measure.NoPeak
	if text, _, _ = strings.Cut(asPage(t, quiet), "<script"); strings.Contains(text, "back after") {
		t.Error("without peaks there is nothing to come back from")
	}
}

func TestHTMLOfMany(t *testing.T) {
	c := shortDay().comparison("none", "20/20")
	for len(c.Variants) < 20 {
		v := c.Variants[len(c.Variants)%2]
		v.Name = fmt.Sprintf("%d/%d", len(c.Variants), len(c.Variants))
		c.Variants = append(c.Variants, v)
	}
	if n := strings.Count(asPage(t, c), "<figure"); n != 61 {
		t.Errorf("%d figures, want 20 each of load, in flight and response time and the spectrum", n)
	}
}

func TestShell(t *testing.T) {
	got := shell([]string{"matchday", "run", "a b", "", "it's", "x=1"})
	if want := `matchday run 'a b' '' 'it'\''s' x=1`; got != want {
		t.Errorf("shell = %s, want %s", got, want)
	}
}
