package main

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/report"
)

// mapFlags are the flags of map: the two sides of the grid, what every cell has
// in common, and where the map goes.
type mapFlags struct {
	runFlags
	inside, queue string
	base, trigger string
	tail          time.Duration
	show          string
	format        string
	svg           string
	html          string
	csv           string
}

func mapCommand(s streams) *cobra.Command {
	var f mapFlags
	c := &cobra.Command{
		Use:   "map [FILE]",
		Short: "Map which bulkheads bring the model through, or which peaks bring it down",
		Long: `map makes a trial for every cell of a grid, on a model of the target and in
virtual time, with the same users in all of them.

With --inside and --queue the cells are bulkheads, driven through the profile of
the experiment: how many users each served within the SLO, and whether it came
back. With --base and --trigger they are loads, a map for each bulkhead: a base
load and one extra peak on it, both as shares of the capacity, and whether the
target comes back from that.

A side of the grid is a value, a list such as 5,10,40 or from..to..step.

` + exampleHelp(),
		Example: `  matchday map
  matchday map --inside 5..40..5 --queue 0..400..20 --html map.html
  matchday map shop.yaml --inside 20 --queue 0..100..5 --timeout 1s
  matchday map --base 0.4..0.9..0.05 --trigger 0.4..2..0.2 --bulkhead none --bulkhead 20/20`,
		Args:              between(0, 1, "at most one experiment file"),
		ValidArgsFunction: completeExperiment,
		RunE: func(c *cobra.Command, args []string) error {
			f.changed = func(flag string) bool { return flag == "engine" || c.Flags().Changed(flag) }
			f.over.Engine = experiment.Virtual
			return f.run(c.Context(), s, args)
		},
	}
	f.register(c)
	return c
}

func (f *mapFlags) register(c *cobra.Command) {
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.inside, "inside", "5..40..5", "how many a bulkhead lets in")
	fs.StringVar(&f.queue, "queue", "0..400..20", "how many it lets wait")
	fs.StringVar(&f.base, "base", "0.4..0.9..0.05", "load before and after the extra peak, as a share of the capacity")
	fs.StringVar(&f.trigger, "trigger", "0.4..2..0.2", "height of the extra peak above the base, as a share of the capacity")
	fs.DurationVar(&f.tail, "tail", 0, "how long to wait after the extra peak (default 1200 times the demand)")
	fs.StringArrayVarP(&f.over.Bulkheads, "bulkhead", "b", nil, "a bulkhead to map the triggers of; may be repeated")
	fs.StringVar(&f.over.Profile, "profile", "", "a preset, a file or a text such as 'hold 200/s 60s, ramp 200/s 800/s 5s'")
	fs.StringVar(&f.over.Rate, "rate", "", "a constant rate such as 200/s instead of a profile; wants --duration")
	fs.DurationVar(&f.over.Duration, "duration", 0, "how long the constant rate lasts, or where to cut the profile")
	fs.Uint64Var(&f.over.Seed, "seed", 0, "which users come, the same in every cell")
	fs.DurationVar(&f.over.Timeout, "timeout", 0, "how long a user waits, counted from when the request was due")
	fs.DurationVar(&f.over.SLO, "slo", 0, "up to when an answer is a good one")
	fs.IntVar(&f.over.Retries, "retries", 0, "how often a user who timed out tries again")
	fs.StringVar(&f.over.RetryBudget, "retry-budget", "", "how many retries all users together may make, such as 10% of the users; or none for no bound")
	fs.StringVar(&f.show, "show", "", "the figure in the cells: "+strings.Join(figures(), ", "))
	fs.StringVar(&f.format, "format", "terminal", "one of "+strings.Join(heatFormats(), ", "))
	fs.StringVar(&f.svg, "svg", "", "write the map to this file as a picture as well")
	fs.StringVar(&f.html, "html", "", "write the map to this file as a page as well")
	fs.StringVar(&f.csv, "csv", "", "write the map to this file as a table as well")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "show no progress")
	_ = c.RegisterFlagCompletionFunc("show", cobra.FixedCompletions(figures(), cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(heatFormats(), cobra.ShellCompDirectiveNoFileComp))
}

// heatRenderers are the formats of a map.
var heatRenderers = map[string]func(io.Writer, report.Heat) error{
	"terminal": func(w io.Writer, h report.Heat) error { return report.HeatTerminal(w, h, screenOf(w)) },
	"html":     report.HeatHTML,
	"svg":      report.HeatSVG,
	"csv":      report.HeatCSV,
	"json":     report.HeatJSON,
}

func heatFormats() []string { return []string{"csv", "html", "json", "svg", "terminal"} }

// run makes the map and writes it wherever it is wanted.
func (f *mapFlags) run(ctx context.Context, s streams, args []string) error {
	format, err := oneOf(heatFormats(), f.format)
	if err != nil {
		return err
	}
	g, err := f.grid(args)
	if err != nil {
		return usage(err)
	}
	debug.SetGCPercent(400) // trials leave much garbage and little else
	m := &meter{out: s.err, total: len(g.cells), began: time.Now(), quiet: f.quiet}
	found, err := experiment.Explore(ctx, g.cells, experiment.Find, m.show)
	m.wipe()
	if ctx.Err() != nil {
		return coded{exitInterrupted, errors.New("interrupted; a map is made as a whole or not at all")}
	}
	if err != nil {
		return err
	}
	return f.write(s, g.heat(found), heatRenderers[format])
}

// write writes the map to the files that were named, and then to standard
// output.
func (f *mapFlags) write(s streams, h report.Heat, render func(io.Writer, report.Heat) error) error {
	for _, file := range []struct{ path, format string }{{f.svg, "svg"}, {f.html, "html"}, {f.csv, "csv"}} {
		if file.path == "" {
			continue
		}
		if err := into(file.path, nil, func(w io.Writer) error { return heatRenderers[file.format](w, h) }); err != nil {
			return err
		}
	}
	return render(s.out, h)
}
