package experiment

import (
	"fmt"
	"time"

	"matchday/measure"
	"matchday/profiles"
	"matchday/targets/bulkhead"
)

// The single peak of a trigger map, in demands, shaped like those of the match
// day.
const (
	triggerWarmUp = 20
	triggerBase   = 100 // where the base ends and the peak begins
	triggerPeak   = 148 // where the peak ends
	triggerWidth  = 12  // standard deviation of the peak, whose middle is that of its phase
)

// Settings returns an experiment for every cell of a map of settings, row by row.
// Each has one variant and one round, and all have the same users.
func (e Experiment) Settings(a Axes) []Experiment {
	var out []Experiment
	for _, s := range a.Settings() {
		out = append(out, e.only(s))
	}
	return out
}

// Triggers returns an experiment for every pair of a base load and the height of
// one extra peak on it, both as shares of the target's capacity: row by row, a
// row for each base. The tail is how long the return is awaited.
func (e Experiment) Triggers(s bulkhead.Setting, base, height Span, tail time.Duration) []Experiment {
	var out []Experiment
	for _, b := range base {
		for _, h := range height {
			one := e.only(s)
			one.Curve, one.Streams = e.trigger(b, h, tail), nil
			one.ProfileName = fmt.Sprintf("base %v, trigger %v", b, h)
			out = append(out, one)
		}
	}
	return out
}

// only returns the experiment with a single trial, that of the setting.
func (e Experiment) only(s bulkhead.Setting) Experiment {
	e.Variants, e.Rounds = []bulkhead.Setting{s}, 1
	return e
}

// trigger returns a flat base with one bell on it. The phases lie on the base,
// and the peak reaches two standard deviations to both sides of the bell's
// middle.
func (e Experiment) trigger(base, height float64, tail time.Duration) profiles.Curve {
	d, c := e.Target.Facts.Demand, e.Target.Capacity()
	level := base * c
	flat := profiles.Hold(level, triggerWarmUp*d).Mark("warm-up").Then(
		profiles.Hold(level, (triggerBase-triggerWarmUp)*d).Mark("base"),
		profiles.Hold(level, (triggerPeak-triggerBase)*d).Mark("peak-1"),
		profiles.Hold(level, tail).Mark("tail"))
	const reach = 4 * triggerWidth // of the bell to one side
	before := time.Duration((triggerBase+triggerPeak)/2-reach) * d
	bell := profiles.Hold(0, before).Then(profiles.Gauss(0, height*c, triggerWidth*d, 2*reach*d))
	return profiles.Sum(flat, bell).Cut(flat.Duration())
}

// Protects tells whether the queue rule allows the setting to protect: the
// longest response of whoever is let in, D·(1 + q/c) as long as no more are
// inside than there are processors, must not exceed the timeout.
func (e Experiment) Protects(s bulkhead.Setting) bool {
	worst, bounded := e.Target.Facts.Worst(s)
	return bounded && worst <= e.Client.Timeout
}

// A Finding is what one trial of a map came to, drawn from its timeline like
// the result of any other trial.
type Finding struct {
	Setting   bulkhead.Setting
	Protects  bool // see [Experiment.Protects]
	Figures   measure.Figures
	Judgement measure.Judgement
	Validity  measure.Validity
}

// Back returns how long after the last peak it was in time again, nil if it was
// not within the trial or there was no peak.
func (f Finding) Back() *time.Duration {
	all := f.Judgement.Recovery
	if len(all) == 0 || !all[len(all)-1].InTime.Back {
		return nil
	}
	return &all[len(all)-1].InTime.After
}

// Best returns which finding served the most users within the SLO; of several
// the one with the smallest bulkhead, which costs the target least. It is −1 for
// none.
func Best(all []Finding) int {
	best := -1
	for i, f := range all {
		if best < 0 || f.beats(all[best]) {
			best = i
		}
	}
	return best
}

func (f Finding) beats(other Finding) bool {
	if a, b := f.Figures.UsersInSLO, other.Figures.UsersInSLO; a != b {
		return a > b
	}
	a, b := f.Setting, other.Setting
	if a.Inside+a.Queue != b.Inside+b.Queue {
		return a.Inside+a.Queue < b.Inside+b.Queue
	}
	return a.Inside < b.Inside
}
