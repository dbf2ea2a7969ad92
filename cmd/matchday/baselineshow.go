package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

func baselineShow(s streams, f *baselineFlags) *cobra.Command {
	c := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show what a baseline holds",
		Long: `show tells which run a baseline is, how old, at which commit, what its variants
came to, and what must be the same to be held against it. A NAME is all that
--baseline of gate and compare takes: a baseline, the path of one, a run, or
latest-of=BRANCH for the newest whole run that was made on a branch.`,
		Example: `  matchday baseline show
  matchday baseline show release-1.4
  matchday baseline show ci/perf/main.txt
  matchday baseline show latest-of=main`,
		Args: between(0, 1, "at most one baseline"),
		RunE: func(c *cobra.Command, args []string) error {
			return f.show(c.Context(), s, append(args, mainBaseline)[0])
		},
		ValidArgsFunction: completeBaselines(f),
	}
	c.Flags().StringVar(&f.store, "store", defaultStore, "directory of the results")
	return c
}

// show prints the baseline that a text names.
func (f *baselineFlags) show(ctx context.Context, s streams, text string) error {
	found, err := bookshelf{store: f.store, dir: f.dir}.find(ctx, text)
	if err != nil {
		return usage(err)
	}
	b, kept := found.baseline, "kept in "+found.path
	if b == nil {
		c, err := compare(found.path)
		if err != nil {
			return err
		}
		run := c.Baseline(text)
		b, kept = &run, "the run in "+found.path
	}
	fmt.Fprintf(s.out, "baseline    %s, %s\n", b.Name, kept)
	fmt.Fprintf(s.out, "run         %s of %s%s\n\n", b.Run, b.Title, made(*b, time.Now()))
	return report.ShowBaseline(s.out, *b, screenOf(s.out))
}

// isPath tells whether a text can only be the path of a file.
func isPath(text string) bool {
	return strings.ContainsAny(text, `/\`) || strings.HasSuffix(text, ".txt")
}

func baselineList(s streams, f *baselineFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the baselines",
		Example: "  matchday baseline list",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			names, err := results.Baselines{Dir: f.dir}.Names()
			if err != nil {
				return err
			}
			if len(names) == 0 {
				fmt.Fprintf(s.err, "no baselines in %s yet; matchday baseline set latest makes one\n", f.dir)
				return nil
			}
			return listBaselines(s, f.dir, names)
		},
	}
}

// listBaselines writes one line for each baseline. One that cannot be read is
// told of and does not hide the others.
func listBaselines(s streams, dir string, names []string) error {
	tab := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tab, "BASELINE\tRUN\tEXPERIMENT\tVARIANTS\tROUNDS\tAGE\tCOMMIT")
	var unread error
	for _, name := range names {
		b, err := results.Baselines{Dir: dir}.Load(name)
		if err != nil {
			fmt.Fprintf(s.err, "matchday: %v\n", err)
			unread = coded{exitUsage, errQuiet}
			continue
		}
		listBaseline(tab, name, b)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	return unread
}

func listBaseline(w io.Writer, name string, b results.Baseline) {
	rounds := 0
	var variants []string
	for _, v := range b.Variants {
		variants = append(variants, v.Name)
		rounds = max(rounds, v.Rounds())
	}
	commit, old := b.Fact("commit"), "–"
	if !b.Started.IsZero() {
		old = age(time.Since(b.Started))
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", name, b.Run, b.Title, strings.Join(variants, " "), rounds, old, commit)
}

func baselineRemove(s streams, f *baselineFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "rm NAME...",
		Short:   "Remove baselines",
		Example: "  matchday baseline rm release-1.3",
		Args:    between(1, -1, "one baseline or more"),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, name := range args {
				if err := (results.Baselines{Dir: f.dir}).Remove(name); err != nil {
					return usage(err)
				}
				fmt.Fprintf(s.out, "removed %s\n", name)
			}
			return nil
		},
		ValidArgsFunction: completeBaselines(f),
	}
}

// completeBaselines completes the names of baselines.
func completeBaselines(f *baselineFlags) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		names, _ := results.Baselines{Dir: f.dir}.Names()
		return names, cobra.ShellCompDirectiveDefault
	}
}
