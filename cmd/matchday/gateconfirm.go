package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"matchday/ci"
	"matchday/cmd/matchday/internal/experiment"
	"matchday/results"
)

// confirmed returns the verdict in view of a second look at what failed, on runs
// made again: of the variants that failed alone, and of the baseline where a rule
// that failed has one and it can be made again. Where that cannot be done the
// verdict stays, with the reason. The error is that it was interrupted.
func (f gateFlags) confirmed(ctx context.Context, s streams, h hearing, first ci.Verdict) (ci.Verdict, error) {
	h.rules = first.Failing()
	made, stays, err := f.second(ctx, s, &h)
	switch {
	case ctx.Err() != nil:
		return first.Unconfirmed(errInterrupted), errInterrupted
	case err != nil:
		return first.Unconfirmed(err), nil
	}
	v := first.Confirmed(h.judge(), made...)
	if stays != "" {
		v.Warnings = append(v.Warnings, stays+": the second look is at the same figures of it")
	}
	return v, nil
}

// second makes what is judged again, and what it is judged by, and puts both in
// the place of the first. It returns the ids of the new runs, and why the baseline
// stays as it is if it does.
func (f gateFlags) second(ctx context.Context, s streams, h *hearing) (ids []string, stays string, err error) {
	judged, err := again(h.run.Runs[0].Path)
	if err != nil {
		return nil, "", err
	}
	all := []rerun{judged}
	if slices.ContainsFunc(h.rules, func(r ci.Rule) bool { return r.Baseline }) {
		var base rerun
		if base, stays, err = h.base.again(); err != nil {
			return nil, "", err
		}
		if stays == "" {
			all = append(all, base)
		}
	}
	paths, err := f.makeAgain(ctx, s, all, variantsIn(h.rules))
	if err != nil {
		return nil, "", err
	}
	if h.run, err = compare(paths[0]); err != nil || len(paths) == 1 {
		return idsOf(paths), stays, err
	}
	ref, err := f.reference(book{path: paths[1]}, h.run)
	h.ref = &ref
	return idsOf(paths), stays, err
}

// again returns the run that the book is of to be made again, or why it stays as
// it is. What a service was at the time nobody can bring back: made again, the
// baseline would be of what the service is now, and nothing is worse than that.
func (b book) again() (r rerun, stays string, err error) {
	if b.baseline != nil {
		return r, "the baseline is a text file and cannot be made again", nil
	}
	if r, err = again(b.path); err != nil {
		return r, "", err
	}
	switch e := r.experiment; {
	case e.Engine != experiment.Virtual && e.Target.Reference == nil:
		stays = fmt.Sprintf("the baseline was measured on %s, which may be another by now, and is not made again", e.Target.Name())
	case r.run.Environment.Matchday != programVersion():
		stays = fmt.Sprintf("the baseline was made by matchday %s, which this is not, and is not made again", r.run.Environment.Matchday)
	}
	return r, stays, nil
}

// makeAgain makes runs again with some of their variants and returns where they
// are stored. In virtual time the same users would bring the same figures, so
// these runs get seeds that none of them had.
func (f gateFlags) makeAgain(ctx context.Context, s streams, all []rerun, variants []string) ([]string, error) {
	beyond := seedsBeyond(all)
	calm()
	var paths []string
	for _, r := range all {
		r, err := r.only(variants)
		if err != nil {
			return nil, fmt.Errorf("run %q: %w", r.run.ID, err)
		}
		if r.experiment.Engine == experiment.Virtual {
			r.experiment.Seed += beyond
		}
		if err := r.experiment.CheckHosts(ctx, r.flags.allow); err != nil {
			return nil, err
		}
		r.flags.quiet = r.flags.quiet || f.json
		path, err := r.flags.runner(s, r.experiment, r.text).make(ctx, results.Store{Dir: f.store})
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// seedsBeyond returns how far seeds have to be moved so that no run gets one that
// any of them had.
func seedsBeyond(all []rerun) uint64 {
	first, end := all[0].experiment.Seed, uint64(0)
	for _, r := range all {
		first = min(first, r.experiment.Seed)
		end = max(end, r.experiment.Seed+uint64(r.experiment.Rounds))
	}
	return end - first
}

// variantsIn returns the variants that rules are made on, each once.
func variantsIn(rules []ci.Rule) []string {
	var out []string
	for _, r := range rules {
		if !slices.Contains(out, r.Variant) {
			out = append(out, r.Variant)
		}
	}
	return out
}

// idsOf returns the ids of runs by where they are stored.
func idsOf(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}
