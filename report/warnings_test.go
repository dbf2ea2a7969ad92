package report

import (
	"slices"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

func TestWarnings(t *testing.T) {
	e := experimentOf(variantOf("20/20", 20, 20))
	fine := steady("20/20", 1, 100, ok(10*time.Millisecond))
	told := func(m made, totals results.TargetTotals) made {
		totals.Completed = m.Trial.Stretches[0].Counts.Attempts[measure.OK]
		totals.Accepted = m.Trial.Stretches[0].SentDue
		m.Trial.Target = &totals
		return m
	}
	check := func(name string, in Input, want ...string) {
		t.Helper()
		if got := Compare([]Input{in}).Warnings; !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
	check("nothing wrong", runOf("1-a", e, fine))

	partial := runOf("1-a", e, fine)
	partial.Run.Status, partial.Run.Experiment.Rounds = results.Partial, 3
	partial.Run.Warnings = []string{"the disk is nearly full"}
	check("a partial run", partial,
		"run 1-a is partial: it ended before all of its 1 × 3 trials were made", "the disk is nearly full", "20/20: 1 of 3 rounds were made")

	failed := steady("20/20", 2, 60, ok(10*time.Millisecond))
	failed.Status, failed.Trial.Error = results.Failed, "target is gone"
	check("a failed trial beside a whole one", runOf("1-a", e, fine, failed), "20/20, round 2: failed: target is gone; left out")
	failed.Round = 1
	check("a failed trial alone", runOf("1-a", e, failed), "20/20: failed: target is gone; only what was measured until then is shown")

	check("open books", runOf("1-a", e, told(fine, results.TargetTotals{Oracle: "2 answers twice"})),
		"20/20: the target's books do not close: 2 answers twice")

	check("requests lost and answers wrong", runOf("1-a", e, told(fine, results.TargetTotals{Oracle: "closed", Lost: 3, Wrong: 7})),
		"20/20: the target lost 3 requests: whoever worked on them died, and nobody answers; 7 answers with a number that another bears: updates were lost")
	check("a request failed", runOf("1-a", e, told(fine, results.TargetTotals{Oracle: "closed", Failed: 1})),
		"20/20: the target failed at 1 request and said so")

	off := fine
	off.Summary.Little = []measure.Little{{Phase: measure.Whole, Gauge: 10, Samples: 9, Error: .1}}
	check("Little's check", runOf("1-a", e, off),
		"20/20: Little's check is off by 10 %: the recorder lost attempts or counted some twice")

	rejecting := steady("20/20", 1, 100, ok(10*time.Millisecond), attempt{time.Millisecond, measure.Rejected})
	check("as many refusals on both sides", runOf("1-a", e, told(rejecting, results.TargetTotals{Oracle: "closed", Rejected: 1010})))
	check("more refusals in the target", runOf("1-a", e, told(rejecting, results.TargetTotals{Oracle: "closed", Rejected: 2000})),
		"20/20: the clients saw 1 000 attempts rejected, the target says 2 000: something between them answers for it or swallows its answers")
	late := steady("20/20", 1, 300, ok(10*time.Millisecond), attempt{time.Millisecond, measure.Rejected}, attempt{time.Second, measure.Timeout})
	check("refusals that came after the callers had left", runOf("1-a", e, told(late, results.TargetTotals{Oracle: "closed", Rejected: 3900})))
	check("refusals that the target knows nothing of", runOf("1-a", e, told(late, results.TargetTotals{Oracle: "closed", Rejected: 900})),
		"20/20: the clients saw 2 000 attempts rejected, the target says 900: something between them answers for it or swallows its answers")

	stood := fine
	stood.Summary.Stalls = []measure.Stall{{Start: 2 * time.Second, End: 5 * time.Second}, {Start: 7 * time.Second, End: 8 * time.Second}}
	check("a target that stood still", runOf("1-a", e, stood),
		"20/20: the target answered nobody for 3 s from 00:02 and for 1 s from 00:07, with requests in flight; response times count from due, so those waits are in them")

	stood.Summary.Judgement.Verdict = measure.Metastable
	check("a target that stays down", runOf("1-a", e, stood))
	stood.Summary.Judgement = measure.Judgement{Verdict: measure.Undecided, Recovery: []measure.Recovery{{}}}
	check("a target that was not seen to come back", runOf("1-a", e, stood))

	check("few answers", runOf("1-a", e, steady("20/20", 1, 20, ok(10*time.Millisecond))),
		"20/20: fewer than 100 answers for a p99 in base (40), peak-1 (40): there it is the longest of them")
}

// Of rounds that have the same trouble one sentence is enough.
func TestWarningsOfRounds(t *testing.T) {
	books := func(said ...string) (rounds []made) {
		for i, oracle := range said {
			m := steady("20/20", i+1, 100, ok(10*time.Millisecond))
			m.Trial.Target = &results.TargetTotals{Oracle: oracle, Completed: m.Trial.Stretches[0].Counts.Attempts[measure.OK], Accepted: m.Trial.Stretches[0].SentDue}
			rounds = append(rounds, m)
		}
		return rounds
	}
	check := func(name string, rounds []made, want ...string) {
		t.Helper()
		if got := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), rounds...)}).Warnings; !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
	const two, one = "2 answers twice", "1 answer twice"
	check("all", books(two, two, two), "20/20, all 3 rounds: the target's books do not close: "+two)
	check("some", books(two, oracleClosed, two), "20/20, rounds 1 and 3: the target's books do not close: "+two)
	check("most", books(two, two, oracleClosed, two, two), "20/20, 4 of 5 rounds: the target's books do not close: "+two)
	check("not the same", books(two, one, two), "20/20, rounds 1 and 3: the target's books do not close: "+two, "20/20, round 2: the target's books do not close: "+one)

	stood := books(oracleClosed, oracleClosed)
	for i, seconds := range []time.Duration{1, 4, 2, 3, 1} {
		s := &stood[i%2].Trial.Summary
		s.Stalls = append(s.Stalls, measure.Stall{Start: 10 * time.Second, End: (10 + seconds) * time.Second})
	}
	check("stalls", stood, "20/20: the target answered nobody for 4 s from 00:10 in round 2 and for 3 s from 00:10 in round 2 and for 2 s from 00:10 in round 1 and 2 times more, with requests in flight; response times count from due, so those waits are in them")

	twice := books(oracleClosed)
	gap := results.Gap{Start: 7 * time.Second, Readings: 1, Why: "the reading before took until then"}
	twice[0].Trial.Target.Gaps = []results.Gap{gap, gap}
	check("twice in a second", twice, "20/20: what the target said of itself is left out at 00:07 (1 reading): the reading before took until then")
}

