package report

import (
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// judged returns trials with these judgements.
func judged(all ...measure.Judgement) []results.Trial {
	var out []results.Trial
	for _, j := range all {
		out = append(out, results.Trial{Summary: measure.Summary{Judgement: j}})
	}
	return out
}

// The reason is that of the round that is told of: of several with the same
// verdict the one that came back latest, whatever order they were made in.
func TestWorstRound(t *testing.T) {
	const s = time.Second
	good := measure.Judgement{Verdict: measure.Recovered, Reason: "back in time", Recovery: returns(0, 0)}
	late := measure.Judgement{Verdict: measure.Slow, Reason: "back 16s after peak-2", Recovery: returns(0, 16*s)}
	vain := measure.Judgement{Verdict: measure.Slow, Reason: "not back within 9s after peak-1", Recovery: returns(-9*s, 0)}
	strict := func(reason string, late time.Duration) measure.Judgement {
		j := measure.Judgement{Verdict: measure.Degraded, Reason: reason, Recovery: returns(s, 0)}
		j.Recovery[1].InSLO.After = late
		return j
	}
	check := func(name string, verdict measure.Verdict, reason string, all ...measure.Judgement) {
		t.Helper()
		for range all {
			all = append(all[1:], all[0])
			if v, r := worst(judged(all...)); v != verdict || r != reason {
				t.Errorf("%s: %q, %q, want %q, %q", name, v, r, verdict, reason)
			}
		}
	}
	check("all alike", measure.Recovered, "back in time", good, good)
	check("one of three", measure.Slow, "slow in 1 of 3 rounds: back 16s after peak-2", good, late, good)
	check("in vain is later than late", measure.Slow, "slow in 2 of 3 rounds: not back within 9s after peak-1", late, good, vain)
	check("late within the SLO", measure.Degraded, "b", strict("a", 3*s), strict("b", 4*s))
	check("the same twice", measure.Degraded, "a", strict("a", 3*s), strict("b", 3*s))
	if v, r := worst(nil); v != "" || r != "" {
		t.Errorf("of no rounds: %q, %q", v, r)
	}
}

func TestLostAfter(t *testing.T) {
	const s = time.Second
	down := func(after ...time.Duration) measure.Judgement {
		return measure.Judgement{Verdict: measure.Metastable, Recovery: returns(after...)}
	}
	slow := measure.Judgement{Verdict: measure.Slow, Recovery: returns(0, -s, 0)}
	check := func(want string, all ...measure.Judgement) {
		t.Helper()
		if got := lostAfter(judged(all...)); got != want {
			t.Errorf("lost after %q, want %q", got, want)
		}
	}
	check("", slow)
	check("peak-2", down(0, -s, -s))
	check("peak-3", down(0, -s, -s), slow, down(0, 0, -s))
}

func TestUsualVerdict(t *testing.T) {
	const good, degraded, slow, down = measure.Recovered, measure.Degraded, measure.Slow, measure.Metastable
	check := func(want measure.Verdict, all ...measure.Verdict) {
		t.Helper()
		if got := (Variant{Verdicts: all}).usual(); got != want {
			t.Errorf("%v is usually %s, want %s", all, got, want)
		}
	}
	check(good, good, slow, good, good, down)
	check(degraded, down, good, degraded)
	check(down, good, down)
	check(slow, slow, down, good, slow)
}

func TestVerdictOfRounds(t *testing.T) {
	some := []measure.Verdict{measure.Recovered, measure.Slow, measure.Recovered}
	all := []measure.Verdict{measure.Slow, measure.Slow}
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	check(verdictSaid(measure.Slow, some), "slow in 1 of 3 rounds")
	check(verdictSaid(measure.Slow, all), "slow")
	check(badgeOf(Variant{Verdict: measure.Slow, Verdicts: some}).String(), "! slow 1/3")
	check(badgeOf(Variant{Verdict: measure.Slow, Verdicts: all}).String(), "! slow")
}

// The headline is only as sure as the winner's rounds.
func TestHeadlineTone(t *testing.T) {
	for verdict, want := range map[measure.Verdict]string{
		measure.Recovered: "good ✓", measure.NoPeak: "good ✓", measure.Slow: "fair !", measure.Metastable: "fair !",
	} {
		c := Comparison{Winner: Winner{Variant: "a", Sentence: "“a” served all"}, Variants: []Variant{{Name: "b"}, {Name: "a", Verdict: verdict}}}
		if h := headlineOf(c); h.Tone+" "+h.Mark != want || h.Says != "served all" {
			t.Errorf("%s: %+v, want %s", verdict, h, want)
		}
	}
}

func TestCalled(t *testing.T) {
	for name, want := range map[string]string{"none": "“none”", "20/20": "20/20", "none (k3f7)": "“none (k3f7)”", "": ""} {
		if got := called(name); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}
