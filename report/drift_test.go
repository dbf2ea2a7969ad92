package report

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// sessionOf is a run on the wire with one variant for each list of p99 by round, of
// which p50 is half; all users were served.
func sessionOf(p99 ...[]time.Duration) session {
	s := session{run: results.Run{Experiment: results.Experiment{Rounds: len(p99[0])}}}
	for i, rounds := range p99 {
		name := string(rune('a' + i))
		v := Variant{Name: name, Setting: name}
		for r, d := range rounds {
			f := measure.Figures{UsersServed: 1, Response: measure.Latency{Count: 1000, P50: d / 2, P99: d}}
			v.ByRound = append(v.ByRound, []Cell{{PhaseFigures: measure.PhaseFigures{Figures: f}}})
			s.run.Trials = append(s.run.Trials, results.Trial{Number: 1 + i + r*len(p99), Round: 1 + r, Variant: name})
		}
		s.variants = append(s.variants, v)
	}
	return s
}

func inMillis(all ...float64) (out []time.Duration) {
	for _, ms := range all {
		out = append(out, time.Duration(ms*float64(time.Millisecond)))
	}
	return out
}

func TestDrift(t *testing.T) {
	check := func(name string, s session, want string) {
		t.Helper()
		if got := s.drift(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	const meanwhile = ": the machine or the target changed meanwhile, and the rounds are not alike"
	check("one variant that gets slower", sessionOf(inMillis(100, 103, 106, 109, 112)),
		"from the first round to the last p50 rose by 11.3 %, p99 rose by 11.3 %"+meanwhile)
	check("two of different levels that get quicker", sessionOf(inMillis(112, 109, 106, 103, 100), inMillis(56, 54.5, 53, 51.5, 50)),
		"from the first round to the last p50 fell by 11.3 %, p99 fell by 11.3 %, all variants taken together"+meanwhile)
	check("two that go apart", sessionOf(inMillis(112, 109, 106, 103, 100), inMillis(50, 51.5, 53, 54.5, 56)), "")
	check("no order", sessionOf(inMillis(100, 106, 103, 109, 112)), "")
	check("too little to matter", sessionOf(inMillis(100, 100.1, 100.2, 100.3, 100.4)), "")
	check("four rounds", sessionOf(inMillis(100, 103, 106, 109)), "")
	check("one round", sessionOf(inMillis(100)), "")
	check("all equal", sessionOf(inMillis(100, 100, 100, 100, 100)), "")
	gap := sessionOf(inMillis(100, 103, 106, 109, 112), inMillis(100, 103, 106, 109))
	check("a variant that lacks a round is left out", gap, "from the first round to the last p50 rose by 11.3 %, p99 rose by 11.3 %, all variants taken together"+meanwhile)
	worse := sessionOf(inMillis(100, 100, 100, 100, 100))
	for r := range worse.variants[0].ByRound {
		worse.variants[0].ByRound[r][0].UsersServed = 0.99 - 0.01*float64(r)
	}
	check("fewer served", worse, "from the first round to the last served fell by 4 points"+meanwhile)
	for r := range worse.variants[0].ByRound {
		worse.variants[0].ByRound[r][0].Response = measure.Latency{}
	}
	check("fewer served and nobody in time", worse, "from the first round to the last served fell by 4 points"+meanwhile)
}

func TestColdStart(t *testing.T) {
	check := func(name string, s session, want string) {
		t.Helper()
		if got := s.coldStart(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	check("a slow first", sessionOf(inMillis(140, 101, 104, 100, 102), inMillis(100, 100, 100, 100, 100)),
		"the very first trial, “a” in round 1, was slower than all later rounds of it: p50 70 ms, then 50 ms to 52 ms; the machine or the target was cold, and a longer warm-up phase keeps that out of the figures")
	check("a slow first of what came second", sessionOf(inMillis(100, 100, 100, 100, 100), inMillis(140, 101, 104, 100, 102)), "")
	check("a quick first", sessionOf(inMillis(60, 101, 104, 100, 102)), "")
	check("not by far", sessionOf(inMillis(109, 101, 104, 100, 102)), "")
	check("not enough to matter", sessionOf(inMillis(100.9, 100, 100, 100, 100)), "")
	check("four rounds", sessionOf(inMillis(140, 101, 104, 100)), "")
	lost := sessionOf(inMillis(140, 101, 104, 100, 102))
	lost.run.Experiment.Rounds = 6
	check("a round that is not whole", lost, "")
}

// Rounds that are alike are seldom said to drift, and seldom to have begun cold.
func TestSessionsThatAreAlikeAreSilent(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, rounds := range []int{5, 10} {
		drifts, colds := 0, 0
		const tries = 1000
		for range tries {
			var all [][]time.Duration
			for range 3 {
				var one []time.Duration
				for range rounds {
					one = append(one, time.Duration((100+10*random.NormFloat64())*float64(time.Millisecond)))
				}
				all = append(all, one)
			}
			s := sessionOf(all...)
			for _, v := range s.variants {
				for r := range v.ByRound {
					v.ByRound[r][0].Response.P50 = time.Duration((50 + 5*random.NormFloat64()) * float64(time.Millisecond))
				}
			}
			if s.drift() != "" {
				drifts++
			}
			if s.coldStart() != "" {
				colds++
			}
		}
		if drifts > tries/20 || colds > tries/50 {
			t.Errorf("of %d runs of %d rounds %d seem to drift and %d to have begun cold", tries, rounds, drifts, colds)
		}
	}
}

// What virtual time made cannot drift, and streams repeat nothing.
func TestSessions(t *testing.T) {
	of := func(id string, simulated bool, stream *Stream) entrant {
		return entrant{in: Input{Run: results.Run{ID: id, Simulated: simulated}, of: stream}}
	}
	variants := []Variant{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}}
	got := sessions([]entrant{of("1", false, nil), of("1", false, nil), of("2", true, nil), of("3", false, nil), of("4", false, &Stream{})}, variants)
	if len(got) != 2 || len(got[0].variants) != 2 || got[0].label != "1: " || got[1].variants[0].Name != "d" {
		t.Errorf("%+v", got)
	}
}

// warmingSession has one variant whose p50 by window, in milliseconds, is given, at the
// rate of that moment, in a base phase after a warm-up of one window.
func warmingSession(p50, rate func(at int) float64) session {
	const windows = 30
	s := session{run: results.Run{Experiment: results.Experiment{Phases: []measure.Phase{
		{Name: "warm-up", End: time.Second}, {Name: "base", Start: time.Second, End: (1 + windows) * time.Second},
		{Name: "peak-1", Start: (1 + windows) * time.Second, End: time.Hour, Peak: true},
	}}}}
	v := Variant{Name: "a"}
	for at := range 2 * windows {
		v.Series = append(v.Series, Point{At: time.Duration(at) * time.Second, Planned: rate(at), P50: inMillis(p50(at))[0]})
	}
	s.variants = []Variant{v}
	return s
}

func TestWarming(t *testing.T) {
	steady := func(int) float64 { return 200 }
	noise := func(at int) float64 { return float64(at * 7 % 5) }
	decays := func(at int) float64 { return 50 + noise(at)/10 + 20*max(0, 1-float64(at)/20) }
	check := func(name string, s session, want string) {
		t.Helper()
		if got := s.warming(); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	check("a target that warms up", warmingSession(decays, steady), "the target was still warming up in base: p50 fell from 64.6 ms in its first third to 50.2 ms in its last under the same load; a longer warm-up")
	check("a steady one", warmingSession(func(at int) float64 { return 50 + noise(at) }, steady), "")
	check("one that gets slower", warmingSession(func(at int) float64 { return 120 - decays(at) }, steady), "")
	check("too little to matter", warmingSession(func(at int) float64 { return 50 + decays(at)/50 }, steady), "")
	check("a load that falls", warmingSession(decays, func(at int) float64 { return 200 - 3*float64(at) }), "")
	check("nobody answered", warmingSession(func(int) float64 { return 0 }, steady), "")
	peaked := warmingSession(decays, steady)
	peaked.run.Experiment.Phases = peaked.run.Experiment.Phases[2:]
	check("a profile without a steady part", peaked, "")
	short := warmingSession(decays, steady)
	short.variants[0].Series = short.variants[0].Series[:16]
	check("a few windows", short, "")
}
