package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

func runsCommand(s streams) *cobra.Command {
	var store string
	c := &cobra.Command{
		Use:   "runs",
		Short: "List, show, export and remove stored runs",
		Args:  noArgs,
		Example: `  matchday runs list
  matchday runs show latest
  matchday runs export latest --format vegeta | vegeta report
  matchday runs rm 20261122-081500-k3f7`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.PersistentFlags().StringVar(&store, "store", defaultStore, "directory of the results")
	c.AddCommand(runsList(s, &store), runsShow(s, &store), runsExport(s, &store), runsRemove(s, &store))
	return c
}

func runsList(s streams, store *string) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the stored runs, the newest first",
		Example: "  matchday runs list",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			runs, faults := results.Store{Dir: *store}.List()
			for _, fault := range faults {
				fmt.Fprintf(s.err, "matchday: %v\n", fault)
			}
			if len(runs) == 0 {
				fmt.Fprintf(s.err, "no runs in %s yet; matchday run makes one\n", *store)
				return nil
			}
			return listRuns(s.out, runs)
		},
	}
}

// listRuns writes one line for each run.
func listRuns(w io.Writer, runs []results.Head) error {
	tab := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tab, "RUN\tEXPERIMENT\tTARGET\tVARIANTS\tROUNDS\tSTATUS")
	for _, r := range runs {
		status := string(r.Status)
		if r.Simulated {
			status += ", simulated"
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%d\t%s\n", r.ID, r.Name, r.Target, strings.Join(r.Variants, " "), r.Rounds, status)
	}
	return tab.Flush()
}

func runsShow(s streams, store *string) *cobra.Command {
	var variant string
	c := &cobra.Command{
		Use:   "show RUN",
		Short: "Show a stored run, phase by phase",
		Example: `  matchday runs show latest
  matchday runs show latest --variant 20/20`,
		Args: exactly(1, "one run"),
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := compareRuns(*store, args)
			if err != nil {
				return err
			}
			if err := renderers["terminal"](s.out, c); err != nil {
				return err
			}
			for _, one := range append([]report.Comparison{c}, c.Streams...) {
				if err := showPhases(s, one, variant); err != nil {
					return err
				}
			}
			return nil
		},
		ValidArgsFunction: completeRuns(store),
	}
	c.Flags().StringVar(&variant, "variant", "", "show the phases of this variant only")
	return c
}

// showPhases prints the phases of a variant, or of all for "".
func showPhases(s streams, c report.Comparison, variant string) error {
	for _, v := range c.Variants {
		if variant != "" && v.Name != variant {
			continue
		}
		fmt.Fprintln(s.out)
		if err := report.Phases(s.out, c, v.Name, screenOf(s.out)); err != nil {
			return err
		}
	}
	return nil
}

func runsRemove(s streams, store *string) *cobra.Command {
	return &cobra.Command{
		Use:     "rm RUN...",
		Short:   "Remove stored runs",
		Example: "  matchday runs rm latest",
		Args:    between(1, -1, "one run or more"),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, ref := range args {
				if err := (results.Store{Dir: *store}).Remove(ref); err != nil {
					return usage(err)
				}
				fmt.Fprintf(s.out, "removed %s\n", ref)
			}
			return nil
		},
		ValidArgsFunction: completeRuns(store),
	}
}

// completeRuns completes the ids of stored runs.
func completeRuns(store *string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		ids := []string{"latest"}
		runs, _ := results.Store{Dir: *store}.List()
		for _, r := range runs {
			ids = append(ids, r.ID)
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}
