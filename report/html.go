package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed page.gohtml
var pageText string

//go:embed page.css
var pageStyle string

// HTML writes the comparison as one page that needs nothing but itself: no
// request leaves it, and its charts are inline SVG that is complete without any
// script. Where scripts may run the same charts can be zoomed and read off. It
// reads on screens light and dark, on paper, and from a file as well as from
// behind a strict content security policy.
func HTML(w io.Writer, c Comparison) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	return writePage(w, pageText, p)
}

// writePage writes a page, or nothing of it if it cannot be laid out.
func writePage(w io.Writer, text string, data any) error {
	t, err := template.New("page").Parse(heatMapsText + text)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// A page is a comparison laid out for page.gohtml.
type page struct {
	Comparison
	Style      template.CSS
	Facts      []string
	Partial    bool
	Trust      badge
	Health     []string
	Doubts     []string // the first of the generator's notes
	MoreDoubts int      // how many more there are
	Headline   headline
	Variants   grid
	Cautions   []string
	Apart      *grid  // what differs between the two sides
	Against    *grid  // how the variants stand to the reference
	Shapes     *grid  // the same, quantile by quantile
	HeldTo     string // what the variants are held against, as a sentence names it
	Marked     bool   // whether anything is claimed of the differences
	Held       string // what they are held against, and how rounds stand to its rounds
	Wide       bool   // one chart a row
	Legend     []entry
	Loads      []chart
	Flights    []chart
	Responses  []chart
	Rejects    []chart // time to be turned away
	Failures   []chart // time to fail
	Spectrum   *chart
	Scripts    scripts
	Split      *grid
	SplitParts *grid // phase by phase
	Told       bool  // by the target
	Model      *grid
	Map        *heatMaps
	Recovery   *grid
	Phases     []part
	Streams    []page // of each stream, what differs from the whole
	Books      grid
	Sources    []provenance
	Glossary   []Fact

	FlightLegend []entry
}

// A headline is what to do: the variant to ship, or why there is none.
type headline struct {
	Label string
	Name  string // in large letters
	Says  string
	Tone  string
	Mark  string
}

// A chart is a picture with its heading.
type chart struct {
	Kind    string // by which the page's script knows it; empty where it stays a picture
	Variant string // of which it is; empty for all of them
	Name    string
	Best    bool
	Says    string // the figure that matters most
	Badge   *badge
	Note    string
	Height  float64
	Chart   template.HTML
	Also    []chart // drawn below it, on the same axis of time
	Index   int     // among those
}

// mostDoubts is how many sentences on the generator stand above the verdict;
// all of them stand further down.
const mostDoubts = 3

// pageOf lays out a comparison.
func pageOf(c Comparison) (page, error) {
	p := page{
		Comparison: c,
		Style:      template.CSS(plotStyle) + "\n" + style(),
		Facts:      scope(c),
		Trust:      trustOf(c.Generator),
		Health:     c.Generator.signs(),
		Doubts:     c.Generator.Notes[:min(mostDoubts, len(c.Generator.Notes))],
		MoreDoubts: max(0, len(c.Generator.Notes)-mostDoubts),
		Headline:   headlineOf(c),
		Variants:   variantGrid(c),
		Cautions:   cautions(c),
		Apart:      unlikeGrid(c),
		Against:    againstGrid(c),
		Shapes:     shapeGrid(c),
		HeldTo:     c.heldTo(),
		Marked:     c.marked(),
		Held:       c.againstWhat(),
		Wide:       len(c.Variants) == 1,
		Split:      splitGrid(c),
		SplitParts: splitByPhase(c),
		Told:       c.split(),
		Model:      modelGrid(c),
		Recovery:   recoveryGrid(c),
		Phases:     parts(c),
		Books:      bookGrid(c),
		Sources:    provenances(c),
		Glossary:   glossary(c),
	}
	for _, s := range c.Runs {
		p.Partial = p.Partial || s.Partial
	}
	if c.Map != nil {
		m := heatMapsOf(*c.Map)
		p.Map = &m
	}
	if err := p.draw(); err != nil {
		return page{}, err
	}
	for i, s := range c.Streams {
		p.Streams = append(p.Streams, streamPage(s, "stream"+strconv.Itoa(i)+"-"))
	}
	return p, nil
}

// streamPage lays out what a page tells of one stream.
func streamPage(c Comparison, prefix string) page {
	p := page{
		Comparison: c,
		Facts:      c.streamFacts(),
		Variants:   variantGrid(c),
		Cautions:   c.Warnings,
		Against:    againstGrid(c),
		Wide:       len(c.Variants) == 1,
		Recovery:   recoveryGrid(c),
		Phases:     parts(c),
	}
	p.drawStream(prefix)
	return p
}

// style joins the page's own style with that of its charts.
func style() template.CSS {
	light, dark := themes()
	return template.CSS(":root{" + light.variables() + "}\n" +
		"@media screen and (prefers-color-scheme:dark){:root{" + dark.variables() + "}}\n" + pageStyle + chartStyle)
}

// scope says in a few words how large the comparison is.
func scope(c Comparison) []string {
	size := plural(len(c.Variants), "variant")
	if c.Rounds > 0 {
		size += " × " + plural(c.Rounds, "round")
	}
	out := []string{size, duration(c.Length) + " each", "seed " + strconv.FormatUint(c.Seed, 10)}
	if took := c.took(); took != "" {
		out = append(out, "took "+took)
	}
	return out
}

// Policy is the page's content security policy.
func (p page) Policy() string { return p.Scripts.policy(p.Style) }

// headlineOf says what is to be read first.
func headlineOf(c Comparison) headline {
	switch {
	case c.Winner.Variant != "":
		says := strings.TrimPrefix(c.Winner.Sentence, called(c.Winner.Variant)+" ")
		b := c.recommended()
		return headline{"winner", c.Winner.Variant, says, b.Tone, b.Mark}
	case len(c.Variants) == 1:
		b := badgeOf(c.Variants[0])
		return headline{"verdict", b.Word, c.Winner.Sentence, b.Tone, b.Mark}
	}
	return headline{"verdict", "no winner", c.Winner.Sentence, "open", "–"}
}
