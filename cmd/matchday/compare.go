package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"matchday/report"
	"matchday/results"
)

// compareFlags are the flags of compare.
type compareFlags struct {
	store     string
	baselines string
	reference string
	force     bool
	json      bool
}

func compareCommand(s streams) *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare RUN...",
		Short: "Compare the variants of one or more stored runs",
		Long: `compare shows the variants of the runs side by side, and how each stands to the
reference: better, worse, no different, or that it cannot be told. Of one run
the reference is its first variant, or the one named by --reference; of several
it is the first run, setting by setting; a baseline among them is the reference
wherever it stands.

A RUN is an id, the beginning of one, a path, "latest" or "latest~1", the name
or the file of a baseline, or latest-of=BRANCH.

It ends with 3 when the two sides are not comparable: another profile, engine,
class of machine or policy of the clients. Nothing is concluded from them then,
unless --force is given.`,
		Example: `  matchday compare latest
  matchday compare latest --reference 20/20
  matchday compare latest~1 latest
  matchday compare main latest`,
		Args:              between(1, -1, "one run or more"),
		RunE:              func(c *cobra.Command, args []string) error { return f.compare(c.Context(), s, args) },
		ValidArgsFunction: completeRuns(&f.store),
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.reference, "reference", "", "the variant that all others are held against")
	fs.BoolVar(&f.force, "force", false, "compare although the two sides are not comparable")
	fs.BoolVar(&f.json, "json", false, "print JSON")
	fs.StringVar(&f.store, "store", defaultStore, "directory of the results")
	fs.StringVar(&f.baselines, "baselines", defaultBaselines, "directory of the baselines")
	return c
}

// compare prints the comparison. That two sides are not comparable is an error
// without words: what was printed says why.
func (f compareFlags) compare(ctx context.Context, s streams, refs []string) error {
	c, err := f.load(ctx, refs)
	if err != nil {
		return err
	}
	if err := f.print(s.out, c); err != nil {
		return err
	}
	if !c.Comparable() {
		return coded{exitFailed, errQuiet}
	}
	return nil
}

func (f compareFlags) print(out io.Writer, c report.Comparison) error {
	if f.json {
		return report.JSON(out, c)
	}
	if err := renderers["terminal"](out, c); err != nil {
		return err
	}
	fmt.Fprintln(out)
	return report.Differences(out, c, screenOf(out))
}

// load finds the runs and the baseline among them, and holds the ones against
// the other.
func (f compareFlags) load(ctx context.Context, refs []string) (report.Comparison, error) {
	var paths []string
	var baseline *results.Baseline
	shelf := bookshelf{store: f.store, dir: f.baselines}
	for _, ref := range refs {
		found, err := shelf.find(ctx, ref)
		switch {
		case err != nil:
			return report.Comparison{}, usage(err)
		case found.baseline == nil:
			paths = append(paths, found.path)
		case baseline != nil:
			return report.Comparison{}, usage(fmt.Errorf("baselines %q and %q: wanted one, which all runs are held against", baseline.Name, found.baseline.Name))
		default:
			baseline = found.baseline
		}
	}
	switch {
	case len(paths) == 0:
		return report.Comparison{}, usage(fmt.Errorf("baseline %q: wanted a run to hold against it, for example latest", baseline.Name))
	case baseline != nil && f.reference != "":
		return report.Comparison{}, usage(fmt.Errorf("baseline %q and --reference %q: wanted one of them", baseline.Name, f.reference))
	}
	c, err := compare(paths...)
	if err != nil {
		return c, err
	}
	return f.against(c, baseline)
}

// against holds a comparison against what the flags and the runs say.
func (f compareFlags) against(c report.Comparison, baseline *results.Baseline) (report.Comparison, error) {
	ref := c.Usual()
	switch {
	case baseline != nil:
		ref = report.ReferenceBaseline(*baseline)
	case f.reference != "":
		var err error
		if ref, err = c.ReferenceVariant(f.reference); err != nil {
			return c, usage(fmt.Errorf("--reference: %w", err))
		}
	}
	ref, err := floored(ref, c, f.store)
	if err != nil {
		return c, err
	}
	if f.force {
		ref = ref.Forced()
	}
	return c.Against(ref), nil
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
