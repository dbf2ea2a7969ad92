package report

import (
	"slices"
	"strings"
	"time"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"matchday/measure"
)

// heights are eight heights of a character cell, after nothing at all.
var heights = [...]rune{' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

// Sparkline draws values as block characters, the highest of which stands for
// top. What is more than nothing is drawn as something.
func Sparkline(values []float64, top float64) string {
	var b strings.Builder
	for _, v := range values {
		height := 0
		if v > 0 && top > 0 {
			height = min(8, max(1, int(8*v/top+.5)))
		}
		b.WriteRune(heights[height])
	}
	return b.String()
}

// squeeze turns a series into so many means. A series that is shorter repeats
// its points.
func squeeze(series []Point, width int, of func(Point) float64) []float64 {
	var out []float64
	n := len(series)
	for i := range min(width, width*n) {
		from := i * n / width
		to := max(from+1, (i+1)*n/width)
		sum := 0.0
		for _, p := range series[from:to] {
			sum += of(p)
		}
		out = append(out, sum/float64(to-from))
	}
	return out
}

// phaseLine writes the names of phases where they begin on a line that stands
// for the whole profile. Where there is no room for all, peaks come first.
func phaseLine(phases []measure.Phase, length time.Duration, width int) string {
	line := []rune(strings.Repeat(" ", width))
	var ordered []measure.Phase
	for _, peak := range []bool{true, false} {
		for _, p := range phases {
			if p.Peak == peak {
				ordered = append(ordered, p)
			}
		}
	}
	for _, p := range ordered {
		name := clip(p.Name, 20)
		at := int(over(float64(p.Start), float64(length)) * float64(width))
		end := at + twwidth.Width(name)
		if at < 0 || end > width || !free(line[max(0, at-1):min(width, end+1)]) {
			continue
		}
		copy(line[at:], []rune(name))
	}
	return string(line)
}

func free(line []rune) bool {
	return !slices.ContainsFunc(line, func(r rune) bool { return r != ' ' })
}
