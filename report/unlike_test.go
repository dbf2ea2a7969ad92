package report

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/results"
)

// told is a comparison of one run that tells these facts of its experiment, made
// on a machine of two processors.
func told(id string, facts ...Fact) Comparison {
	machine := []Fact{{"matchday", "0.1.0"}, {"system", "linux/amd64"}, {"host", "ci-1"}, {"processors", "2"}}
	return Comparison{Runs: []Source{{ID: id, Experiment: append([]Fact{{"profile", "match-day 0a1b2c3d"}, {"seed", "1"}, {"engine", "native"}}, facts...), Environment: machine}}}
}

func TestUnlike(t *testing.T) {
	check := func(name string, change func(*Source), want ...Divergence) {
		t.Helper()
		before, after := told("1-a"), told("2-b")
		change(&after.Runs[0])
		if d := cmp.Diff(want, Unlike(after, ReferenceRun(before))); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		var swapped []Divergence
		for _, d := range Unlike(before, ReferenceRun(after)) {
			swapped = append(swapped, Divergence{d.Name, d.After, d.Before, d.Bars})
		}
		if d := cmp.Diff(want, swapped); d != "" {
			t.Errorf("%s, swapped (-want +got):\n%s", name, d)
		}
	}
	experiment := func(name, value string) func(*Source) {
		return func(s *Source) { s.Experiment = changed(s.Experiment, name, value) }
	}
	machine := func(name, value string) func(*Source) {
		return func(s *Source) { s.Environment = changed(s.Environment, name, value) }
	}
	check("the same", func(*Source) {})
	check("another profile", experiment("profile", "steady ffffffff"), Divergence{"profile", "match-day 0a1b2c3d", "steady ffffffff", true})
	check("another engine", experiment("engine", "vegeta"), Divergence{"engine", "native", "vegeta", true})
	check("a dip", experiment("dips", "10 at 5s for 2s"), Divergence{"dips", "none", "10 at 5s for 2s", true})
	check("another seed", experiment("seed", "7"), Divergence{"seed", "1", "7", false})
	check("another target", experiment("target", "http://localhost:8080"), Divergence{"target", "none", "http://localhost:8080", false})
	check("another host", machine("host", "ci-2"), Divergence{"host", "ci-1", "ci-2", false})
	check("more processors", machine("processors", "64"), Divergence{"processors", "2", "64", true})
	check("virtual time", func(s *Source) { s.Simulated = true }, Divergence{"kind", "measured", "simulated", true})
}

// changed sets a fact.
func changed(facts []Fact, name, value string) []Fact {
	facts = slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return f.Name == name })
	return append(facts, Fact{name, value})
}

// Virtual time passes alike on every machine.
func TestUnlikeMachinesOfAModel(t *testing.T) {
	before, after := told("1-a"), told("2-b")
	after.Runs[0].Environment = changed(after.Runs[0].Environment, "processors", "64")
	before.Runs[0].Simulated, after.Runs[0].Simulated = true, true
	if got := barred(Unlike(after, ReferenceRun(before))); got != "" {
		t.Errorf("two simulations differ in %s", got)
	}
}

// That two runs are alike has to be known.
func TestUnlikeUntold(t *testing.T) {
	want := []Divergence{{"experiment", notTold, notTold, true}}
	if d := cmp.Diff(want, Unlike(Comparison{}, ReferenceRun(Comparison{}))); d != "" {
		t.Error(d)
	}
}

// What a run was held against is as good from a baseline.
func TestUnlikeBaseline(t *testing.T) {
	base := results.Baseline{Name: "main"}
	for _, f := range told("1-a").Facts() {
		base.Facts = append(base.Facts, results.BaselineFact(f))
	}
	if got := Unlike(told("2-b"), ReferenceBaseline(base)); len(got) > 0 {
		t.Errorf("a baseline of the same differs in %v", got)
	}
	got := Unlike(told("2-b", Fact{"SLO", "125 ms"}), ReferenceBaseline(base))
	if d := cmp.Diff([]Divergence{{"SLO", "none", "125 ms", true}}, got); d != "" {
		t.Error(d)
	}
}

// Of several runs the others are held against the first.
func TestUnlikeOfSeveral(t *testing.T) {
	all := Comparison{Runs: slices.Concat(told("1-a").Runs, told("2-b").Runs, told("3-c", Fact{"SLO", "125 ms"}).Runs)}
	want := []Divergence{{"SLO", "none", "none and 125 ms", true}}
	if d := cmp.Diff(want, all.apart()); d != "" {
		t.Error(d)
	}
}
