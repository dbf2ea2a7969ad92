package main

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A fact is something to know of how it was measured.
type fact struct{ name, value string }

// terminal writes facts and tables for a screen.
func terminal(facts []fact, tables []table) string {
	var b strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&b, "%-8s %s\n", f.name, f.value)
	}
	for _, t := range tables {
		fmt.Fprintf(&b, "\n%s\n%s\n\n", t.title, t.about)
		t.set(&b, tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone, Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		})))
		for _, n := range t.notes {
			fmt.Fprintf(&b, "  %s\n", n)
		}
	}
	return b.String()
}

// markdown writes facts and tables for a page.
func markdown(facts []fact, tables []table) string {
	var b strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&b, "- %s: %s\n", f.name, escaped(f.value))
	}
	for _, t := range tables {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", t.title, t.about)
		t.set(&b, tablewriter.WithRenderer(renderer.NewMarkdown()))
		for i, n := range t.notes {
			if i == 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "- %s\n", escaped(n))
		}
	}
	return b.String()
}

// escaped keeps what programs say from being taken for Markdown.
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`").Replace(text)
}

// set sets the table: the tools to the left, the figures to the right. Nothing
// is rewritten on the way.
func (t table) set(b *strings.Builder, how tablewriter.Option) {
	align := []tw.Align{tw.AlignLeft}
	var heads []any
	for i, h := range t.heads {
		heads = append(heads, h)
		if i > 0 {
			align = append(align, tw.AlignRight)
		}
	}
	w := tablewriter.NewTable(b, how,
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}))
	w.Header(heads...)
	for _, row := range t.rows {
		if err := w.Append(row); err != nil {
			fmt.Fprintln(b, err)
		}
	}
	if err := w.Render(); err != nil {
		fmt.Fprintln(b, err)
	}
}
