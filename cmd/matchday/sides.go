package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"matchday/report"
	"matchday/results"
)

// sidesHelp says what can be compared, for the verbs that do.
const sidesHelp = `Of one run the reference is its first variant, or the one named by --reference;
of several it is the first run, setting by setting; a baseline among them is the
reference wherever it stands.

A RUN is an id, the beginning of one, a path, "latest" or "latest~1", the name
or the file of a baseline, or latest-of=BRANCH.

It ends with 3 when the two sides are not comparable: another profile, engine,
class of machine or policy of the clients. Nothing is concluded from them then,
unless --force is given.`

// A sides is what a comparison is made of: the flags of the verbs that compare.
type sides struct {
	store     string
	baselines string
	reference string
	force     bool
}

// register adds the flags to a verb.
func (f *sides) register(c *cobra.Command, fs *pflag.FlagSet) {
	fs.StringVar(&f.reference, "reference", "", "the variant that all others are held against")
	fs.BoolVar(&f.force, "force", false, "compare although the two sides are not comparable")
	fs.StringVar(&f.store, "store", defaultStore, "directory of the results")
	fs.StringVar(&f.baselines, "baselines", defaultBaselines, "directory of the baselines")
	c.ValidArgsFunction = completeRuns(&f.store)
}

// load finds the runs and the baseline among them, and holds the ones against
// the other.
func (f sides) load(ctx context.Context, refs []string) (report.Comparison, error) {
	paths, baseline, err := f.find(ctx, refs)
	if err != nil {
		return report.Comparison{}, usage(err)
	}
	c, err := compare(paths...)
	if err != nil {
		return c, err
	}
	ref, err := f.against(c, baseline)
	if err != nil {
		return c, usage(fmt.Errorf("--reference: %w", err))
	}
	if ref, err = floored(ref, c, f.store); err != nil {
		return c, err
	}
	return c.Against(ref), nil
}

// find tells the runs from the baseline, of which there may be one.
func (f sides) find(ctx context.Context, refs []string) (paths []string, baseline *results.Baseline, err error) {
	shelf := bookshelf{store: f.store, dir: f.baselines}
	for _, ref := range refs {
		found, err := shelf.find(ctx, ref)
		switch {
		case err != nil:
			return nil, nil, err
		case found.baseline == nil:
			paths = append(paths, found.path)
		case baseline != nil:
			return nil, nil, fmt.Errorf("baselines %q and %q: wanted one, which all runs are held against", baseline.Name, found.baseline.Name)
		default:
			baseline = found.baseline
		}
	}
	switch {
	case len(paths) == 0:
		return nil, nil, fmt.Errorf("baseline %q: wanted a run to hold against it, for example latest", baseline.Name)
	case baseline != nil && f.reference != "":
		return nil, nil, fmt.Errorf("baseline %q and --reference %q: wanted one of them", baseline.Name, f.reference)
	}
	return paths, baseline, nil
}

// against returns what is held against: the baseline or else what the flags say.
func (f sides) against(c report.Comparison, baseline *results.Baseline) (report.Reference, error) {
	ref := c.Usual()
	switch {
	case baseline != nil:
		ref = report.ReferenceBaseline(*baseline)
	case f.reference != "":
		var err error
		if ref, err = c.ReferenceVariant(f.reference); err != nil {
			return ref, err
		}
	}
	if f.force {
		ref = ref.Forced()
	}
	return ref, nil
}

// concluded turns what is not comparable into an error without words: what was
// printed says why.
func concluded(c report.Comparison) error {
	if c.Comparable() {
		return nil
	}
	return coded{exitFailed, errQuiet}
}
