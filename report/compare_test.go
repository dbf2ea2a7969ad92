package report

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/measure"
	"matchday/results"
)

func variantOf(name string, inside, queue int) results.Variant {
	return results.Variant{Name: name, Bulkhead: inside > 0, Inside: inside, Queue: queue}
}

// experimentOf is twenty seconds with a peak, against 20 processors and a demand of
// 50 ms.
func experimentOf(variants ...results.Variant) results.Experiment {
	return results.Experiment{
		ProfileName: "spike", ProfileHash: "0a1b2c3d4e5f", Arrivals: "poisson", Seed: 1, Rounds: 1,
		Length: 20 * time.Second, Window: time.Second, Engine: "native", Target: "reference ps", CPUs: 20, Demand: 50 * time.Millisecond,
		Capacity: 400, Timeout: 500 * time.Millisecond, SLO: 125 * time.Millisecond, InFlight: 10000, Variants: variants,
		Phases: []measure.Phase{
			{Name: "base", End: 2 * time.Second}, {Name: "peak-1", Start: 2 * time.Second, End: 4 * time.Second, Peak: true},
			{Name: "tail", Start: 4 * time.Second, End: 20 * time.Second},
		},
	}
}

// A made trial is one that was made by hand, with its windows.
type made struct {
	results.Trial
	rows []results.Row
	told []results.TargetRow
}

// attempt is how one attempt ended: after how long, and how.
type attempt struct {
	after   time.Duration
	outcome measure.Outcome
}

// steady makes a trial with so many users in each second, one after the other
// with the given ends.
func steady(variant string, round, perSecond int, ends ...attempt) made {
	e := experimentOf()
	line := measure.NewTimeline(measure.Grid{Length: e.Length, Window: e.Window, Phases: e.Phases, Hold: e.Timeout, Limits: e.Limits()})
	for i := range 20 * perSecond {
		due := time.Duration(i) * time.Second / time.Duration(perSecond)
		end := ends[i%len(ends)]
		line.Record(measure.Sample{User: int64(i), Attempt: 1, Last: true, Arrived: due, Due: due, Sent: due, Done: due + end.after, Outcome: end.outcome})
	}
	var flight time.Duration
	for _, w := range line.Windows() {
		flight += w.Occupied
		line.Level(measure.Level{At: w.End(), Max: 1, Integral: flight})
	}
	m := made{Trial: results.Trial{Number: round, Round: round, Variant: variant, Status: results.Complete}}
	for _, w := range line.Rest() {
		m.rows = append(m.rows, results.RowOf(w))
	}
	m.Summary, m.Stretches = line.Summary(measure.Review{Tick: 10 * time.Millisecond}), line.Stretches()
	return m
}

func ok(after time.Duration) attempt { return attempt{after, measure.OK} }

// runOf puts trials into a run.
func runOf(id string, e results.Experiment, trials ...made) Input {
	in := Input{Run: results.Run{ID: id, Name: "spike", Status: results.Complete, Experiment: e}}
	byNumber := map[[2]string]made{}
	for i, m := range trials {
		m.Number = i + 1
		byNumber[[2]string{m.Variant, string(rune('0' + m.Round))}] = m
		in.Run.Trials = append(in.Run.Trials, m.Trial)
		in.Run.Experiment.Rounds = max(in.Run.Experiment.Rounds, m.Round)
	}
	of := func(t results.Trial) made { return byNumber[[2]string{t.Variant, string(rune('0' + t.Round))}] }
	in.Timeline = func(t results.Trial) ([]results.Row, error) { return of(t).rows, nil }
	in.Target = func(t results.Trial) ([]results.TargetRow, error) { return of(t).told, nil }
	return in
}

// twoRounds is one variant whose second round was three times as slow.
func twoRounds() Input {
	return runOf("1-a", experimentOf(variantOf("20/20", 20, 20)),
		steady("20/20", 1, 100, ok(10*time.Millisecond)), steady("20/20", 2, 100, ok(30*time.Millisecond)))
}

// near tells whether a duration from a histogram is the one that went in.
func near(got, want time.Duration) bool {
	return got >= want && got <= want+want/1000
}

