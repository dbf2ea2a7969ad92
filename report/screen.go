package report

import (
	"io"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// A Screen is what text is laid out for. Colour is decided by whoever knows
// where the text goes, and by nothing else.
type Screen struct {
	Width int // columns; 0 means 110
	Color bool
}

// The widths that a layout keeps to.
const (
	usualWidth = 110
	leastWidth = 40
)

func (s Screen) width() int {
	if s.Width <= 0 {
		return usualWidth
	}
	return max(leastWidth, s.Width)
}

// paint colours a text by its meaning. It leaves alone what is not there: a
// coloured zero would draw the eye to nothing.
func (s Screen) paint(m Meaning, text string) string {
	bare := strings.TrimSpace(text)
	if !s.Color || m == "" || bare == "" || bare == unknown || bare == "0" || bare == "0 %" {
		return text
	}
	return "\x1b[" + m.Colour().ANSI + "m" + text + "\x1b[0m"
}

// A sheet is text that is being laid out: blocks of lines, each line with a
// label at its left margin where it begins something.
type sheet struct {
	Screen
	margin int // columns that labels take
	blocks [][]string
}

// block adds lines with an empty line before them.
func (s *sheet) block(lines ...string) {
	if len(lines) > 0 {
		s.blocks = append(s.blocks, lines)
	}
}

// height returns how many lines the blocks take with those between them.
func (s *sheet) height() int {
	n := 0
	for _, block := range s.blocks {
		n += len(block) + 1
	}
	return n
}

// say lays out a text behind its label, on no more than so many lines.
func (s *sheet) say(label, text string, lines int) []string {
	out := wrap(text, s.width()-s.margin, lines)
	for i := range out {
		out[i] = s.label(label) + out[i]
		label = ""
	}
	return out
}

// label fills the margin.
func (s *sheet) label(text string) string {
	text = clip(text, s.margin-2)
	return text + strings.Repeat(" ", s.margin-twwidth.Width(text))
}

// writeTo writes all blocks at once, so that a text is never half there.
func (s *sheet) writeTo(w io.Writer) error {
	var b strings.Builder
	for i, block := range s.blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, line := range block {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
