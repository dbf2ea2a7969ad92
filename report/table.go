package report

import (
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// width returns how wide the column must be.
func (c textColumn) width() int {
	widest := 0
	for _, line := range append(strings.Split(c.head, "\n"), c.cells...) {
		widest = max(widest, twwidth.Width(line))
	}
	return widest
}

// A spacing says how many columns of space lie before a column.
type spacing func(textColumn) int

// spacings are the ways to set a table, from airy to tight.
func spacings() []spacing {
	return []spacing{
		func(textColumn) int { return 2 },
		func(c textColumn) int {
			if c.opens {
				return 2
			}
			return 1
		},
		func(textColumn) int { return 1 },
	}
}

// fit returns the columns that have room, and how to space them. Where even the
// tightest setting is too wide the weakest column goes, one after the other; a
// first column that is still too wide is shortened.
func fit(all []textColumn, width int) ([]textColumn, spacing) {
	tight := spacings()[len(spacings())-1]
	for {
		for _, space := range spacings() {
			if tableWidth(all, space) <= width {
				return all, space
			}
		}
		weakest := slices.MaxFunc(all, func(a, b textColumn) int { return a.weak - b.weak })
		if weakest.weak == 0 {
			break
		}
		all = slices.DeleteFunc(slices.Clone(all), func(c textColumn) bool { return c.weak == weakest.weak })
	}
	all = slices.Clone(all)
	all[0] = all[0].clipped(max(1, all[0].width()-tableWidth(all, tight)+width))
	return all, tight
}

// tableWidth returns how wide a table is. No space stands before its first column.
func tableWidth(all []textColumn, space spacing) int {
	sum := -space(all[0])
	for _, c := range all {
		sum += space(c) + c.width()
	}
	return sum
}

// clipped returns the column with its cells shortened to a width.
func (c textColumn) clipped(width int) textColumn {
	c.cells = slices.Clone(c.cells)
	for i := range c.cells {
		c.cells[i] = clip(c.cells[i], width)
	}
	c.head = clip(c.head, width)
	return c
}

// textTable sets the columns for a screen, without rules: a table of this size
// is held together by its alignment.
func textTable(all []textColumn, s Screen) ([]string, error) {
	all, space := fit(all, s.width())
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone, Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		})),
		tablewriter.WithPadding(tw.PaddingNone), asIs(all))
	for i, c := range all[1:] {
		all[i+1].gap = strings.Repeat(" ", space(c))
	}
	if err := render(t, all, s.paint); err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n"), nil
}

// A MarkdownColumn is a column of a table in Markdown.
type MarkdownColumn struct {
	Head  string
	Left  bool // aligned to the left, as words are; figures are aligned to the right
	Cells []string
}

// MarkdownTable sets columns of equal length as a Markdown table whose cells are
// escaped as by [MarkdownText].
func MarkdownTable(columns ...MarkdownColumn) (string, error) {
	var all []textColumn
	for _, c := range columns {
		all = append(all, textColumn{head: c.Head, left: c.Left, cells: c.Cells})
	}
	return markdownTable(all)
}

// markdownTable sets the columns as a Markdown table of escaped cells.
func markdownTable(all []textColumn) (string, error) {
	var escaped []textColumn
	for _, c := range all {
		safe := textColumn{head: MarkdownText(c.head), left: c.left}
		for _, cell := range c.cells {
			safe.cells = append(safe.cells, MarkdownText(cell))
		}
		escaped = append(escaped, safe)
	}
	var b strings.Builder
	t := tablewriter.NewTable(&b, tablewriter.WithRenderer(renderer.NewMarkdown()), asIs(escaped))
	err := render(t, escaped, func(_ Meaning, text string) string { return text })
	return b.String(), err
}

func (c textColumn) align() tw.Align {
	if c.left {
		return tw.AlignLeft
	}
	return tw.AlignRight
}

// asIs keeps the library from rewriting what it is given: it would turn p99_ms
// into P 99 MS, break long cells and trim the spaces that align parts of one.
func asIs(all []textColumn) tablewriter.Option {
	var align []tw.Align
	for _, c := range all {
		align = append(align, c.align())
	}
	return func(t *tablewriter.Table) {
		for _, option := range []tablewriter.Option{
			tablewriter.WithHeaderAutoFormat(tw.Off),
			tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone),
			tablewriter.WithTrimSpace(tw.Off), tablewriter.WithTrimLine(tw.Off), tablewriter.WithTrimTab(tw.Off),
			tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
			tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		} {
			option(t)
		}
	}
}

// render fills the table and writes it. The space between columns is part of
// the cells: the library reckons the width of a column with the padding of all
// of them, and cuts a cell off whose own is wider.
func render(t *tablewriter.Table, all []textColumn, paint func(Meaning, string) string) error {
	var heads []any
	for _, c := range all {
		heads = append(heads, c.gap+strings.ReplaceAll(c.head, "\n", "\n"+c.gap))
	}
	t.Header(heads...)
	for i := range all[0].cells {
		var cells []string
		for _, c := range all {
			cells = append(cells, c.gap+paint(c.mark, c.cells[i]))
		}
		if err := t.Append(cells); err != nil {
			return err
		}
	}
	return t.Render()
}
