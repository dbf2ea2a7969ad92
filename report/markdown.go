package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"matchday/measure"
)

// How much of everything a Markdown comment holds.
const (
	mostListed   = 3  // sentences in a list
	mostAbreast  = 6  // variants beside each other in the table by phase
	mostCommands = 2  // runs whose making is told
	mostWritten  = 60 // columns of a variant's name
)

// Markdown writes the comparison as a comment for a pull request: the verdict
// first, then the table; what only some readers want is folded away. Names and
// messages are escaped, so that none can break the table or become markup.
func Markdown(w io.Writer, c Comparison) error {
	table, err := markdownTable(c.markdownColumns())
	if err != nil {
		return err
	}
	phases, err := c.phasesAbreast()
	if err != nil {
		return err
	}
	split, err := c.markdownSplit()
	if err != nil {
		return err
	}
	streams, err := c.markdownStreams()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, composed(slices.Concat([]passage{
		{text: "### " + MarkdownText(c.heading())},
		{text: "**" + MarkdownText(c.Winner.Sentence) + "**" + c.markdownBadge() + "\\\n" + MarkdownText(c.trustText())},
		{text: c.markdownUnlike()},
		{text: bullets(c.Generator.Notes) + bullets(c.Warnings)},
		{text: table},
		{bullets(c.doubtfulQueues()), 2, "queues that cannot protect"},
		{c.picture(), 1, "the picture"},
	}, streams, []passage{
		{folded("By phase", phases), 4, "the phases"},
		{folded("Where the response time goes", split), 5, "where the response time goes"},
		{text: folded("How and where", c.provenance())},
	})))
	return err
}

// markdownBadge is the badge of the variant that the verdict is about, if it is
// about one.
func (c Comparison) markdownBadge() string {
	i := slices.IndexFunc(c.Variants, func(v Variant) bool { return v.Name == c.Winner.Variant || len(c.Variants) == 1 })
	if i < 0 {
		return ""
	}
	return " `" + badgeOf(c.Variants[i]).String() + "`"
}

// markdownUnlike says what the figures in brackets are held against, and how that
// was made differently: in a line for what bars a comparison and one for what does
// not.
func (c Comparison) markdownUnlike() string {
	bars, rest := c.unlikeTexts()
	var lines []string
	if len(c.contrasts()) > 0 && len(bars) == 0 {
		lines = append(lines, "In brackets: against "+MarkdownText(c.againstWhat()))
	}
	if len(bars) > 0 {
		lines = append(lines, "**Not comparable** with "+MarkdownText(c.heldTo())+": "+MarkdownText(strings.Join(bars, " · ")))
	}
	if len(rest) > 0 {
		lines = append(lines, "Differs from "+MarkdownText(c.heldTo())+": "+MarkdownText(strings.Join(rest, " · ")))
	}
	return strings.Join(lines, "\\\n")
}

// markdownSplit is where the response time of each variant went, phase by phase.
func (c Comparison) markdownSplit() (string, error) {
	if len(c.Variants) > mostAbreast || !c.split() {
		return "", nil
	}
	return markdownTable(c.splitColumns(func(v Variant) []Cell { return v.Cells }))
}

// markdownStreams is the table of each stream, with what it is above it and its
// phases folded away.
func (c Comparison) markdownStreams() ([]passage, error) {
	var out []passage
	for _, s := range c.Streams {
		table, err := markdownTable(s.markdownColumns())
		if err != nil {
			return nil, err
		}
		phases, err := s.phasesAbreast()
		if err != nil {
			return nil, err
		}
		name := MarkdownText(s.Stream.Name)
		out = append(out,
			passage{"**" + name + "**: " + MarkdownText(s.streamTitle()) + "\n\n" + table, 3, "the stream " + name},
			passage{folded(name+" by phase", phases), 6, "the phases of streams"})
	}
	return out, nil
}

// MarkdownText escapes what Markdown or HTML in it would read as more than text,
// and makes it one line.
func MarkdownText(text string) string {
	return markdownEscapes().Replace(oneLine(text))
}

