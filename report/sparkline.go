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

// squeeze turns a series into means, so many for a whole of n windows. It stops
// where a series does that is cut off; one of fewer windows than means repeats its
// points.
func squeeze(series []Point, n, width int, of func(Point) float64) []float64 {
	var out []float64
	for i := range width {
		from := i * n / width
		to := min(max(from+1, (i+1)*n/width), len(series))
		if from >= to {
			break
		}
		sum := 0.0
		for _, p := range series[from:to] {
			sum += of(p)
		}
		out = append(out, sum/float64(to-from))
	}
	return out
}

// windows is how many windows there are in all of the variant's profile. A trial
// that was cut off has fewer.
func (c Comparison) windows(v Variant) int {
	if v.Partial && c.Window > 0 {
		return max(len(v.Series), int((c.Length+c.Window-1)/c.Window))
	}
	return len(v.Series)
}

// trackEnd fills the rest of a track, which is empty for a variant that was measured
// whole. Why the track ends is said where there is room: as blanks alone it would
// look as if nobody had been answered.
func trackEnd(v Variant, room int) string {
	says := " cut off"
	if len(v.Series) == 0 {
		says = "nothing was measured"
	}
	if !v.Partial || room < len(says) {
		says = ""
	}
	return says + strings.Repeat(" ", max(0, room-len(says)))
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
