package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"strconv"
)

//go:embed heat.gohtml
var heatText string

// HeatHTML writes the maps as one page that needs nothing but itself, in the
// style of [HTML].
func HeatHTML(w io.Writer, h Heat) error {
	t, err := template.New("heat").Parse(heatText)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, heatPageOf(h)); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// A heatPage is a heat laid out for heat.gohtml.
type heatPage struct {
	Heat
	Style  template.CSS
	Legend []entry
	Number string
	Charts []heatChart
	Shell  string
}

// A heatChart is one map as a picture, and as a table for who cannot see it.
type heatChart struct {
	HeatMap
	Chart template.HTML
	Table [][]string // rows of texts, the row's tick first
}

func heatPageOf(h Heat) heatPage {
	p := heatPage{Heat: h, Style: style(), Number: h.number(), Shell: shell(h.Command)}
	for _, v := range verdictDocs() {
		if h.has(v.Verdict) {
			p.Legend = append(p.Legend, entry{heatSwatch(verdictMeaning(v.Verdict)), verdictMark(v.Verdict) + " " + string(v.Verdict), v.Doc})
		}
	}
	f := heatFrameOf(h, pageWidth-42)
	for i, m := range h.Panels {
		p.Charts = append(p.Charts, heatChart{m, f.picture(i, m), h.table(m)})
	}
	return p
}

// picture draws a map for the page.
func (f heatFrame) picture(i int, m HeatMap) template.HTML {
	says := m.Says
	if says == "" && len(f.Notes) > 0 {
		says = f.Notes[0]
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
			line = append(line, h.text(c))
		}
		out = append(out, line)
	}
	return out
}

// heatSwatch shows the colour of a meaning as strong as in a cell.
func heatSwatch(m Meaning) template.HTML {
	return template.HTML(`<svg class="swatch chart" viewBox="0 0 12 12" aria-hidden="true"><rect class="` + classOf(m) + `" width="12" height="12" fill-opacity=".5"/></svg>`)
}
