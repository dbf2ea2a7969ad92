package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// checkLabel stands before the verdict of a cross-check.
const checkLabel = "cross-check"

// Agreement writes a cross-check as text: the verdict, a line for every variant,
// and how large the errors are that it allows for. Every figure that differs is
// named with both of its values.
func Agreement(w io.Writer, x CrossCheck, screen Screen) error {
	s := sheet{Screen: screen, margin: len(checkLabel) + 2}
	for _, t := range x.Trials {
		s.margin = max(s.margin, min(mostName, twwidth.Width(oneLine(t.Variant)))+2)
	}
	lines := s.say(checkLabel, x.Sentence, asMany)
	for _, rounds := range x.variants() {
		lines = append(lines, s.say(rounds[0].Variant, variantCheck(rounds), asMany)...)
	}
	lines = append(lines, s.say("error", fmt.Sprintf(
		"counts: none; quantiles: %s (histograms) and the larger lag p99 of the two, at least %s",
		percent(resolution), duration(leastError)), asMany)...)
	if x.differ() {
		lines = append(lines, s.say("careful", doubt, asMany)...)
	}
	s.block(lines...)
	return s.writeTo(w)
}

// asMany lets a text have as many lines as it takes.
const asMany = 0

// doubt is what a check that fails does not say.
const doubt = "which of the two is right cannot be told from here; neither a target that gets more than it can answer " +
	"nor a busy machine does the same twice, so check with a load that the target can carry and nothing else running"

// verdict is the sentence that comes first.
func (x CrossCheck) verdict() string {
	if x.Agree {
		return fmt.Sprintf("the engines agree: %s and %s counted the same and timed it alike, within the error below", x.Engines[0], x.Engines[1])
	}
	var in []string
	for _, part := range []struct {
		what string
		such func(CheckedTrial) bool
	}{{"counts", CheckedTrial.miscounted}, {"response times", CheckedTrial.mistimed}} {
		if names := x.where(part.such); len(names) > 0 {
			in = append(in, fmt.Sprintf("%s (%s)", part.what, list(names)))
		}
	}
	if len(in) > 0 {
		return fmt.Sprintf("the engines differ in %s; %s stands before %s", strings.Join(in, " and "), x.Engines[0], x.Engines[1])
	}
	troubled := x.where(CheckedTrial.troubled)
	if len(troubled) == 0 {
		return "the engines cannot be held against each other: there is no trial"
	}
	return fmt.Sprintf("the engines cannot be held against each other in %s", list(troubled))
}

// where names the variants with a trial that is such.
func (x CrossCheck) where(such func(CheckedTrial) bool) []string {
	var names []string
	for _, t := range x.Trials {
		if name := called(t.Variant); such(t) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// variants returns the trials of each variant.
func (x CrossCheck) variants() [][]CheckedTrial {
	var out [][]CheckedTrial
	for t := range slices.Values(x.Trials) {
		if last := len(out) - 1; last >= 0 && out[last][0].Variant == t.Variant {
			out[last] = append(out[last], t)
			continue
		}
		out = append(out, []CheckedTrial{t})
	}
	return out
}

// variantCheck says of all rounds of a variant what agrees, what differs, and
// what could not be checked.
func variantCheck(rounds []CheckedTrial) string {
	var parts []string
	for _, part := range []string{countCheck(rounds), timeCheck(rounds), troubleCheck(rounds)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// countCheck tells which counts differ, or what all of them sum to.
func countCheck(rounds []CheckedTrial) string {
	var differ, same []string
	for _, t := range rounds {
		for _, c := range t.unlike() {
			differ = append(differ, fmt.Sprintf("%s %s against %s%s", c.Name, grouped(c.Values[0]), grouped(c.Values[1]), t.in(rounds)))
		}
	}
	if len(differ) > 0 {
		return "counts differ: " + strings.Join(differ, ", ")
	}
	for _, c := range summed(rounds) {
		same = append(same, grouped(c.Values[0])+" "+c.Name)
	}
	if len(same) == 0 {
		return ""
	}
	return fmt.Sprintf("counts agree (%s)", strings.Join(same, ", "))
}

// summed adds up the counts of all rounds, in the order in which they occur.
func summed(rounds []CheckedTrial) []CountPair {
	var out []CountPair
	for _, t := range rounds {
		for _, c := range t.Counts {
			i := slices.IndexFunc(out, func(sum CountPair) bool { return sum.Name == c.Name })
			if i < 0 {
				out = append(out, c)
				continue
			}
			out[i].Values[0] += c.Values[0]
			out[i].Values[1] += c.Values[1]
		}
	}
	return out
}

// timeCheck tells which quantiles lie too far apart in a round, and how far
// those do at most that never do.
func timeCheck(rounds []CheckedTrial) string {
	var differ, names []string
	var near []QuantilePair
	for _, t := range rounds {
		near = append(near, t.Quantiles...)
		for _, q := range t.apart() {
			names = append(names, q.Name)
			differ = append(differ, fmt.Sprintf("%s %s against %s%s (%s allowed)", q.Name, duration(q.Values[0]), duration(q.Values[1]), t.in(rounds), duration(q.Allowed)))
		}
	}
	near = slices.DeleteFunc(near, func(q QuantilePair) bool { return slices.Contains(names, q.Name) })
	switch {
	case len(differ) == 0:
		return nearest(near)
	case len(near) == 0:
		return "too far apart: " + strings.Join(differ, ", ")
	}
	return list(namesOf(near)) + " agree; too far apart: " + strings.Join(differ, ", ")
}

// nearest names quantiles that agree, and how far apart they are where that is
// furthest; "" where there are none.
func nearest(all []QuantilePair) string {
	if len(all) == 0 {
		return ""
	}
	furthest := slices.MaxFunc(all, func(a, b QuantilePair) int { return cmp.Compare(a.Apart(), b.Apart()) })
	return fmt.Sprintf("%s at most %s apart (%s allowed)", list(namesOf(all)), duration(furthest.Apart()), duration(furthest.Allowed))
}

// namesOf returns the names of quantiles, each once and in order.
func namesOf(all []QuantilePair) []string {
	var names []string
	for _, q := range all {
		names = append(names, q.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// troubleCheck tells what could not be checked.
func troubleCheck(rounds []CheckedTrial) string {
	var out []string
	for _, t := range rounds {
		if t.Trouble != "" {
			out = append(out, t.Trouble+t.in(rounds))
		}
	}
	return strings.Join(out, "; ")
}

// in names the trial's round where there are several.
func (t CheckedTrial) in(rounds []CheckedTrial) string {
	if len(rounds) == 1 {
		return ""
	}
	return fmt.Sprintf(" in round %d", t.Round)
}
