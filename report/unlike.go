package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// A Divergence is something that the two sides of a comparison do not share.
type Divergence struct {
	Name   string `json:"name"`
	Before string `json:"before"`         // of the reference
	After  string `json:"after"`          // of what is held against it
	Bars   bool   `json:"bars,omitempty"` // figures of the one say nothing about figures of the other
}

// String writes the divergence as part of a sentence.
func (d Divergence) String() string {
	return fmt.Sprintf("%s (%s against %s)", d.Name, d.Before, d.After)
}

// What must be the same on both sides: what was asked of the target, by which
// engine and which clients, and on which class of machine. What is not here is
// what a comparison is about, such as the target and its knobs, or how well it
// was measured, such as rounds; a seed decides no more than whether rounds make
// pairs, where the rest of what draws users is the same.
func mustAgree() []string {
	return []string{
		"profile", "streams", "callers", "length", "arrivals", "dips", "engine", "kind",
		"timeout", "SLO", "retries", "in-flight cap",
	}
}

// drawsUsers is what decides together with a seed which users come, and when. What
// else differs, such as a dip of the target, happens to the same users.
func drawsUsers() []string {
	return []string{"profile", "streams", "callers", "length", "arrivals"}
}

// sameUsers tells whether a seed brought the same users to a variant and to the
// reference, which is not so where two unlike profiles are compared by force.
func (c Comparison) sameUsers(ref Reference, variant string) bool {
	v, err := c.variant(variant)
	if err != nil {
		return false
	}
	before, after := joined(ref.sources), joined(c.only(v.Run).sheets())
	return !slices.ContainsFunc(drawsUsers(), func(name string) bool { return valueOf(before, name) != valueOf(after, name) })
}

// machineClass is where two runs must have been made to be compared. Virtual time
// passes alike on all machines.
func machineClass() []string { return []string{"system", "processor", "processors"} }

// What stands for a fact that is not there: of a run that tells others, and of
// one that tells none.
const (
	without = "none"
	notTold = "not told"
)

// Unlike returns what the comparison and its reference do not share, in the order
// in which it is told of runs: all of it, whether it bars a comparison or not. A
// fact that only one side tells is a divergence, and so is that neither tells
// what was asked of its target: that two runs are alike has to be known.
func Unlike(c Comparison, ref Reference) []Divergence {
	others := slices.DeleteFunc(c.sheets(), func(s sheetOfFacts) bool {
		return slices.ContainsFunc(ref.sources, func(r sheetOfFacts) bool { return r.run == s.run })
	})
	switch {
	case ref.side == nil || len(others) == 0 && ref.fixed != "":
		return nil // all of it is of the reference's own run
	case len(others) == 0:
		others = c.sheets()
	}
	return diverge(joined(ref.sources), joined(others))
}

// diverge lists the facts in which two sides differ.
func diverge(before, after []Fact) []Divergence {
	barring := mustAgree()
	if !slices.Contains(before, simulatedKind()) || !slices.Contains(after, simulatedKind()) {
		barring = append(barring, machineClass()...)
	}
	var out []Divergence
	told := false
	for _, name := range factNames(slices.Concat(before, after)) {
		b, a := valueOf(before, name), valueOf(after, name)
		told = told || slices.Contains(mustAgree(), name) && name != kindFact
		if a != b {
			out = append(out, Divergence{name, b, a, slices.Contains(barring, name)})
		}
	}
	if !told {
		out = append(out, Divergence{"experiment", notTold, notTold, true})
	}
	return out
}

// barred names what keeps two sides from being compared, "" if nothing does.
func barred(all []Divergence) string {
	var names []string
	for _, d := range all {
		if d.Bars {
			names = append(names, d.Name)
		}
	}
	return strings.Join(names, ", ")
}

// The facts of one run.
type sheetOfFacts struct {
	run   string
	facts []Fact
}

// sheets returns the facts of each run.
func (c Comparison) sheets() []sheetOfFacts {
	var out []sheetOfFacts
	for _, s := range c.Runs {
		out = append(out, sheetOfFacts{s.ID, s.facts()})
	}
	return out
}

// Facts returns what was asked of the target, and where: each name once, with
// all the values that the runs have.
func (c Comparison) Facts() []Fact { return joined(c.sheets()) }

// kindFact is the name of the fact that tells a model from the real thing.
const kindFact = "kind"

func simulatedKind() Fact { return Fact{kindFact, "simulated"} }

// facts lists what was asked of the target, and where.
func (s Source) facts() []Fact {
	kind := Fact{kindFact, "measured"}
	if s.Simulated {
		kind = simulatedKind()
	}
	return slices.Concat(s.Experiment, []Fact{kind}, s.Environment)
}

// joined lists the facts of some runs, each name once. Where they do not agree
// the value is all of theirs.
func joined(all []sheetOfFacts) []Fact {
	var facts []Fact
	for _, s := range all {
		facts = append(facts, s.facts...)
	}
	var out []Fact
	for _, name := range factNames(facts) {
		var values []string
		for _, s := range all {
			if v := valueOf(s.facts, name); !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
		out = append(out, Fact{name, strings.Join(values, " and ")})
	}
	return out
}

// factNames returns the names of facts, each once.
func factNames(facts []Fact) []string {
	var names []string
	for _, f := range facts {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// valueOf returns the value of a fact.
func valueOf(facts []Fact, name string) string {
	i := slices.IndexFunc(facts, func(f Fact) bool { return f.Name == name })
	switch {
	case len(facts) == 0:
		return notTold
	case i < 0:
		return without
	}
	return facts[i].Value
}

// profileTrait names the curve, and tells apart two of the same name.
func profileTrait(e results.Experiment) string {
	return strings.TrimSpace(e.ProfileName + " " + e.ProfileHash[:min(8, len(e.ProfileHash))])
}

func engineTrait(e results.Experiment) string {
	return strings.TrimSpace(e.Engine + " " + e.Pacing)
}

func retryTrait(e results.Experiment) string {
	if e.Retries == 0 {
		return "none"
	}
	on := e.RetryOn
	if len(on) == 0 { // what clients do who are told nothing else
		on = []string{measure.Timeout.String(), measure.ConnectTimeout.String()}
	}
	text := fmt.Sprintf("%d after %s on %s", e.Retries, duration(e.Backoff), strings.Join(on, "+"))
	if e.RetryAfter {
		text += ", heeding Retry-After"
	}
	if e.RetryBudget > 0 {
		text += fmt.Sprintf(", budget %s, burst %s", percent(e.RetryBudget), grouped(int64(e.RetryBurst)))
	}
	return text
}

// unlikeTexts says what the reference does not share: what bars a comparison, and
// what does not.
func (c Comparison) unlikeTexts() (bars, rest []string) {
	for _, d := range c.Unlike {
		text := fmt.Sprintf("%s %s → %s", d.Name, d.Before, d.After)
		if d.Bars {
			bars = append(bars, text)
			continue
		}
		rest = append(rest, text)
	}
	return bars, rest
}
