package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

// An export is a form in which runs are handed to other programs: either what
// was stored of one run, or what several came to.
type export struct {
	name   string
	says   string
	stored results.Format
	render func(io.Writer, report.Comparison) error
}

// exports are the forms that there are.
func exports() []export {
	return []export{
		{name: "benchfmt", says: "every round as a benchmark, for benchstat -col /bulkhead", render: report.Benchfmt},
		{name: "figures", says: "one row for each figure of each round, as CSV for R or pandas", render: report.FiguresCSV},
		{name: "openmetrics", says: "figures as gauges, for Prometheus or GitLab", render: report.OpenMetrics},
		{name: "csv", says: "one row for each window of each trial, and of each stream", stored: results.CSV},
		{name: "hlog", says: "the histograms of all windows as one HdrHistogram log", stored: results.HLog},
		{name: "json", says: "what run.json holds; the figures are in report --format json", stored: results.JSON},
		{name: "vegeta", says: "results that vegeta reads, as JSON; wants a run made with --samples", stored: results.Vegeta},
		{name: "vegeta-csv", says: "the same in vegeta's CSV", stored: results.VegetaCSV},
		{name: "vegeta-gob", says: "the same in vegeta's own encoding", stored: results.VegetaGob},
	}
}

// exportNames returns the names of the forms.
func exportNames() []string {
	var names []string
	for _, e := range exports() {
		names = append(names, e.name)
	}
	return names
}

// exportHelp says what each form is.
func exportHelp() string {
	var b strings.Builder
	for _, e := range exports() {
		fmt.Fprintf(&b, "  %-12s %s\n", e.name, e.says)
	}
	return b.String()
}

func runsExport(s streams, store *string) *cobra.Command {
	to := destination{formats: exportNames(), usual: "vegeta"}
	c := &cobra.Command{
		Use:   "export RUN...",
		Short: "Write stored runs in another program's format",
		Long: "export writes a run as\n\n" + exportHelp() + `
The first three take more than one run.`,
		Example: `  matchday runs export latest --format benchfmt --out new.txt
  matchday runs export latest --out windows.csv
  matchday runs export latest --format vegeta | vegeta report`,
		Args: between(1, -1, "one run or more"),
		RunE: func(_ *cobra.Command, args []string) error {
			format, err := to.chosen()
			if err != nil {
				return err
			}
			write, err := exports()[slices.Index(to.formats, format)].of(s, *store, args)
			if err != nil {
				return err
			}
			return into(to.out, s.out, write)
		},
		ValidArgsFunction: completeRuns(store),
	}
	to.register(c)
	return c
}

// of returns what writes the runs of the names. Programs that read the figures do
// not hear of the warnings that go with them, so these go to their own stream.
func (e export) of(s streams, store string, refs []string) (func(io.Writer) error, error) {
	if e.render != nil {
		c, err := compareRuns(store, refs)
		for _, w := range c.Warnings {
			fmt.Fprintf(s.err, "matchday: %s\n", w)
		}
		return func(w io.Writer) error { return e.render(w, c) }, err
	}
	if len(refs) > 1 {
		return nil, usage(fmt.Errorf("--format %s takes one run, not %d", e.name, len(refs)))
	}
	path, err := results.Store{Dir: store}.Find(refs[0])
	if err != nil {
		return nil, usage(err)
	}
	run, err := results.Load(path)
	return func(w io.Writer) error { return results.Export(w, run, e.stored) }, err
}
