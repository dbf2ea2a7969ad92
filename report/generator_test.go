package report

import (
	"slices"
	"testing"
	"time"

	"matchday/measure"
)

// strained makes one phase of a trial suspect or invalid.
func strained(m made, v measure.Validity, causes ...measure.Cause) made {
	m.Summary.Generator = slices.Clone(m.Summary.Generator)
	m.Summary.Generator[1] = measure.Fitness{Phase: "peak-1", Start: 41 * time.Second, End: 58 * time.Second, Validity: v, Causes: causes}
	return m
}

func TestGenerator(t *testing.T) {
	usual := ok(10 * time.Millisecond)
	lag := measure.Cause{Signal: "lag", Text: "lag p99 412 ms", Validity: measure.Invalid}
	cpu := measure.Cause{Signal: "cpu", Text: "the generator used 75 % of its processors", Validity: measure.Suspect}
	const limit = "between 00:41 and 00:58 the generator was the limit (lag p99 412 ms): latencies are lower bounds, goodput an upper bound; not compared"
	const near = "between 00:41 and 00:58 the generator was near a limit of its own (the generator used 75 % of its processors): small differences there say nothing"
	check := func(name string, want Generator, trials ...made) {
		t.Helper()
		got := Compare([]Input{runOf("1-a", experimentOf(variantOf("none", 0, 0), variantOf("20/20", 20, 20)), trials...)}).Generator
		if got.word() != want.word() || !slices.Equal(got.Notes, want.Notes) || got.Unsent != want.Unsent {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	check("fit", Generator{Validity: new(measure.Valid)}, steady("20/20", 1, 50, usual))
	check("nothing was sent", Generator{}, steady("20/20", 1, 0, usual))
	check("a single trial needs no name", Generator{Validity: new(measure.Invalid), Notes: []string{limit}},
		strained(steady("20/20", 1, 50, usual), measure.Invalid, lag, cpu))
	check("the worst comes first", Generator{Validity: new(measure.Invalid), Notes: []string{"20/20, round 2: " + limit, "20/20, round 1: " + near}},
		strained(steady("20/20", 1, 50, usual), measure.Suspect, cpu), strained(steady("20/20", 2, 50, usual), measure.Invalid, lag))
	check("the variant where each has one round", Generator{Validity: new(measure.Suspect), Notes: []string{"20/20: " + near}},
		steady("none", 1, 50, usual), strained(steady("20/20", 1, 50, usual), measure.Suspect, cpu))
}

// Lag is read from all attempts of all trials: of four thousand the hundred
// late ones are more than one in a hundred.
func TestGeneratorFigures(t *testing.T) {
	a, b := steady("20/20", 1, 100, ok(10*time.Millisecond)), steady("20/20", 2, 100, ok(10*time.Millisecond))
	b.Stretches = cloned(b.Stretches)
	b.Stretches[0].Lag.RecordN(7*time.Millisecond, 100)
	b.Stretches[0].Attempts[measure.Unsent] = 3
	a.Summary.Little, b.Summary.Little = []measure.Little{{Phase: measure.Whole, Error: .003}, {Phase: "tail", Error: .5}}, []measure.Little{{Phase: measure.Whole, Error: .001}}
	g := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), a, b)}).Generator
	if !near(g.LagP99, 7*time.Millisecond) || g.Unsent != 3 || g.Little != .003 {
		t.Errorf("%+v, want a lag p99 of 7 ms, 3 unsent, Little's check within 0.003", g)
	}
}