// Of four thousand answers half take 10 ms and half 30 ms. The median is one of
// the first half; a mean of medians would be 20 ms, which nobody waited.
func TestCompareMergesBeforeItReads(t *testing.T) {
	c := Compare([]Input{twoRounds()})
	v := c.Variants[0]
	whole := v.Cells[0]
	if !near(whole.Response.P50, 10*time.Millisecond) || !near(whole.Response.P90, 30*time.Millisecond) || whole.Response.Count != 4000 {
		t.Errorf("merged response is %+v, want a median of 10 ms and a p90 of 30 ms over 4000", whole.Response)
	}
	if whole.Offered != 100 || whole.UsersServed != 1 {
		t.Errorf("offered %v/s and served %v, want 100/s and 1: rates are means over rounds", whole.Offered, whole.UsersServed)
	}
	if v.Rounds != 2 || c.Rounds != 2 || len(v.ByRound) != 2 || len(v.Cells) != 4 {
		t.Errorf("%d rounds, %d by round, %d cells; want 2, 2 and 4", v.Rounds, len(v.ByRound), len(v.Cells))
	}
	if got := v.ByRound[1][0].Response.P50; !near(got, 30*time.Millisecond) {
		t.Errorf("the second round's median is %v, want 30 ms", got)
	}
}

func TestCompareLeavesItsInputAlone(t *testing.T) {
	in := twoRounds()
	first := Compare([]Input{in})
	if got := in.Run.Trials[0].Stretches[0].Response[measure.OK].Count(); got != 2000 {
		t.Errorf("after comparing, the first trial's histogram holds %d values, want 2000", got)
	}
	if d := cmp.Diff(jsonOf(t, first), jsonOf(t, Compare([]Input{in}))); d != "" {
		t.Errorf("compared again the result differs:\n%s", d)
	}
}

func jsonOf(t *testing.T, c Comparison) string {
	t.Helper()
	var b strings.Builder
	if err := JSON(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Trials are made in shuffled order, which must not be seen.
func TestOrderOfTrialsDoesNotMatter(t *testing.T) {
	e := experimentOf(variantOf("none", 0, 0), variantOf("20/20", 20, 20))
	var trials []made
	for round := range 3 {
		trials = append(trials,
			steady("none", round+1, 100+round, ok(time.Duration(10+round)*time.Millisecond), attempt{500 * time.Millisecond, measure.Timeout}),
			steady("20/20", round+1, 100+round, ok(time.Duration(20+round)*time.Millisecond)))
	}
	want := jsonOf(t, Compare([]Input{runOf("1-a", e, trials...)}))
	random := rand.New(rand.NewPCG(1, 1))
	for range 5 {
		random.Shuffle(len(trials), func(i, j int) { trials[i], trials[j] = trials[j], trials[i] })
		if d := cmp.Diff(want, jsonOf(t, Compare([]Input{runOf("1-a", e, trials...)}))); d != "" {
			t.Fatalf("in another order the comparison differs:\n%s", d)
		}
	}
}

// What rounds have in common does not depend on which of them is called first.
func TestOrderOfRoundsDoesNotMatter(t *testing.T) {
	e := experimentOf(variantOf("20/20", 20, 20))
	fast, slow := ok(10*time.Millisecond), ok(200*time.Millisecond)
	a := Compare([]Input{runOf("1-a", e, steady("20/20", 1, 100, fast), steady("20/20", 2, 90, slow))}).Variants[0]
	b := Compare([]Input{runOf("1-a", e, steady("20/20", 1, 90, slow), steady("20/20", 2, 100, fast))}).Variants[0]
	for i := range a.Cells {
		if d := cmp.Diff(a.Cells[i].Figures, b.Cells[i].Figures); d != "" {
			t.Errorf("%s differs with the rounds swapped:\n%s", a.Cells[i].Name, d)
		}
	}
	if d := cmp.Diff([]any{a.Series, a.Recovery, a.Verdict, a.Reason}, []any{b.Series, b.Recovery, b.Verdict, b.Reason}); d != "" {
		t.Errorf("series, recovery or verdict differ with the rounds swapped:\n%s", d)
	}
}

// Whatever becomes of the attempts, every user ends in one of four ways.
func TestUsersEndInOneWay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var ends []attempt
		for range 1 + random.IntN(12) {
			ends = append(ends, attempt{time.Duration(random.IntN(500)) * time.Millisecond, measure.Outcome(random.IntN(measure.Outcomes))})
		}
		c := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), steady("20/20", 1, 30, ends...), steady("20/20", 2, 70, ends...))})
		for _, cell := range c.Variants[0].Cells {
			sum := cell.UsersServed + cell.UsersRejected + cell.UsersTimedOut + cell.UsersFailed
			onlyCut := !slices.ContainsFunc(ends, func(a attempt) bool { return a.outcome != measure.Cut })
			if math.Abs(sum-1) > 1e-12 && !onlyCut {
				t.Errorf("%s with %v: the shares sum to %v, want 1", cell.Name, ends, sum)
			}
		}
	}
}

