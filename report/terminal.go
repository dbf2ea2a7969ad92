package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// How much of everything has room on one screen. The rest is in the page.
const (
	mostLines    = 40 // of all, beyond which tables that can be missed are left out
	mostNotes    = 2  // on the generator
	mostWarnings = 3  // of any other kind
	mostRules    = 2  // queues that cannot protect
	mostTracks   = 8  // variants on the timeline
	mostName     = 24 // columns of a variant's name
)

// Terminal writes the comparison as one screen of text: whether it can be
// trusted, what to do, the table, why, and the picture. Four variants take at
// most 40 lines.
func Terminal(w io.Writer, c Comparison, screen Screen) error {
	s, err := overview(c, screen, c.standing())
	if err != nil {
		return err
	}
	return s.writeTo(w)
}

// overview lays out the screen. The table of how the variants stand to the
// reference may be none, where more is said of that below.
func overview(c Comparison, screen Screen, standing []textColumn) (*sheet, error) {
	s := &sheet{Screen: screen, margin: 12}
	for _, v := range c.Variants {
		s.margin = max(s.margin, min(mostName, twwidth.Width(oneLine(v.Name)))+2)
	}
	for _, of := range c.Streams {
		s.margin = max(s.margin, min(mostName, twwidth.Width(of.Stream.Name))+2)
	}
	s.block(s.title(c)...)
	s.block(s.unlike(c)...)
	s.block(s.trust(c)...)
	s.block(s.advice(c)...)
	table, err := s.variants(c)
	if err != nil {
		return nil, err
	}
	s.block(table...)
	s.block(s.rules(c)...)
	picture := s.timeline(c)
	for _, more := range [][]textColumn{standing, c.modelTable(), c.roundsTable(), c.splitTable()} {
		if len(more) == 0 {
			continue
		}
		table, err := textTable(more, s.Screen)
		if err != nil {
			return nil, err
		}
		if s.height()+len(table)+1+len(picture) <= mostLines {
			s.block(table...)
		}
	}
	s.block(picture...)
	return s, s.streams(c)
}

// streams is the table of each stream, under what it is.
func (s *sheet) streams(c Comparison) error {
	for _, one := range c.Streams {
		table, err := s.variants(one)
		if err != nil {
			return err
		}
		head := s.say(one.Stream.Name, one.streamTitle(), 2)
		head = append(head, s.some("careful", one.Warnings, 1)...)
		s.block(append(head, table...)...)
	}
	return nil
}

// title names the experiment at the left and the run at the right.
func (s *sheet) title(c Comparison) []string {
	parts := []string{"matchday"}
	if c.Title != "" {
		parts = append(parts, clip(c.Title, 40))
	}
	if c.Simulated {
		parts = append(parts, "simulated")
	}
	parts = append(parts, plural(len(c.Variants), "variant")+" × "+plural(c.Rounds, "round"))
	if len(c.Runs) > 0 {
		parts = append(parts, fmt.Sprintf("seed %d", c.Seed))
	}
	if took := c.took(); took != "" {
		parts = append(parts, took)
	}
	var ids []string
	for _, r := range c.Runs {
		id := "run " + r.ID
		if r.Partial {
			id += " (partial)"
		}
		ids = append(ids, id)
	}
	left, right := strings.Join(parts, " · "), strings.Join(ids, ", ")
	gap := s.width() - twwidth.Width(left) - twwidth.Width(right)
	if gap < 2 {
		return append(wrap(left, s.width(), 2), wrap(right, s.width(), 2)...)
	}
	return []string{left + strings.Repeat(" ", gap) + right}
}

// unlike lists what the reference does not share, first what bars a comparison.
func (s *sheet) unlike(c Comparison) []string {
	bars, rest := c.unlikeTexts()
	var lines []string
	if len(bars) > 0 {
		lines = s.say("apart", strings.Join(bars, " · "), 4)
	}
	if len(rest) > 0 {
		lines = append(lines, s.say("differs", strings.Join(rest, " · "), 4)...)
	}
	return lines
}