func markdownEscapes() *strings.Replacer {
	return strings.NewReplacer(
		`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "[", `\[`, "]", `\]`, "~", `\~`,
		"<", "&lt;", "&", "&amp;", "#", `\#`,
	)
}

// heading names the experiment.
func (c Comparison) heading() string {
	text := "matchday: " + c.Title
	if c.Simulated {
		text += " (simulated)"
	}
	return text
}

// doubtfulQueues says which queues cannot protect.
func (c Comparison) doubtfulQueues() []string {
	var out []string
	for _, v := range c.Variants {
		if v.Rule != nil && !v.Rule.Protects {
			out = append(out, called(v.Name)+": "+v.Rule.Sentence)
		}
	}
	return out
}

// bullets lists sentences, the first few of many.
func bullets(sentences []string) string {
	var b strings.Builder
	for i, text := range sentences {
		if i == mostListed {
			fmt.Fprintf(&b, "- and %d more\n", len(sentences)-i)
			break
		}
		b.WriteString("- " + MarkdownText(text) + "\n")
	}
	return b.String()
}

// folded hides a part behind a line.
func folded(title, body string) string {
	if body == "" {
		return ""
	}
	return fmt.Sprintf("<details><summary>%s</summary>\n\n%s\n\n</details>\n", title, strings.TrimRight(body, "\n"))
}

// markdownColumns is the table of variants with the winner marked.
func (c Comparison) markdownColumns() []textColumn {
	all := c.chipped(c.columns(dotted))
	for i, v := range c.Variants {
		all[0].cells[i] = clip(v.Name, mostWritten)
		if v.Name == c.Winner.Variant {
			all[len(all)-1].cells[i] += " ◀"
		}
	}
	return all
}

// phasesAbreast is a table with a row for each phase and a column for each
// variant, which tells how many users were served and the p99.
func (c Comparison) phasesAbreast() (string, error) {
	if len(c.Phases) == 0 || len(c.Variants) == 0 || len(c.Variants) > mostAbreast {
		return "", nil
	}
	phases := textColumn{head: "served, p99", left: true}
	for _, p := range c.Phases {
		phases.cells = append(phases.cells, p.Name)
	}
	all := []textColumn{phases}
	for _, v := range c.Variants {
		all = append(all, c.byPhase(v))
	}
	return markdownTable(all)
}

// byPhase tells how many users of each phase a variant served, and how fast.
func (c Comparison) byPhase(v Variant) textColumn {
	column := textColumn{head: clip(v.Name, mostWritten)}
	for _, p := range c.Phases {
		text := unknown
		if i := slices.IndexFunc(v.Cells, func(cell Cell) bool { return cell.Name == p.Name }); i >= 0 {
			text = v.Cells[i].text("users_served") + ", " + v.Cells[i].text("p99")
		}
		column.cells = append(column.cells, text)
	}
	return column
}

// provenance says how and where the runs were made.
func (c Comparison) provenance() string {
	var b strings.Builder
	for i, r := range c.Runs {
		if i == mostCommands {
			fmt.Fprintf(&b, "- and %s\n", plural(len(c.Runs)-i, "more run"))
			break
		}
		fmt.Fprintf(&b, "- run %s: `%s`\n", MarkdownText(r.ID), strings.ReplaceAll(oneLine(strings.Join(r.Command, " ")), "`", "'"))
		fmt.Fprintf(&b, "- %s\n- %s\n", MarkdownText(factLine(r.Experiment)), MarkdownText(factLine(r.Environment)))
	}
	return b.String()
}

// factLine joins facts to one line.
func factLine(facts []Fact) string {
	var parts []string
	for _, f := range facts {
		parts = append(parts, f.Name+" "+f.Value)
	}
	return strings.Join(parts, " · ")
}

// trustText says in one line how far the figures can be trusted.
func (c Comparison) trustText() string {
	g := c.Generator
	parts := append([]string{"generator " + g.word()}, g.signs()...)
	if books := booksText(c.Variants); books != "" {
		parts = append(parts, books)
	}
	if g.is(measure.Invalid) {
		parts = append(parts, "what is marked invalid was not compared")
	}
	return strings.Join(parts, " · ")
}
