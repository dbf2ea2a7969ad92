package main

import (
	"errors"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"
)

func targetList(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the kinds of targets and what each teaches",
		Example: "  matchday target list",
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return listKinds(s.out) },
	}
}

// listKinds writes a table of all kinds. Its three columns of words share what the
// others leave of the width.
func listKinds(out io.Writer) error {
	var text strings.Builder
	if err := tableOfKinds(&text, out); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		if _, err := io.WriteString(out, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// tableOfKinds writes the table for a screen as wide as that of out.
func tableOfKinds(text, out io.Writer) error {
	width, _ := terminalWidth(out)
	words := max(20, (width()-8-8-4*2)/3)
	table := tablewriter.NewTable(text,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Symbols:  tw.NewSymbols(tw.StyleNone),
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft), tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
		tablewriter.WithTrimLine(tw.On),
	)
	table.Header("kind", "usually", "teaches", "its queue hides", "its bulkhead belongs")
	for _, k := range kinds() {
		row := []string{k.Name, usually(k.Options()), cell(k.Teaches, words), cell(k.Hides, words), cell(k.Place, words)}
		if err := errors.Join(table.Append(make([]string, len(row))), table.Append(row)); err != nil {
			return err
		}
	}
	return table.Render()
}

// cell breaks a text into the lines of a cell.
func cell(text string, width int) string { return strings.Join(wrapped(text, width), "\n") }
