package report

import (
	_ "embed"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed heat.gohtml
var heatText string

//go:embed heatmaps.gohtml
var heatMapsText string

// HeatHTML writes the maps as one page that needs nothing but itself, in the
// style of [HTML].
func HeatHTML(w io.Writer, h Heat) error {
	return writePage(w, heatText, heatPage{heatMapsOf(h), style(), shell(h.Command)})
}

// A heatPage is a heat laid out for heat.gohtml.
type heatPage struct {
	heatMaps
	Style template.CSS
	Shell string
}

// heatMaps are the maps of a heat laid out for heatmaps.gohtml, which is a part
// of more than one page.
type heatMaps struct {
	Heat
	Legend []entry
	Number string
	Marked bool // a comparison's own settings are
	Charts []heatChart
}

// A heatChart is one map as a picture, and as a table for who cannot see it.
type heatChart struct {
	HeatMap
	Chart template.HTML
	Table [][]string // rows of texts, the row's tick first
}

func heatMapsOf(h Heat) heatMaps {
	p := heatMaps{Heat: h, Number: h.number(), Legend: h.legend(), Marked: h.count(own) > 0}
	f := heatFrameOf(h, pageWidth-42)
	for i, m := range h.Panels {
		p.Charts = append(p.Charts, heatChart{m, f.picture(i, m), h.table(m)})
	}
	return p
}

// legend says what the colours mean, as far as they occur, and the marks of a
// comparison's own settings.
func (h Heat) legend() []entry {
	var out []entry
	for _, v := range verdictDocs() {
		if h.has(v.Verdict) {
			out = append(out, entry{heatSwatch(verdictMeaning(v.Verdict)), verdictMark(v.Verdict) + " " + string(v.Verdict), v.Doc})
		}
	}
	if h.count(own) > 0 {
		out = append(out,
			entry{sample(func(d *drawing) { d.pill(box{0.7, 2.7, 10.6, 6.6}) }), "variant of this run", "one of the settings that were compared"},
			entry{sample(func(d *drawing) { frameIn(d, box{1.5, 1.5, 9, 9}) }), "best by the model", "the one that served the most users within the SLO"})
	}
	return out
}

// picture draws a map for the page.
func (f heatFrame) picture(i int, m HeatMap) template.HTML {
	says := m.Says
	if says == "" {
		says = strings.Join(f.Notes, "; ")
	}
	c := caption{"map" + strconv.Itoa(i), f.Title + " " + m.Name, says}
	return picture(box{w: max(f.width(), pageWidth-42), h: f.height() + 4}, c, func(d *drawing) { f.draw(d, m) })
}

// table returns a map as texts.
func (h Heat) table(m HeatMap) [][]string {
	var out [][]string
	for i, row := range m.Rows {
		line := []string{h.Row.Ticks[i]}
		for _, c := range row {
			line = append(line, h.text(c)+ownMark(c))
		}
		out = append(out, line)
	}
	return out
}

// ownMark is how a comparison's own setting is marked in text.
func ownMark(c HeatCell) string {
	if c.Own {
		return " ●"
	}
	return ""
}

// heatSwatch shows the colour of a meaning as strong as in a cell.
func heatSwatch(m Meaning) template.HTML {
	return template.HTML(`<svg class="swatch chart" viewBox="0 0 12 12" aria-hidden="true"><rect class="` + classOf(m) + `" width="12" height="12" fill-opacity=".5"/></svg>`)
}
