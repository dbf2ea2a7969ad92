package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

// defaultBaselines is where baselines are kept unless told otherwise.
const defaultBaselines = "baselines"

// mainBaseline is the baseline that is meant when none is named.
const mainBaseline = "main"

// baselineFlags are the flags of baseline.
type baselineFlags struct {
	store string
	dir   string
	name  string
	force bool
}

func baselineCommand(s streams) *cobra.Command {
	var f baselineFlags
	c := &cobra.Command{
		Use:   "baseline",
		Short: "Keep the figures of a run for later runs to be held against",
		Long: `baseline keeps what a run came to as a small text file, fit for version control:
every figure of every phase, round by round, and what must be the same for a
comparison to mean anything. gate and compare hold runs against it.`,
		Example: `  matchday baseline set latest
  matchday baseline set latest --name release-1.4
  matchday baseline show
  matchday gate latest --baseline main --rule 'p99 <= 110% of baseline'`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	fs := c.PersistentFlags()
	fs.StringVar(&f.dir, "dir", defaultBaselines, "directory of the baselines")
	c.AddCommand(baselineSet(s, &f), baselineShow(s, &f), baselineList(s, &f), baselineRemove(s, &f))
	return c
}

func baselineSet(s streams, f *baselineFlags) *cobra.Command {
	c := &cobra.Command{
		Use:   "set RUN",
		Short: "Make a stored run the baseline",
		Long: `set makes a stored run the baseline, in place of the one of the same name, and
tells how the figures moved. A run that is not whole, or in which the generator
was the limit, is refused with 3: nothing should be held against it.`,
		Example: `  matchday baseline set latest
  matchday baseline set 20261122-081500-k3f7 --name release-1.4`,
		Args:              exactly(1, "one run"),
		RunE:              func(_ *cobra.Command, args []string) error { return f.set(s, args[0]) },
		ValidArgsFunction: completeRuns(&f.store),
	}
	c.Flags().StringVar(&f.name, "name", mainBaseline, "what to call it")
	c.Flags().BoolVar(&f.force, "force", false, "take a run as well that nothing should be held against")
	c.Flags().StringVar(&f.store, "store", defaultStore, "directory of the results")
	return c
}

// set makes a run the baseline.
func (f *baselineFlags) set(s streams, ref string) error {
	folder := results.Baselines{Dir: f.dir}
	if _, err := folder.Path(f.name); err != nil {
		return usage(err)
	}
	c, err := compareRuns(f.store, []string{ref})
	if err != nil {
		return err
	}
	if why := c.Unfit(); len(why) > 0 && !f.force {
		return fmt.Errorf("this run is no baseline: %s; --force takes it all the same", strings.Join(why, "; "))
	}
	was, err := folder.Load(f.name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !f.force {
		return usage(fmt.Errorf("%w; --force replaces it", err))
	}
	first := err != nil
	is := c.Baseline(f.name)
	path, err := folder.Save(is)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "baseline    %s is run %s, kept in %s (%s)\n", is.Name, is.Run, path, sizeOf(path))
	for _, why := range is.Unfit {
		fmt.Fprintf(s.out, "unfit       %s\n", why)
	}
	switch {
	case first:
		return nil
	case was.Run == is.Run:
		fmt.Fprintln(s.out, "before      the same run")
	default:
		fmt.Fprintf(s.out, "before      run %s%s\n", was.Run, made(was, is.Started))
	}
	fmt.Fprintln(s.out)
	return report.Replaced(s.out, was, is, screenOf(s.out))
}

// sizeOf says how large a file is.
func sizeOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "size not known"
	}
	return fmt.Sprintf("%d kB", (info.Size()+999)/1000)
}

// made says how old the run of a baseline was at an instant, and at which commit
// it was made.
func made(b results.Baseline, now time.Time) string {
	text := ""
	if !b.Started.IsZero() && now.After(b.Started) {
		text = ", " + age(now.Sub(b.Started)) + " old"
	}
	if commit := b.Fact("commit"); commit != "" {
		text += ", commit " + commit
	}
	return text
}

// age writes how long ago something was, as roughly as people say it.
func age(d time.Duration) string {
	unit, word := time.Minute, "min"
	switch {
	case d >= 48*time.Hour:
		unit, word = 24*time.Hour, "days"
	case d >= 2*time.Hour:
		unit, word = time.Hour, "h"
	case d < time.Minute:
		unit, word = time.Second, "s"
	}
	return fmt.Sprintf("%d %s", d/unit, word)
}
