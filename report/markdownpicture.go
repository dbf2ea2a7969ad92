package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// How much a picture in Markdown holds: what is looked at beside a table needs
// no more, and a comment has a largest size.
const (
	mostDrawn  = 4  // variants
	mostPoints = 40 // in a line
)

// An ink is the colour of a line, in words for the caption that stands in for a
// legend: where pull requests are read, charts have none.
type ink struct{ word, hex string }

// inks are the colours of lines, none of which means anything elsewhere. Whoever
// reads a pull request may do so on a white or on a dark page, and the picture
// cannot know, so each is seen on both.
func inks() [mostDrawn]ink {
	return [mostDrawn]ink{{"violet", "#7b4df0"}, {"brown", "#a0522d"}, {"olive", "#8c8a20"}, {"magenta", "#e030c0"}}
}

// winnersInk is that of the winner, which has what users came for.
func winnersInk() ink { return ink{"green", InTime.Colour().Light} }

// A trace is what a variant was sent and answered within the SLO, stretch by
// stretch; without an SLO that is all that it answered in time.
type trace struct {
	name           string
	planned, inSLO []float64 // per second
}

// picture is what was planned and what was answered within the SLO, or in time
// where there is none, as a Mermaid chart:
// code platforms draw those, and strip pictures that come with the text. It
// returns "" where there is nothing to draw.
func (c Comparison) picture() string {
	traces := c.traces()
	if len(traces) == 0 {
		return ""
	}
	planned := traces[0].planned
	most := slices.Max(planned)
	palette, lines := Planned.Colour().Dark, chartLine(planned)
	var names []string
	for i, t := range traces {
		own := inks()[i]
		if t.name == c.Winner.Variant {
			own = winnersInk()
		}
		palette += ", " + own.hex
		names = append(names, MarkdownText(called(t.name))+" "+own.word)
		lines += chartLine(t.inSLO)
		most = max(most, slices.Max(t.inSLO))
	}
	return fmt.Sprintf("Users per second: planned grey, the highest line; answered in %s %s\n```mermaid\n%s xychart-beta\n%s%s```",
		c.goal(), strings.Join(names, ", "), chartLook(palette), c.chartAxes(len(planned), most), lines)
}

// chartLook sets the colours of what is drawn and nothing else, so that text
// follows the theme of the page.
func chartLook(palette string) string {
	return `%%{init: {"xyChart": {"height": 300}, "themeVariables": {"xyChart": {"backgroundColor": "transparent", "plotColorPalette": "` + palette + `"}}}}%%`
}

// chartAxes names the axes. A line is drawn from one end of its axis to the
// other, and its ends are the middles of the first and the last stretch.
func (c Comparison) chartAxes(stretches int, most float64) string {
	whole := c.Length.Seconds()
	half := whole / float64(2*stretches)
	return fmt.Sprintf("x-axis \"seconds\" %s --> %s\ny-axis \"users per second\" 0 --> %s\n",
		brief(half), brief(whole-half), brief(max(1, math.Ceil(most))))
}

// chartLine writes one series. Bars would show the plan as a hill, but along an
// axis of numbers they are drawn over each other.
func chartLine(values []float64) string {
	var parts []string
	for _, x := range values {
		parts = append(parts, brief(x))
	}
	return "line [" + strings.Join(parts, ",") + "]\n"
}

// brief writes a number as charts read it: with three significant digits at
// most, and never with an exponent.
func brief(x float64) string {
	if x >= 100 {
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// traces returns those of the first few variants that were measured all the way,
// and that of the winner in any case. The winner comes last: of lines upon each
// other the last is the one to be seen.
func (c Comparison) traces() []trace {
	var out []trace
	var winner *trace
	for _, v := range c.Variants {
		t, whole := c.trace(v)
		switch {
		case !whole:
		case v.Name == c.Winner.Variant:
			winner = &t
		default:
			out = append(out, t)
		}
	}
	if winner == nil {
		return out[:min(len(out), mostDrawn)]
	}
	return append(out[:min(len(out), mostDrawn-1)], *winner)
}

// trace returns the means over equal stretches of the whole length, no more than
// there are windows, and whether something was measured in each: nothing is
// drawn where nothing was.
func (c Comparison) trace(v Variant) (t trace, whole bool) {
	if c.Window <= 0 || c.Length < 2*c.Window {
		return trace{}, false
	}
	n := int(min(mostPoints, c.Length/c.Window))
	t = trace{v.Name, make([]float64, n), make([]float64, n)}
	counts := make([]float64, n)
	for _, p := range v.Series {
		if i := int(p.At.Seconds() / c.Length.Seconds() * float64(n)); i < n {
			t.planned[i] += p.Planned
			t.inSLO[i] += p.InSLO
			counts[i]++
		}
	}
	for i, count := range counts {
		t.planned[i] = over(t.planned[i], count)
		t.inSLO[i] = over(t.inSLO[i], count)
	}
	return t, slices.Min(counts) > 0
}
