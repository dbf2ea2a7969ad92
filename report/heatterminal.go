package report

import (
	"io"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// HeatTerminal writes the maps as text: what there is to see, and then for every
// cell the letter of its verdict with its figure, on the verdict's colour where
// there are colours. A map that is too wide is broken into several side by
// side, one below the other.
func HeatTerminal(w io.Writer, h Heat, screen Screen) error {
	s := sheet{Screen: screen, margin: 12}
	s.block(s.heatTitle(h)...)
	s.block(s.some("", h.Notes, len(h.Notes))...)
	for _, m := range h.Panels {
		s.heatMap(h, m)
	}
	s.block(s.heatLegend(h)...)
	return s.writeTo(w)
}

func (s *sheet) heatTitle(h Heat) []string {
	lines := wrap("matchday · "+h.Title+" · simulated", s.width(), 2)
	for _, f := range h.Facts {
		lines = append(lines, s.say(f.Name, f.Value, 2)...)
	}
	return lines
}

// heatMap lays out one map.
func (s *sheet) heatMap(h Heat, m HeatMap) {
	if m.Name != "" {
		s.block(s.say(m.Name, m.Says, 3)...)
	}
	b := heatBand{Heat: h, sheet: s, side: twwidth.Width(h.Row.Name), wide: 2}
	for _, tick := range h.Row.Ticks {
		b.side = max(b.side, twwidth.Width(tick))
	}
	for _, row := range m.Rows {
		for _, c := range row {
			b.wide = max(b.wide, twwidth.Width(h.text(c)))
		}
	}
	for _, tick := range h.Column.Ticks {
		b.wide = max(b.wide, twwidth.Width(tick))
	}
	room := max(1, (s.width()-b.side)/(b.wide+1))
	for from := 0; from < len(h.Column.Ticks); from += room {
		b.from, b.to = from, min(from+room, len(h.Column.Ticks))
		s.block(b.lines(m)...)
	}
}

// A heatBand is as many columns of a map as have room beside each other.
type heatBand struct {
	Heat
	*sheet
	side     int // columns of the screen for the rows' ticks
	wide     int // for a cell
	from, to int // columns of the map
}

func (b heatBand) lines(m HeatMap) []string {
	lines := []string{strings.Repeat(" ", b.side+1) + b.Column.Name}
	head := pad(b.Row.Name, b.side)
	for _, tick := range b.Column.Ticks[b.from:b.to] {
		head += " " + pad(tick, b.wide)
	}
	lines = append(lines, head)
	for i, row := range m.Rows {
		text := pad(b.Row.Ticks[i], b.side)
		for j := b.from; j < b.to; j++ {
			text += b.before(row, j) + b.cell(row[j])
		}
		lines = append(lines, text)
	}
	return lines
}

// before is what stands in front of a cell: the mark of the best one, or the
// rule's line where this cell is the first beyond it.
func (b heatBand) before(row []HeatCell, j int) string {
	switch {
	case row[j].Best:
		return "▶"
	case j == firstBeyond(row):
		return "│"
	}
	return " "
}

// cell writes a cell with its colour as ground.
func (b heatBand) cell(c HeatCell) string {
	text := pad(b.text(c), b.wide)
	if !b.Color {
		return text
	}
	style := "7;" + verdictMeaning(c.Verdict).Colour().ANSI
	if c.Best {
		style = "1;4;" + style
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// pad sets a text against the right side of its place.
func pad(text string, width int) string {
	return strings.Repeat(" ", max(0, width-twwidth.Width(text))) + text
}

// heatLegend says what letters, numbers and lines mean.
func (s *sheet) heatLegend(h Heat) []string {
	var parts []string
	for _, v := range verdictDocs() {
		if h.has(v.Verdict) {
			parts = append(parts, verdictMark(v.Verdict)+" "+string(v.Verdict))
		}
	}
	lines := s.say("letter", strings.Join(parts, ", "), 2)
	lines = append(lines, s.say("number", h.number(), 2)...)
	if h.Rule != "" {
		lines = append(lines, s.say("│", h.Rule, 3)...)
	}
	return lines
}
