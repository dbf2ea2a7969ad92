package main

import (
	"errors"
	"fmt"
	"io/fs"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

func noiseShow(s streams) *cobra.Command {
	var store string
	c := &cobra.Command{
		Use:     "show",
		Aliases: []string{"list", "ls"},
		Short:   "List what is known of noise",
		Example: "  matchday noise show",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			known, faults := results.NoiseStore{Dir: noiseDir(store)}.List()
			var unread error
			for _, fault := range faults {
				fmt.Fprintf(s.err, "matchday: %v\n", fault)
				unread = coded{exitUsage, errQuiet}
			}
			if len(known) == 0 {
				fmt.Fprintf(s.err, "nothing is known of noise in %s yet; matchday noise finds out\n", noiseDir(store))
				return unread
			}
			return errors.Join(listNoise(s, known), unread)
		},
	}
	c.Flags().StringVar(&store, "store", defaultStore, "directory of the results")
	return c
}

// listNoise writes one line for each variant of what is known.
func listNoise(s streams, known []results.Noise) error {
	tab := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tab, "TARGET\tPROFILE\tENGINE\tROUNDS\tVARIANT\tP99\tSMALLEST CHANGE SEEN\tAGE")
	for _, n := range known {
		for _, f := range n.Floors {
			m, err := report.Lookup(f.Metric)
			if f.Metric != "p99" || err != nil {
				continue
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n", n.Fact("target"), n.Fact("profile"), n.Fact("engine"),
				n.Rounds, f.Variant, m.Format(f.Figure), m.Format(f.Least), age(time.Since(n.Started)))
		}
	}
	return tab.Flush()
}

// floored returns the reference with the smallest changes that can be seen where a
// comparison was made, if anything is known of that.
func floored(ref report.Reference, c report.Comparison, store string) (report.Reference, error) {
	known, err := results.NoiseStore{Dir: noiseDir(store)}.Load(c.NoiseFacts())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ref, nil
	case err != nil:
		return ref, usage(err)
	}
	return ref.Floors(report.FloorsOf(known)), nil
}