// trust says how far the figures can be trusted.
func (s *sheet) trust(c Comparison) []string {
	g := c.Generator
	parts := append([]string{g.word()}, g.signs()...)
	if books := booksText(c.Variants); books != "" {
		parts = append(parts, books)
	}
	lines := s.say("generator", strings.Join(parts, " · "), 2)
	lines = append(lines, s.some("", g.Notes, mostNotes)...)
	return append(lines, s.some("careful", c.Warnings, mostWarnings)...)
}

// some lays out the first few of many sentences.
func (s *sheet) some(label string, sentences []string, most int) []string {
	var lines []string
	for i, text := range sentences {
		if i == most {
			return append(lines, s.say(label, fmt.Sprintf("… and %d more", len(sentences)-most), 1)...)
		}
		lines = append(lines, s.say(label, text, 2)...)
		label = ""
	}
	return lines
}

// booksText says whether the targets' books add up; "" where none was asked.
func booksText(all []Variant) string {
	text := ""
	for _, v := range all {
		if v.Oracle != "" && v.Oracle != oracleClosed {
			return "target's books do not close"
		}
		if v.Oracle == oracleClosed {
			text = "target's books closed"
		}
	}
	return text
}

// advice says what to do.
func (s *sheet) advice(c Comparison) []string {
	label := "verdict"
	if c.Winner.Variant != "" {
		label = "winner"
	}
	return s.say(label, c.Winner.Sentence, 3)
}

// variants is the table.
func (s *sheet) variants(c Comparison) ([]string, error) {
	if len(c.Variants) == 0 {
		return nil, nil
	}
	all := c.columns(abreast)
	names, verdicts := all[0].cells, all[len(all)-1].cells
	for i, v := range c.Variants {
		names[i] = clip(names[i], mostName)
		if v.Name == c.Winner.Variant {
			verdicts[i] += " ◀"
		}
	}
	return textTable(all, s.Screen)
}

// rules names the queues that cannot protect.
func (s *sheet) rules(c Comparison) []string {
	var lines []string
	shown, more := 0, 0
	for _, v := range c.Variants {
		switch {
		case v.Rule == nil || v.Rule.Protects:
		case shown == mostRules:
			more++
		default:
			shown++
			lines = append(lines, s.say(v.Name, v.Rule.Sentence, 2)...)
		}
	}
	if more > 0 {
		lines = append(lines, s.say("", fmt.Sprintf("… and %d more whose queue cannot protect", more), 1)...)
	}
	return lines
}

// timeline draws what came, and below it what each variant answered in time, or
// within the SLO where there is one: what is green on the page too.
func (s *sheet) timeline(c Comparison) []string {
	tracks := c.Variants[:min(len(c.Variants), mostTracks)]
	width := s.width() - s.margin - 22
	var offered []float64
	var answered [][]float64
	top := 0.0
	for i, v := range tracks {
		n := c.windows(v)
		came := squeeze(v.Series, n, width, func(p Point) float64 { return p.Planned })
		answered = append(answered, squeeze(v.Series, n, width, inSLO))
		if len(came) > len(offered) {
			offered = came
		}
		for _, x := range append(came, answered[i]...) {
			top = max(top, x)
		}
	}
	if top == 0 {
		return nil
	}
	lines := []string{
		s.label("") + phaseLine(c.Phases, c.Length, width),
		s.label(c.loadWord("offered")) + s.paint(Planned, Sparkline(offered, top)) + strings.Repeat(" ", width-len(offered)) + "  █ = " + digits(top) + "/s",
	}
	hint := "  in " + c.goal() + ", same scale"
	for i, v := range tracks {
		lines = append(lines, s.label(v.Name)+s.paint(InTime, Sparkline(answered[i], top))+trackEnd(v, width-len(answered[i]))+hint)
		hint = ""
	}
	if more := len(c.Variants) - len(tracks); more > 0 {
		lines = append(lines, s.label("")+fmt.Sprintf("… and %d more", more))
	}
	return lines
}

func inSLO(p Point) float64 { return p.InSLO }

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(int64(n)) + " " + thing + "s"
}
