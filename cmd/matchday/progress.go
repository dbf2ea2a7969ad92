package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/report"
)

// A scene is what somebody who watches a run is shown at one moment.
type scene struct {
	experiment experiment.Experiment
	trial      experiment.Trial
	total      int           // trials of the run
	elapsed    time.Duration // since the run began
	live       experiment.Live
	before     experiment.Live // a moment earlier, for rates
}

// left estimates how long the run still takes.
func (s scene) left() time.Duration {
	rest := s.total - s.trial.Number
	return time.Duration(rest)*(s.experiment.Length()+time.Second) + max(0, s.experiment.Length()-s.live.Now)
}

// phase names the phase of the profile that is going on.
func (s scene) phase() string {
	for _, p := range experiment.Phases(s.experiment.Curve) {
		if s.live.Now >= p.Start && s.live.Now < p.End {
			return p.Name
		}
	}
	if s.live.Now >= s.experiment.Length() {
		return "waiting for the last answers"
	}
	return "between phases"
}

// rate returns how many attempts ended a second, lately, with such an outcome.
func (s scene) rate(such func(measure.Outcome) bool) float64 {
	span := (s.live.Now - s.before.Now).Seconds()
	if span <= 0 {
		return 0
	}
	return float64(s.live.Ended.Where(such)-s.before.Ended.Where(such)) / span
}

func ok(o measure.Outcome) bool       { return o == measure.OK }
func rejected(o measure.Outcome) bool { return o == measure.Rejected }

// line is the scene in one line, for logs.
func (s scene) line() string {
	return fmt.Sprintf("trial %d of %d  %-7s %-14s %s / %s  %s  in time %4.0f/s  rejected %4.0f/s  timed out %4.0f/s  in flight %4d  lag p99 %s",
		s.trial.Number, s.total, s.trial.Variant, s.phase(), clock(s.live.Now), clock(s.experiment.Length()),
		s.load(), s.rate(ok), s.rate(rejected), s.rate(measure.Outcome.TimedOut), s.live.InFlight, milliseconds(s.live.Lag.P99))
}

func (s scene) offered() float64 { return s.experiment.Curve.Rate(s.live.Now) }

// load says what comes: users by the curve, or callers who take turns.
func (s scene) load() string {
	if n := s.experiment.Callers; n > 0 {
		return fmt.Sprintf("callers %6d", n)
	}
	return fmt.Sprintf("offered %4.0f/s", s.offered())
}

// picture is the scene as a few lines of the given width.
func (s scene) picture(width int) []string {
	inside := ""
	if s.live.Told {
		inside = fmt.Sprintf(" (target: %d inside, %d queued)", s.live.Inside, s.live.Queued)
	}
	bars := min(60, max(10, width-40))
	planned, good := s.curves(bars)
	top := s.experiment.Curve.PeakRate()
	load := fmt.Sprintf("offered  %s %4.0f/s", spark(planned, top, bars), s.offered())
	if s.experiment.Callers > 0 {
		load, top = s.load(), slices.Max(append(good, 0))
	}
	return []string{
		fmt.Sprintf("trial %d of %d   %s   round %d   %s   %s / %s   %s done, %s to go", s.trial.Number, s.total, s.trial.Variant, s.trial.Round,
			s.phase(), clock(s.live.Now), clock(s.experiment.Length()), measure.Long(s.elapsed), measure.Long(s.left())),
		load,
		fmt.Sprintf("in time  %s %4.0f/s   rejected %.0f/s   timed out %.0f/s", spark(good, top, bars), s.rate(ok), s.rate(rejected), s.rate(measure.Outcome.TimedOut)),
		fmt.Sprintf("in flight %d%s   p99 %s   lag p99 %s   unsent %d", s.live.InFlight, inside, milliseconds(s.live.Response.P99), milliseconds(s.live.Lag.P99), s.live.Ended[measure.Unsent]),
	}
}

// curves returns what was planned and what was answered in time so far, in as
// many steps of the whole profile, as rates per second.
func (s scene) curves(steps int) (planned, good []float64) {
	length := s.experiment.Length()
	full := s.experiment.Curve.Sample(steps)
	planned = full[:min(steps, int(float64(steps)*float64(s.live.Now)/float64(length)))]
	for i := range planned {
		at := length * time.Duration(i) / time.Duration(steps)
		good = append(good, s.good(at, length*time.Duration(i+1)/time.Duration(steps)))
	}
	return planned, good
}

// good returns the rate of answers in time between two instants: the mean of
// the windows that begin there, or that of the window that holds them.
func (s scene) good(from, to time.Duration) float64 {
	first := int(from / s.experiment.Window)
	last := max(first, int((to-1)/s.experiment.Window))
	var n int64
	var span time.Duration
	for _, w := range s.live.Windows[min(first, len(s.live.Windows)):min(last+1, len(s.live.Windows))] {
		n += w.Good
		span += w.Length
	}
	if span == 0 {
		return 0
	}
	return float64(n) / span.Seconds()
}

func clock(d time.Duration) string {
	s := int(d.Seconds())
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// spark draws values from the left of a field of the given width.
func spark(values []float64, top float64, width int) string {
	return report.Sparkline(values, top) + strings.Repeat(" ", max(0, width-len(values)))
}
