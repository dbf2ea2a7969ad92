package report

import (
	_ "embed"
	"strings"
)

// chartStyle says how the classes of a drawing look, in terms of the colours of
// a theme.
//
//go:embed svg.css
var chartStyle string

// A theme is every colour of a page by its name in the style sheets.
type theme map[string]string

// themes returns the colours of a light and of a dark page: those that mean
// something from the palette, and the greys around them.
func themes() (light, dark theme) {
	light = theme{
		"page": "#f6f7f8", "card": "#ffffff", "ink": "#16191d", "soft": "#5c646e",
		"rule": "#e4e7ea", "axis": "#a7aeb6", "band": "#eef0f3",
	}
	dark = theme{
		"page": "#0e1116", "card": "#161a20", "ink": "#eceff3", "soft": "#99a2ad",
		"rule": "#272d35", "axis": "#56606b", "band": "#1f252d",
	}
	for _, c := range Palette() {
		light[classOf(c.Meaning)], dark[classOf(c.Meaning)] = c.Light, c.Dark
	}
	return light, dark
}

// names returns the names of the colours in a fixed order.
func (t theme) names() []string {
	names := []string{"page", "card", "ink", "soft", "rule", "axis", "band"}
	for _, c := range Palette() {
		names = append(names, classOf(c.Meaning))
	}
	return names
}

// variables declares the colours for a page.
func (t theme) variables() string {
	var b strings.Builder
	for _, n := range t.names() {
		b.WriteString("--" + n + ":" + t[n] + ";")
	}
	return b.String()
}

// apply writes the colours into a style sheet, for viewers of SVG files that
// know no variables.
func (t theme) apply(sheet string) string {
	pairs := make([]string, 0, 2*len(t))
	for _, n := range t.names() {
		pairs = append(pairs, "var(--"+n+")", t[n])
	}
	return strings.NewReplacer(pairs...).Replace(sheet)
}

// aloneStyle returns the style of a drawing that is a file of its own. A viewer
// that knows no media queries keeps to the light colours.
func aloneStyle() string {
	light, dark := themes()
	return light.apply(chartStyle) + "@media screen and (prefers-color-scheme:dark){\n" + dark.apply(chartStyle) + "}\n"
}