func TestSeriesIsTheMeanOverRounds(t *testing.T) {
	in := runOf("1-a", experimentOf(variantOf("20/20", 20, 20)),
		steady("20/20", 1, 100, ok(10*time.Millisecond), attempt{8 * time.Millisecond, measure.ServerError}, ok(10*time.Millisecond), attempt{12 * time.Millisecond, measure.Reset}),
		steady("20/20", 2, 300, ok(30*time.Millisecond), attempt{time.Millisecond, measure.Rejected}, attempt{500 * time.Millisecond, measure.Timeout}))
	rows := in.Target
	in.Target = func(trial results.Trial) ([]results.TargetRow, error) {
		if trial.Round == 1 {
			return rows(trial)
		}
		// Readings a little beside the edges of windows.
		return []results.TargetRow{{At: 999 * time.Millisecond, Inside: 20, Queued: 4}, {At: 2001 * time.Millisecond, Inside: 10}, {At: 2999 * time.Millisecond, Inside: 12}}, nil
	}
	series := Compare([]Input{in}).Variants[0].Series
	if len(series) != 20 {
		t.Fatalf("%d points, want 20: answers after the profile's end are no window of it", len(series))
	}
	p := series[2]
	got := []float64{p.Planned, p.Sent, p.InTime, p.Rejected, p.TimedOut, p.Failed, orZero(p.Inside)}
	if want := []float64{200, 200, 75, 50, 50, 25, 12}; !slices.Equal(got, want) {
		t.Errorf("planned, sent, in time, rejected, timed out, failed, inside are %v, want %v", got, want)
	}
	if !near(p.P99, 30*time.Millisecond) || p.At != 2*time.Second {
		t.Errorf("p99 at %v is %v, want the highest, 30 ms, at 2s", p.At, p.P99)
	}
	if !near(p.RejectP99, time.Millisecond) || !near(p.FailP50, 8*time.Millisecond) || !near(p.FailP99, 12*time.Millisecond) {
		t.Errorf("turned away within %v and failed within %v and %v, want 1 ms, 8 ms and 12 ms", p.RejectP99, p.FailP50, p.FailP99)
	}
	if p := series[1]; orZero(p.Inside) != 20 || orZero(p.Queued) != 4 || series[5].Inside != nil || series[5].Queued != nil {
		t.Errorf("inside is %v after a second and %v after five; want the last reading, 20, and nothing once it is old", orZero(p.Inside), series[5].Inside)
	}
}

// What was to come after a trial was cut off is no part of it: it was not measured,
// and is not zero.
func TestSeriesEndsWhereTheTrialWasCut(t *testing.T) {
	cut := steady("20/20", 1, 100, ok(10*time.Millisecond))
	cut.Status = results.Partial
	in := runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), cut)
	whole := in.Timeline
	in.Timeline = func(trial results.Trial) ([]results.Row, error) {
		rows, err := whole(trial)
		for i := range rows[7:] {
			rows[7+i].Attempts = measure.ByOutcome{measure.Cut: 100}
		}
		return rows, err
	}
	v := Compare([]Input{in}).Variants[0]
	if len(v.Series) != 7 || len(v.ByWindow[0]) != 7 {
		t.Errorf("%d points of %d windows, want the 7 until it was cut off", len(v.Series), len(v.ByWindow[0]))
	}
}

func TestTargetTotals(t *testing.T) {
	a, b := steady("20/20", 1, 100, ok(10*time.Millisecond)), steady("20/20", 2, 100, ok(10*time.Millisecond))
	a.Trial.Target = &results.TargetTotals{WorkDone: 3 * time.Second, WorkWasted: time.Second, MaxInSystem: 40, Oracle: "closed"}
	b.Trial.Target = &results.TargetTotals{WorkDone: time.Second, MaxInSystem: 38, Oracle: "2 answers twice"}
	v := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), a, b)}).Variants[0]
	if v.Wasted == nil || *v.Wasted != .25 || v.MaxSystem != 40 {
		t.Errorf("wasted %v, most in the system %d; want 0.25 and 40", v.Wasted, v.MaxSystem)
	}
	if want := "20/20, round 2: 2 answers twice"; v.Oracle != want {
		t.Errorf("oracle is %q, want %q", v.Oracle, want)
	}
	silent := Compare([]Input{twoRounds()}).Variants[0]
	if silent.Wasted != nil || silent.Oracle != "" {
		t.Errorf("a target that tells nothing wasted %v, oracle %q; want both unknown", silent.Wasted, silent.Oracle)
	}
}

