package report

import (
	"matchday/measure"
	"matchday/results"
)

// An Input is one run and the way to what is in the files of its trials. That
// is asked for one trial at a time, because it takes room. A function that is
// nil knows nothing.
type Input struct {
	Run  results.Run
	Path string // of its directory, as a reader would type it

	// Stretches returns the stretches of a trial with their histograms, the
	// whole trial first; nil means that those in the run have theirs.
	Stretches func(results.Trial) ([]measure.Stretch, error)
	// Timeline returns the windows of a trial, in order and without gaps.
	Timeline func(results.Trial) ([]results.Row, error)
	// Target returns what the target told during a trial, in order.
	Target func(results.Trial) ([]results.TargetRow, error)

	of *Stream // of which it is, nil for all traffic
}

// Stored returns the input of a run that was loaded from the directory of that
// path.
func Stored(run results.Run, path string) Input {
	return Input{
		Run: run, Path: path,
		Stretches: results.Trial.Latencies, Timeline: results.Trial.Timeline, Target: results.Trial.TargetRows,
	}
}

// stretches returns the stretches of a trial, those without histograms if these
// cannot be read.
func (in Input) stretches(t results.Trial) ([]measure.Stretch, error) {
	if in.Stretches == nil {
		return t.Stretches, nil
	}
	all, err := in.Stretches(t)
	if err != nil {
		return t.Stretches, err
	}
	return all, nil
}

// timeline returns the windows of a trial that lie on the profile and were measured.
// What comes later are answers that were still awaited, and of a trial that was cut
// off what it never got to: that is nothing, and not zero.
func (in Input) timeline(t results.Trial) ([]results.Row, error) {
	if in.Timeline == nil {
		return nil, nil
	}
	all, err := in.Timeline(t)
	for i, r := range all {
		if r.Start >= in.Run.Experiment.Length || r.Attempts[measure.Cut] > 0 {
			return all[:i], err
		}
	}
	return all, err
}

// target returns what the target told during a trial.
func (in Input) target(t results.Trial) ([]results.TargetRow, error) {
	if in.Target == nil {
		return nil, nil
	}
	return in.Target(t)
}

// once leaves out runs that were given before.
func once(inputs []Input) []Input {
	var out []Input
	seen := map[string]bool{}
	for _, in := range inputs {
		if !seen[in.Run.ID] {
			out = append(out, in)
		}
		seen[in.Run.ID] = true
	}
	return out
}
