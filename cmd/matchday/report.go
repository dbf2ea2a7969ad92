package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func reportCommand(s streams) *cobra.Command {
	var store, format, out string
	c := &cobra.Command{
		Use:   "report RUN",
		Short: "Write the report of a stored run",
		Long: `report renders a stored run again: for the terminal, as Markdown, as one HTML
page, as one picture, or as JSON.`,
		Example: `  matchday report latest
  matchday report latest --format html --out report.html
  matchday report 20261122-08 --format markdown`,
		Args: exactly(1, "one run"),
		RunE: func(_ *cobra.Command, args []string) error {
			render, ok := renderers[format]
			if !ok {
				return usage(fmt.Errorf("--format %q is not one of %s", format, strings.Join(formats(), ", ")))
			}
			c, err := compareRuns(store, args)
			if err != nil {
				return err
			}
			return into(out, s.out, func(w io.Writer) error { return render(w, c) })
		},
		ValidArgsFunction: completeRuns(&store),
	}
	c.Flags().StringVar(&format, "format", "terminal", "one of "+strings.Join(formats(), ", "))
	c.Flags().StringVarP(&out, "out", "o", "", "file to write instead of standard output")
	c.Flags().StringVar(&store, "store", defaultStore, "directory of the results")
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
