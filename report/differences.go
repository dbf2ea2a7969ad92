package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/results"
)

// A difference is something that runs under comparison do not share.
type difference struct {
	name   string
	values []string // by run
	load   bool     // the target was asked for something else, or judged by something else
}

// apart is all the differences of some runs.
type apart []difference

// A trait is what runs must share to be compared like for like.
type trait struct {
	name string
	load bool
	of   func(results.Run) string
}

// traits lists them, the most telling first. What is not here, such as the
// target, is what a comparison is about.
func traits() []trait {
	e := func(name string, load bool, of func(results.Experiment) string) trait {
		return trait{name, load, func(r results.Run) string { return of(r.Experiment) }}
	}
	return []trait{
		e("profile", true, profileTrait),
		e("streams", true, streamTrait),
		e("callers", true, func(e results.Experiment) string { return grouped(int64(e.Callers)) }),
		e("arrivals", true, func(e results.Experiment) string { return e.Arrivals }),
		e("timeout", true, func(e results.Experiment) string { return duration(e.Timeout) }),
		e("SLO", true, func(e results.Experiment) string { return duration(e.SLO) }),
		e("retries", true, retryTrait),
		e("dips", true, dipTrait),
		e("knobs", false, knobTrait),
		e("in-flight cap", false, func(e results.Experiment) string { return grouped(int64(e.InFlight)) }),
		e("seed", false, func(e results.Experiment) string { return fmt.Sprint(e.Seed) }),
		e("engine", false, engineTrait),
		{"kind", false, func(r results.Run) string {
			if r.Simulated {
				return "simulated"
			}
			return "measured"
		}},
		{"host", false, func(r results.Run) string { return r.Environment.Host }},
	}
}

// profileTrait names the curve, and tells apart two of the same name.
func profileTrait(e results.Experiment) string {
	return strings.TrimSpace(e.ProfileName + " " + e.ProfileHash[:min(8, len(e.ProfileHash))])
}

func engineTrait(e results.Experiment) string {
	return strings.TrimSpace(e.Engine + " " + e.Pacing)
}

func dipTrait(e results.Experiment) string {
	if len(e.Dips) == 0 {
		return "none"
	}
	return strings.Join(e.Dips, ", ")
}

func knobTrait(e results.Experiment) string {
	if len(e.Knobs) == 0 {
		return "none"
	}
	return strings.Join(e.Knobs, ", ")
}

func retryTrait(e results.Experiment) string {
	if e.Retries == 0 {
		return "none"
	}
	text := fmt.Sprintf("%d after %s on %s", e.Retries, duration(e.Backoff), strings.Join(e.RetryOn, "+"))
	if e.RetryAfter {
		text += ", heeding Retry-After"
	}
	if e.RetryBudget > 0 {
		text += fmt.Sprintf(", budget %s, burst %s", percent(e.RetryBudget), grouped(int64(e.RetryBurst)))
	}
	return text
}

// differences returns what the runs do not share.
func differences(inputs []Input) apart {
	var out apart
	for _, t := range traits() {
		var values []string
		for _, in := range inputs {
			values = append(values, t.of(in.Run))
		}
		if len(slices.Compact(slices.Clone(values))) > 1 {
			out = append(out, difference{t.name, values, t.load})
		}
	}
	return out
}

// load names the differences in what the target was asked for, "" if there are
// none. Across them no variant can be called better than another.
func (a apart) load() string {
	var names []string
	for _, d := range a {
		if d.load {
			names = append(names, d.name)
		}
	}
	return strings.Join(names, ", ")
}

// warnings says what the runs do not share.
func (a apart) warnings() []string {
	var parts []string
	for _, d := range a {
		parts = append(parts, fmt.Sprintf("%s (%s)", d.name, strings.Join(d.values, " against ")))
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"the runs are not alike in " + strings.Join(parts, ", ")}
}
