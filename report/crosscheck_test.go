package report

import (
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// asSeen is a trial as an engine saw it: so many users, all of them served but for
// those named, with those quantiles.
func asSeen(variant string, round int, users int64, p50, p90, p99 time.Duration, lost ...measure.Outcome) results.Trial {
	f := measure.Figures{Users: users, Lag: measure.Latency{Count: users, P99: 200 * time.Microsecond}}
	for _, o := range lost {
		f.Outcomes[o]++
	}
	served := users - int64(len(lost))
	f.Outcomes[measure.OK] = served
	f.Response = measure.Latency{Count: served, P50: p50, P90: p90, P99: p99}
	return results.Trial{Variant: variant, Round: round, Status: results.Complete, Summary: measure.Summary{
		Phases: []measure.PhaseFigures{{Phase: measure.Phase{Name: measure.Whole}, Figures: f}},
	}}
}

// sentBy is a run of so many rounds.
func sentBy(engine string, rounds int, trials ...results.Trial) results.Run {
	e := experimentOf(variantOf("none", 0, 0), variantOf("20/20", 20, 20))
	e.Engine, e.Rounds = engine, rounds
	return results.Run{Experiment: e, Trials: trials}
}

// checks are cross-checks by name, one for each way to end.
func checks() map[string]CrossCheck {
	const ms = time.Millisecond
	lost := measure.Timeout
	native := sentBy("native", 1, asSeen("20/20", 1, 200, 20*ms, 21*ms, 30*ms), asSeen("none", 1, 200, 20*ms, 22*ms, 25*ms))
	dead, own := native.Trials[0], native.Trials[1]
	dead.Status, dead.Error = results.Failed, "target 20/20: exit status 7"
	own.Summary.Generator = []measure.Fitness{{Validity: measure.Invalid}}
	return map[string]CrossCheck{
		"agree": Check(native, sentBy("vegeta", 1, asSeen("none", 1, 200, 20*ms+70*time.Microsecond, 22*ms, 26*ms), asSeen("20/20", 1, 200, 20*ms, 21*ms, 30*ms))),
		"differ": Check(
			sentBy("native", 2, asSeen("none", 1, 12000, 20*ms, 22*ms, 25*ms), asSeen("20/20", 1, 12000, 20*ms, 21*ms, 30*ms, lost, lost, measure.Rejected),
				asSeen("20/20", 2, 12000, 20*ms, 21*ms, 30*ms), asSeen("none", 2, 12000, 20*ms, 22*ms, 25*ms)),
			sentBy("vegeta", 2, asSeen("none", 1, 12000, 20*ms, 22*ms, 25*ms), asSeen("20/20", 1, 12000, 20*ms, 21*ms, 30*ms, measure.Rejected),
				asSeen("20/20", 2, 12000, 20*ms, 25*ms, 30*ms), asSeen("none", 2, 12001, 20*ms, 22*ms, 25*ms, lost))),
		"trouble": Check(native, sentBy("vegeta", 1, dead, own)),
		"missing": Check(native, sentBy("vegeta", 1)),
		"nobody":  Check(sentBy("native", 0), sentBy("vegeta", 0)),
	}
}

func TestAgreement(t *testing.T) {
	for name, x := range checks() {
		var b strings.Builder
		if err := Agreement(&b, x, Screen{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "crosscheck-"+name+".txt", b.String())
		if x.Agree != (name == "agree") {
			t.Errorf("%s: agree is %v", name, x.Agree)
		}
	}
}

// Counts must be the same; quantiles may differ by a thousandth and the larger
// lag, which is never taken to be less than a millisecond.
func TestCheck(t *testing.T) {
	const ms, us = time.Millisecond, time.Microsecond
	check := func(name string, change func(*measure.Figures), agree bool) {
		t.Helper()
		a := sentBy("native", 1, asSeen("none", 1, 100, 20*ms, 30*ms, 100*ms))
		b := sentBy("vegeta", 1, asSeen("none", 1, 100, 20*ms, 30*ms, 100*ms))
		a.Experiment.Variants = a.Experiment.Variants[:1]
		change(&b.Trials[0].Summary.Phases[0].Figures)
		for _, x := range []CrossCheck{Check(a, b), Check(withVariants(b, a), a)} {
			if x.Agree != agree {
				t.Errorf("%s: %s; want agreement %v", name, x.Sentence, agree)
			}
		}
	}
	check("the same", func(*measure.Figures) {}, true)
	check("another user", func(f *measure.Figures) { f.Users++ }, false)
	check("another end of one of them", func(f *measure.Figures) { f.Outcomes[measure.OK]--; f.Outcomes[measure.Cut]++ }, false)
	check("p99 at the bound", func(f *measure.Figures) { f.Response.P99 -= 1100 * us }, true)
	check("p99 beyond it", func(f *measure.Figures) { f.Response.P99 -= 1101 * us }, false)
	check("p50 at its bound", func(f *measure.Figures) { f.Response.P50 -= 1020 * us }, true)
	check("p50 beyond it", func(f *measure.Figures) { f.Response.P50 -= 1021 * us }, false)
	check("p90 far off", func(f *measure.Figures) { f.Response.P90 -= 10 * ms }, false)
	check("p99 at the bound of a late generator", func(f *measure.Figures) { f.Lag.P99 = 5 * ms; f.Response.P99 -= 5100 * us }, true)
	check("p99 beyond that", func(f *measure.Figures) { f.Lag.P99 = 5 * ms; f.Response.P99 -= 5101 * us }, false)
	check("a longest answer of another length", func(f *measure.Figures) { f.Response.Max = time.Minute }, true)
	check("nobody served", func(f *measure.Figures) { f.Outcomes[measure.OK] = 0; f.Response = measure.Latency{} }, false)
}

// withVariants returns the run with the variants of another.
func withVariants(r, other results.Run) results.Run {
	r.Experiment.Variants = other.Experiment.Variants
	return r
}
