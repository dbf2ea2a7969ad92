package report

import (
	"fmt"
	"io"
	"time"

	"matchday/measure"
)

// CurveSVG writes a profile as a picture that stands alone: its rates, which
// are means over equal parts of its length, as a hill over its phases.
func CurveSVG(w io.Writer, title string, rates []float64, length time.Duration, phases []measure.Phase) error {
	const height = 200.0
	points, users := make([]Point, len(rates)), 0.0
	for i, r := range rates {
		points[i] = Point{At: time.Duration(float64(length) * float64(i) / float64(len(rates))), Planned: r}
		users += r * length.Seconds() / float64(len(rates))
	}
	f := frameOf(Comparison{
		Length: length, Window: length / time.Duration(max(1, len(rates))), Phases: phases,
		Variants: []Variant{{Name: title, Series: points}},
	}, sheetWidth-2*sheetMargin, height)
	most := highest(f.series[0], func(p Point) float64 { return p.Planned })
	says := fmt.Sprintf("%s users in %s, at most %s/s", grouped(int64(users+.5)), duration(length), digits(most))

	var d drawing
	d.sheet(box{w: sheetWidth, h: 62 + nameRow + height + clockRow + sheetMargin}, caption{"curve", title, "Planned users per second: " + says + "."})
	d.text("title", spot{sheetMargin, 34}, clip(title, 60))
	d.text("plain end", spot{sheetWidth - sheetMargin, 34}, says)
	d.group(spot{sheetMargin, 62})
	f.profile(&d)
	d.end()
	d.done()
	_, err := io.WriteString(w, d.String())
	return err
}

// profile draws the planned users alone, with the names of all phases that
// there is room for.
func (f frame) profile(d *drawing) {
	top := float64(nameRow)
	bottom := top + f.height
	f.rate = f.rate.within(bottom, top)
	f.shade(d, top, bottom)
	f.names(d, f.Phases, nameRow-5)
	f.rules(d, f.rate, level)
	d.text("unit", spot{marginLeft - 6, top - 5}, "per s")
	f.hill(d, f.series[0])
	f.stack(d, f.series[0])
	f.clocks(d, bottom)
	f.slices(d, box{marginLeft, top, f.plotWidth(), f.height}, f.series[0])
}
