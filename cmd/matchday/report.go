package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func reportCommand(s streams) *cobra.Command {
	var f sides
	var format, out string
	c := &cobra.Command{
		Use:   "report RUN...",
		Short: "Write the report of one or more stored runs",
		Long: `report renders stored runs again: for the terminal, as Markdown, as one HTML
page, as one picture, or as JSON. Each variant is held against the reference.

` + sidesHelp,
		Example: `  matchday report latest
  matchday report latest --format html --out report.html
  matchday report main latest --format markdown`,
		Args: between(1, -1, "one run or more"),
		RunE: func(c *cobra.Command, args []string) error {
			render, ok := renderers[format]
			if !ok {
				return usage(fmt.Errorf("--format %q is not one of %s", format, strings.Join(formats(), ", ")))
			}
			compared, err := f.load(c.Context(), args)
			if err != nil {
				return err
			}
			if err := into(out, s.out, func(w io.Writer) error { return render(w, compared) }); err != nil {
				return err
			}
			return concluded(compared)
		},
	}
	c.Flags().StringVar(&format, "format", "terminal", "one of "+strings.Join(formats(), ", "))
	c.Flags().StringVarP(&out, "out", "o", "", "file to write instead of standard output")
	f.register(c, c.Flags())
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// into writes to a file, or to standard output when none is named.
func into(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" {
		return write(stdout)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
