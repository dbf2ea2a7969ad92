package ci

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// free are the facts about an experiment that may differ between comparisons:
// what a change may change, and how often and how finely it was measured.
var free = [...]string{"target", "target processors", "demand", "capacity", "sizes", "database", "knobs", "rounds", "window"}

// Comparable returns how two comparisons differ in what was asked of the target
// and promised to its users: the profile, the arrivals with their seed, the
// client, the engine. It returns nothing if figures of one can be held against
// figures of the other. The target itself, the variants and the number of
// rounds may differ.
//
// A fact that only one of them tells is a difference, and so is that neither
// tells any: that two runs are alike has to be known.
func Comparable(a, b report.Comparison) []string {
	here, there := factsOf(a), factsOf(b)
	if here.experiments+there.experiments == 0 {
		return []string{"neither tells what experiment it was made with"}
	}
	var out []string
	for _, name := range here.names {
		if x, y := here.value(name), there.value(name); x != y {
			out = append(out, fmt.Sprintf("%s is %s, in the baseline %s", name, x, y))
		}
	}
	for _, name := range there.names {
		if !slices.Contains(here.names, name) {
			out = append(out, fmt.Sprintf("%s is %s, in the baseline %s", name, here.value(name), there.value(name)))
		}
	}
	return out
}

// facts are what is known of how a comparison was made.
type facts struct {
	names       []string // lower case, in the order they came
	values      map[string][]string
	experiments int // how many came from the experiments of runs
}

// factsOf gathers the facts that must agree. Those that a comparison tells of
// itself go before those of the same name in its runs.
func factsOf(c report.Comparison) facts {
	f := facts{values: map[string][]string{}}
	f.add("simulated", strconv.FormatBool(c.Simulated))
	f.add("timeout", c.Limits.Timeout.String())
	f.add("slo", c.Limits.SLO.String())
	f.add("length", c.Length.String())
	f.add("phases", phases(c.Phases))
	own := slices.Clone(f.names)
	for _, run := range c.Runs {
		for _, fact := range run.Experiment {
			name := strings.ToLower(fact.Name)
			if slices.Contains(free[:], name) || slices.Contains(own, name) {
				continue
			}
			f.add(name, fact.Value)
			f.experiments++
		}
	}
	return f
}

func (f *facts) add(name, value string) {
	if !slices.Contains(f.names, name) {
		f.names = append(f.names, name)
	}
	if !slices.Contains(f.values[name], value) {
		f.values[name] = append(f.values[name], value)
	}
}

// value returns what a fact is; runs that do not agree make a list.
func (f facts) value(name string) string {
	if len(f.values[name]) == 0 {
		return "not told"
	}
	return strings.Join(slices.Sorted(slices.Values(f.values[name])), " and ")
}

func phases(all []measure.Phase) string {
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s %v–%v", p.Name, p.Start, p.End))
	}
	return strings.Join(out, ", ")
}