func TestPartialTrialsAreNotMerged(t *testing.T) {
	cut := steady("20/20", 2, 10, ok(10*time.Millisecond))
	cut.Status = results.Partial
	v := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), steady("20/20", 1, 100, ok(10*time.Millisecond)), cut)}).Variants[0]
	if v.Rounds != 1 || v.Partial || v.Cells[0].Offered != 100 {
		t.Errorf("%d rounds, partial %v, offered %v; want the whole round alone", v.Rounds, v.Partial, v.Cells[0].Offered)
	}
	further := steady("20/20", 1, 20, ok(10*time.Millisecond))
	further.Status, further.Trial.Error = results.Failed, "target is gone"
	c := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), further, cut)})
	v = c.Variants[0]
	if v.Rounds != 1 || !v.Partial || v.Cells[0].Offered != 20 || c.Winner.Variant != "" {
		t.Errorf("%d rounds, partial %v, offered %v, winner %q; want the one that got furthest, and no winner", v.Rounds, v.Partial, v.Cells[0].Offered, c.Winner.Variant)
	}
	if want := []string{"20/20, round 1: target is gone"}; !slices.Equal(v.Errors, want) {
		t.Errorf("errors are %q, want %q", v.Errors, want)
	}
	if told := strings.Join(cautions(c), "\n"); strings.Count(told, "target is gone") != 1 || badgeOf(v).String() != "✕ failed" {
		t.Errorf("%s, because\n%s\nwant that it failed, and why only once", badgeOf(v), told)
	}
}

func TestNamesAreUnique(t *testing.T) {
	e := experimentOf(variantOf("none", 0, 0), variantOf("20/20", 20, 20))
	shorter := experimentOf(variantOf("20/20", 20, 20), variantOf("20/40", 20, 40))
	names := func(inputs ...Input) (out []string) {
		for _, v := range Compare(inputs).Variants {
			out = append(out, v.Name+"="+v.Setting)
		}
		return out
	}
	check := func(got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("names are %q, want %q", got, want)
		}
	}
	check(names(runOf("d-1-a", e)), "none=none", "20/20=20/20")
	check(names(runOf("d-1-a", e), runOf("d-2-b", shorter)), "none=none", "20/20 (a)=20/20", "20/20 (b)=20/20", "20/40=20/40")
	check(names(runOf("d-1-a", e), runOf("d-2-a", shorter)), "none=none", "20/20 (d-1-a)=20/20", "20/20 (d-2-a)=20/20", "20/40=20/40")
	check(names(runOf("d-1-a", e), runOf("d-1-a", e)), "none=none", "20/20=20/20")
}

// What cannot be read is told, and what is known without it is kept.
func TestUnreadableFiles(t *testing.T) {
	half := []attempt{ok(10 * time.Millisecond), {500 * time.Millisecond, measure.Timeout}}
	in := runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), steady("20/20", 1, 100, half...), steady("20/20", 2, 100, half...))
	torn := errors.New("phases.hlog:3:1: torn")
	in.Stretches = func(trial results.Trial) ([]measure.Stretch, error) { return nil, torn }
	in.Timeline = func(trial results.Trial) ([]results.Row, error) { return nil, torn }
	in.Target = func(trial results.Trial) ([]results.TargetRow, error) { return nil, torn }
	for i := range in.Run.Trials {
		stretches := slices.Clone(in.Run.Trials[i].Stretches)
		for j := range stretches {
			stretches[j].Latencies = measure.Latencies{}
		}
		in.Run.Trials[i].Stretches = stretches
	}
	c := Compare([]Input{in})
	whole := c.Variants[0].Cells[0]
	if whole.UsersServed != .5 || whole.Response.Count != 0 || whole.Waited.Count != 0 {
		t.Errorf("served %v, %d responses, %d waited; want half of the users served at an unknown pace", whole.UsersServed, whole.Response.Count, whole.Waited.Count)
	}
	if len(c.Warnings) != 6 || !strings.Contains(c.Warnings[0], "20/20, round 1: its latencies cannot be read: phases.hlog:3:1: torn") {
		t.Errorf("warnings are %q, want one for each of three files of two rounds", c.Warnings)
	}
}