func TestRunsThatAreNotAlike(t *testing.T) {
	fine := steady("20/20", 1, 100, ok(10*time.Millisecond))
	check := func(name string, change func(*results.Run), warning, winner string) {
		t.Helper()
		e := experimentOf(variantOf("20/20", 20, 20))
		a, b := runOf("1-a", e, fine), runOf("1-b", e, fine)
		change(&b.Run)
		c := Compare([]Input{a, b})
		var want []string
		if warning != "" {
			want = []string{"not comparable with run 1-a, which is not alike in " + warning + ": nothing is concluded from the differences"}
		}
		if !slices.Equal(c.Warnings, want) {
			t.Errorf("%s: warnings are %q, want %q", name, c.Warnings, want)
		}
		if c.Winner.Variant != winner {
			t.Errorf("%s: the winner is %q, want %q: %s", name, c.Winner.Variant, winner, c.Winner.Sentence)
		}
	}
	check("alike", func(*results.Run) {}, "", "20/20 (a)")
	check("another target", func(r *results.Run) { r.Experiment.Target = "http://localhost:8080" }, "", "20/20 (a)")
	check("another curve", func(r *results.Run) { r.Experiment.ProfileHash = "ffffffffffff" }, "profile (spike 0a1b2c3d against spike ffffffff)", "")
	check("another policy", func(r *results.Run) {
		r.Experiment.Timeout, r.Experiment.Retries, r.Experiment.Backoff, r.Experiment.RetryOn = time.Second, 1, 50*time.Millisecond, []string{"timeout"}
	}, "timeout (500 ms against 1 s), retries (none against 1 after 50 ms on timeout)", "")
	check("another budget for the same policy", func(r *results.Run) {
		r.Experiment.Retries, r.Experiment.RetryOn, r.Experiment.RetryBudget, r.Experiment.RetryBurst = 1, []string{"timeout"}, .1, 10
	}, "retries (none against 1 after 0 s on timeout, budget 10 %, burst 10)", "")
	check("a policy that says nothing of outcomes", func(r *results.Run) { r.Experiment.Retries, r.Experiment.Backoff = 1, 50*time.Millisecond },
		"retries (none against 1 after 50 ms on timeout+connect-timeout)", "")
	check("a dip", func(r *results.Run) { r.Experiment.Dips = []string{"10 at 5s for 2s"} }, "dips (none against 10 at 5s for 2s)", "")
	check("another engine", func(r *results.Run) { r.Experiment.Engine, r.Simulated = "virtual", true }, "engine (native against virtual), kind (measured against simulated)", "")
	check("other arrivals of the same kind", func(r *results.Run) { r.Experiment.Seed = 7 }, "", "20/20 (a)")
}
