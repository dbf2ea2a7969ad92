package main

import (
	"io"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

func compareCommand(s streams) *cobra.Command {
	var f sides
	var json bool
	c := &cobra.Command{
		Use:   "compare RUN...",
		Short: "Compare the variants of one or more stored runs",
		Long: `compare shows the variants of the runs side by side, and how each stands to the
reference: better, worse, no different, or that it cannot be told.

` + sidesHelp,
		Example: `  matchday compare latest
  matchday compare latest --reference 20/20
  matchday compare latest~1 latest
  matchday compare main latest`,
		Args: between(1, -1, "one run or more"),
		RunE: func(c *cobra.Command, args []string) error {
			compared, err := f.load(c.Context(), args)
			if err != nil {
				return err
			}
			if err := printComparison(s.out, compared, json); err != nil {
				return err
			}
			return concluded(compared)
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.BoolVar(&json, "json", false, "print JSON")
	f.register(c, fs)
	return c
}

// printComparison prints the variants and how they stand to the reference.
func printComparison(out io.Writer, c report.Comparison, json bool) error {
	if json {
		return report.JSON(out, c)
	}
	return report.TerminalInFull(out, c, screenOf(out))
}

// compareRuns finds stored runs and compares them.
func compareRuns(store string, refs []string) (report.Comparison, error) {
	var paths []string
	for _, ref := range refs {
		path, err := results.Store{Dir: store}.Find(ref)
		if err != nil {
			return report.Comparison{}, usage(err)
		}
		paths = append(paths, path)
	}
	return compare(paths...)
}
