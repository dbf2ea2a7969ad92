package report

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// Sizes of a map, in user units.
const (
	heatSide   = 76.0 // room for the rows' ticks
	heatHead   = 38.0 // room for the columns' ticks
	heatWide   = 64.0 // a cell at most
	heatNarrow = 34.0 // a cell at least
	heatHigh   = 24.0
	heatGap    = 1.0  // between two cells
	heatPill   = 32.0 // width of what marks a comparison's own settings
)

// HeatSVG writes the maps as one picture that stands alone. Hue is the verdict,
// strength the figure, and both are written in the cell as well. The picture
// fits light and dark pages.
func HeatSVG(w io.Writer, h Heat) error {
	f := heatFrameOf(h, sheetWidth-2*sheetMargin)
	width := max(sheetWidth, f.width()+2*sheetMargin)
	says := h.Notes
	if h.Rule != "" {
		says = append(slices.Clone(says), "line: "+h.Rule)
	}
	top := 62.0 + 18*float64(len(says)) + 24
	pitch := headRow + f.height() + panelGap

	var d drawing
	d.sheet(box{w: width, h: top + pitch*float64(len(h.Panels))}, f.caption("sheet", says))
	d.text("title", spot{sheetMargin, 34}, clip(h.Title, 90))
	for i, note := range says {
		d.text("plain", spot{sheetMargin, 56 + 18*float64(i)}, clip(note, 165))
	}
	f.legend(&d, spot{sheetMargin, top - 18})
	for i, m := range h.Panels {
		at := spot{sheetMargin, top + pitch*float64(i)}
		d.group(at)
		d.text("head", spot{0, 14}, clip(m.Name, 40))
		d.text("plain", spot{f.left(), 14}, clip(m.Says, 120))
		d.group(spot{0, headRow})
		f.draw(&d, m)
		d.end()
		d.end()
	}
	d.done()
	_, err := io.WriteString(w, d.String())
	return err
}

// A heatFrame is what the pictures of the maps share: the sizes.
type heatFrame struct {
	Heat
	cell float64 // width
}

// heatFrameOf fits the maps into a width, unless there are so many columns that
// nobody could read them.
func heatFrameOf(h Heat, width float64) heatFrame {
	columns := float64(max(1, len(h.Column.Ticks)))
	return heatFrame{h, min(heatWide, max(heatNarrow, (width-heatSide)/columns))}
}

func (f heatFrame) left() float64  { return heatSide }
func (f heatFrame) width() float64 { return heatSide + f.cell*float64(len(f.Column.Ticks)) }
func (f heatFrame) height() float64 {
	return heatHead + heatHigh*float64(len(f.Row.Ticks))
}

// place returns where a cell lies.
func (f heatFrame) place(row, column int) box {
	return box{heatSide + f.cell*float64(column), heatHead + heatHigh*float64(row), f.cell, heatHigh}
}

func (f heatFrame) caption(id string, says []string) caption {
	return caption{id, f.Title, strings.Join(says, " ")}
}

// draw draws one map with its ticks.
func (f heatFrame) draw(d *drawing, m HeatMap) {
	d.text("name", spot{heatSide + (f.width()-heatSide)/2, 12}, f.Column.Name)
	for j, tick := range f.Column.Ticks {
		d.text("clock", spot{f.place(0, j).x + f.cell/2, heatHead - 7}, tick)
	}
	d.text("name", spot{heatSide / 2, heatHead - 7}, f.Row.Name)
	for i, tick := range f.Row.Ticks {
		d.text("value", spot{heatSide - 8, f.place(i, 0).y + heatHigh/2 + 4}, tick)
	}
	for i, row := range m.Rows {
		for j, c := range row {
			f.one(d, f.place(i, j), c)
		}
	}
	f.rule(d, m)
	for i, row := range m.Rows {
		for j, c := range row {
			if c.Best {
				frameIn(d, f.place(i, j))
			}
		}
	}
}

// one draws a cell: the verdict's hue, as strong as the figure is high.
func (f heatFrame) one(d *drawing, b box, c HeatCell) {
	d.put(`<rect class="`, classOf(verdictMeaning(c.Verdict)), `" x="`, num(b.x), `" y="`, num(b.y),
		`" width="`, num(b.w-heatGap), `" height="`, num(b.h-heatGap), `" fill-opacity="`, f.strength(c),
		`"><title>`, escape(f.hint(c)), "</title></rect>\n")
	if c.Own {
		d.pill(box{b.x + (b.w-heatGap-heatPill)/2, b.y + 3, heatPill, b.h - heatGap - 6})
	}
	d.text("name", spot{b.x + b.w/2, b.y + b.h/2 + 4}, f.text(c))
}

// pill draws what makes a cell's text stand out: page behind it, a line around.
func (d *drawing) pill(b box) {
	d.put(`<rect class="dot outline" x="`, num(b.x), `" y="`, num(b.y), `" width="`, num(b.w), `" height="`, num(b.h), `" rx="`, num(b.h/2), "\"/>\n")
}

// strength is how opaque a cell is. It stays below what would take the text in
// it its contrast, and above what looks like nothing.
func (f heatFrame) strength(c HeatCell) string {
	if f.Shows == ShowBack {
		return "0.5"
	}
	return strconv.FormatFloat(.15+.5*f.share(c), 'f', 2, 64)
}

// rule draws the line in front of the cells that lie beyond it, and none along
// the map's own edge.
func (f heatFrame) rule(d *drawing, m HeatMap) {
	const class = "outline best"
	before := -1
	for i, row := range m.Rows {
		j := firstBeyond(row)
		b := f.place(i, j)
		if j > 0 && j < len(row) {
			d.line(class, spot{b.x, b.y}, spot{b.x, b.bottom()})
		}
		if before >= 0 && before != j {
			d.line(class, spot{f.place(i, before).x, b.y}, spot{b.x, b.y})
		}
		before = j
	}
}

// firstBeyond returns which cell of a row is the first beyond the rule's line;
// the one behind the last for none.
func firstBeyond(row []HeatCell) int {
	for j, c := range row {
		if c.Beyond {
			return j
		}
	}
	return len(row)
}

// frameIn draws a frame around a cell.
func frameIn(d *drawing, b box) {
	d.curve("best", []spot{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}, {b.x, b.y - 1}})
}

// legend shows the verdicts that occur, and what is written in the cells.
func (f heatFrame) legend(d *drawing, at spot) {
	for _, v := range verdictDocs() {
		if !f.has(v.Verdict) {
			continue
		}
		d.put(`<rect class="`, classOf(verdictMeaning(v.Verdict)), `" x="`, num(at.x), `" y="`, num(at.y-5), `" width="12" height="10" fill-opacity="0.5"/>`, "\n")
		text := verdictMark(v.Verdict) + " " + string(v.Verdict)
		d.text("plain", spot{at.x + 17, at.y + 4}, text)
		at.x += 17 + 6.6*float64(len(text)) + 20
	}
	d.text("plain", spot{at.x, at.y + 4}, "number: "+f.number())
}
