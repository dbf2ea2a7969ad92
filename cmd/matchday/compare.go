package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

func compareCommand(s streams) *cobra.Command {
	var store string
	var json bool
	c := &cobra.Command{
		Use:   "compare RUN...",
		Short: "Compare the variants of one or more stored runs",
		Long: `compare shows the variants of the runs side by side, and how those settings
changed that more than one run has. A RUN is an id, the beginning of one, a path,
"latest" or "latest~1".`,
		Example: `  matchday compare latest
  matchday compare latest~1 latest`,
		Args: between(1, -1, "one run or more"),
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := compareRuns(store, args)
			if err != nil {
				return err
			}
			if json {
				return report.JSON(s.out, c)
			}
			if err := renderers["terminal"](s.out, c); err != nil || len(args) == 1 {
				return err
			}
			fmt.Fprintln(s.out)
			return report.Diff(s.out, c, screenOf(s.out))
		},
		ValidArgsFunction: completeRuns(&store),
	}
	c.Flags().StringVar(&store, "store", defaultStore, "directory of the results")
	c.Flags().BoolVar(&json, "json", false, "print JSON")
	return c
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
