package ci

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/report"
)

const ms = time.Millisecond

// served is a cell of 1000 users who each made one attempt, of which the given
// share was answered in time, with the given p99.
func served(phase string, share float64, p99 time.Duration) report.Cell {
	return report.Cell{PhaseFigures: measure.PhaseFigures{
		Phase: measure.Phase{Name: phase},
		Figures: measure.Figures{
			Users: 1000, Attempts: 1000, Sent: 1000, UsersServed: share, Success: share, TimedOut: 1 - share,
			Throughput: 400, Response: measure.Latency{Count: 1000, P99: p99},
		},
	}}
}

// variant has a whole trial and one peak.
func variant(name string, whole, peak report.Cell) report.Variant {
	whole.Name, peak.Name = measure.Whole, "peak-1"
	return report.Variant{
		Name: name, Run: "r1", Rounds: 3, Verdict: measure.Recovered, Reason: "back after every peak",
		Cells: []report.Cell{whole, peak}, ByRound: [][]report.Cell{{whole, peak}}, Seeds: []uint64{1},
	}
}

func comparison(variants ...report.Variant) report.Comparison {
	return report.Comparison{
		Generator: report.Generator{Validity: new(measure.Valid)},
		Runs:      []report.Source{{ID: "r1", Experiment: []report.Fact{{Name: "profile", Value: "hold 400/s 1m"}}}},
		Limits:    measure.Limits{Timeout: time.Second},
		Phases:    []measure.Phase{{Name: "peak-1", End: time.Minute, Peak: true}},
		Variants:  variants,
	}
}

// steady is a comparison of one variant that is the same in both phases.
func steady(share float64, p99 time.Duration) report.Comparison {
	c := served("", share, p99)
	return comparison(variant("20/20", c, c))
}

func rule(t *testing.T, text string) Rule {
	t.Helper()
	r, err := ParseRule(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// runOf returns the reference that is another run; nil for none.
func runOf(c *report.Comparison) *report.Reference {
	if c == nil {
		return nil
	}
	ref := report.ReferenceRun(*c)
	return &ref
}

// only returns the one result of one rule.
func only(t *testing.T, text string, c report.Comparison, baseline *report.Comparison) Result {
	t.Helper()
	v := Check([]Rule{rule(t, text)}, c, runOf(baseline))
	if len(v.Rules) != 1 {
		t.Fatalf("%q: %d results, want 1", text, len(v.Rules))
	}
	return v.Rules[0]
}

// Every operator under, at and over its limit.
func TestOperators(t *testing.T) {
	check := func(op Op, under, at, over Status) {
		t.Helper()
		text := "p99 " + string(op) + " 500ms"
		for p99, want := range map[time.Duration]Status{500*ms - 1: under, 500 * ms: at, 500*ms + 1: over} {
			if got := only(t, text, steady(1, p99), nil); got.Status != want {
				t.Errorf("%s with %v is %s, want %s (%s)", text, p99, got.Status, want, got.Reason)
			}
		}
	}
	check(Less, Pass, Fail, Fail)
	check(AtMost, Pass, Pass, Fail)
	check(More, Fail, Fail, Pass)
	check(AtLeast, Fail, Pass, Pass)
	check(Equal, Fail, Pass, Fail)
	check(Unequal, Pass, Fail, Pass)
}

// No metric is cut off from the gate: each can pass and can fail a rule with
// the limit a little beside what was observed.
func TestEveryMetricCanFail(t *testing.T) {
	l := measure.Latency{Count: 9, Mean: 50 * ms, P50: 50 * ms, P90: 50 * ms, P99: 50 * ms, P999: 50 * ms, Max: 50 * ms}
	whole := report.Cell{PhaseFigures: measure.PhaseFigures{Figures: measure.Figures{
		Users: 9, Attempts: 9, Unsent: 9, Offered: 9, AttemptRate: 9, Amplification: 9, Throughput: 9, Goodput: 9, GoodputSLO: 9,
		UsersServed: .5, UsersRejected: .5, UsersTimedOut: .5, UsersFailed: .5, UsersInSLO: .5,
		Success: .5, Rejected: .5, TimedOut: .5, Failed: .5, InSLO: .5,
		Response: l, Waited: l, RejectTime: l, Service: l, Lag: l, InFlight: 9, MaxInFlight: 9,
		Split: measure.Split{Network: l, Queued: l, Inside: l},
	}}, Isolation: &measure.Isolation{Score: .5}}
	whole.Stretch.Response[measure.OK].Record(50 * ms)
	c := comparison(variant("20/20", whole, whole))
	browse := c
	browse.Stream = &report.Stream{Name: "browse"}
	c.Streams = []report.Comparison{browse}
	for _, m := range report.Metrics() {
		x, _ := m.Of(c.Variants[0].Cells[0])
		under, over := quantity(x*.75, m.Unit), quantity(x*1.25, m.Unit)
		scope := ""
		if m.Name == report.IsolationMetric {
			scope = "[browse]: "
		}
		for text, want := range map[string]Status{
			m.Name + " < " + over: Pass, m.Name + " < " + under: Fail,
			m.Name + " > " + under: Pass, m.Name + " > " + over: Fail,
		} {
			if got := only(t, scope+text, c, nil); got.Status != want {
				t.Errorf("%s with %v is %s, want %s (%s)", text, x, got.Status, want, got.Reason)
			}
		}
	}
}

func TestResult(t *testing.T) {
	check := func(text string, status Status, observed, limit, margin, reason string) {
		t.Helper()
		got := only(t, text, steady(.9, 500*ms), nil)
		if got.Status != status || got.Observed.String() != observed || got.Limit.String() != limit || got.Margin.String() != margin || got.Reason != reason {
			t.Errorf("%s:\ngot  %s, %s, %s, %s, %q\nwant %s, %s, %s, %s, %q", text,
				got.Status, got.Observed, got.Limit, got.Margin, got.Reason, status, observed, limit, margin, reason)
		}
	}
	check("p99 < 612ms", Pass, "500 ms", "612 ms", "+112 ms", "500 ms against a limit of 612 ms")
	check("p99 < 388ms", Fail, "500 ms", "388 ms", "−112 ms", "500 ms against a limit of 388 ms: 112 ms too much")
	check("p99 < 500ms", Fail, "500 ms", "500 ms", "0 s", "500 ms against a limit of 500 ms: the limit itself does not count")
	check("goodput >= 99%", Fail, "90 %", "99 %", "−9 points", "90 % against a limit of 99 %: 9 points too little")
	check("throughput == 300/s", Fail, "400/s", "300/s", "−100/s", "400/s against a limit of 300/s: 100/s off")
	check("throughput != 400/s", Fail, "400/s", "400/s", "0/s", "400/s against a limit of 400/s: it must be another")
	check("verdict == recovered", Pass, "recovered", "recovered", "–", `the verdict is "recovered": back after every peak`)
	check("verdict == slow", Fail, "recovered", "slow", "–", `the verdict is "recovered": back after every peak`)
	check("verdict != slow", Pass, "recovered", "slow", "–", `the verdict is "recovered": back after every peak`)
	check("verdict != recovered", Fail, "recovered", "recovered", "–", `the verdict is "recovered": back after every peak`)
}

// A rule looks at the variant and the phase it names, and at no other.
func TestScope(t *testing.T) {
	good, bad := served("", 1, 50*ms), served("", .5, 900*ms)
	c := comparison(variant("none", good, bad), variant("20/20", bad, good))
	check := func(text string, want ...Status) {
		t.Helper()
		var got []Status
		for _, r := range Check([]Rule{rule(t, text)}, c, nil).Rules {
			got = append(got, r.Status)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	check("p99 < 500ms", Pass, Fail)
	check("@ all: p99 < 500ms", Pass, Fail)
	check("@ peak-1: p99 < 500ms", Fail, Pass)
	check("none: p99 < 500ms", Pass)
	check("20/20: p99 < 500ms", Fail)
	check("none @ peak-1: goodput >= 99%", Fail)
	check("20/20 @ peak-1: goodput >= 99%", Pass)
}

// A comparison of several runs names the same setting apart. A rule finds all of
// them by the setting.
func TestSettings(t *testing.T) {
	old, now := variant("20/20 (k3f7)", served("", 1, 50*ms), served("", 1, 50*ms)), variant("20/20 (p9aa)", served("", .5, 900*ms), served("", .5, 900*ms))
	old.Setting, now.Setting = "20/20", "20/20"
	c := comparison(old, now)
	if v := Check([]Rule{rule(t, "20/20: p99 < 500ms")}, c, nil); len(v.Rules) != 2 || v.Rules[0].Status != Pass || v.Rules[1].Status != Fail {
		t.Errorf("by setting: %+v, want a pass and a fail", v.Rules)
	}
}

// What cannot be judged is invalid, whatever the figures would say: each rule
// is tried with a limit that they keep and with one that they break.
func TestInvalid(t *testing.T) {
	check := func(name, want string, spoil func(*report.Comparison)) {
		t.Helper()
		c := steady(.9, 500*ms)
		spoil(&c)
		for _, text := range []string{"20/20 @ peak-1: p99 < 900ms", "20/20 @ peak-1: p99 < 100ms"} {
			if got := only(t, text, c, nil); got.Status != Invalid || !strings.Contains(got.Reason, want) {
				t.Errorf("%s: %s is %s (%s), want invalid with %q", name, text, got.Status, got.Reason, want)
			}
		}
	}
	first := func(c *report.Comparison) *report.Variant { return &c.Variants[0] }
	peak := func(c *report.Comparison) *report.Cell { return &c.Variants[0].Cells[1] }

	check("no variants", "there are no variants", func(c *report.Comparison) { c.Variants = nil })
	check("another variant", `there is no variant "20/20", only 20/100`, func(c *report.Comparison) { first(c).Name = "20/100" })
	check("another phase", `there is no phase "peak-1", only all, peak-2`, func(c *report.Comparison) { peak(c).Name = "peak-2" })
	check("phase twice", `phase "peak-1" comes 2 times`, func(c *report.Comparison) { first(c).Cells[0].Name = "peak-1" })
	check("cut short", "a trial was cut short", func(c *report.Comparison) { first(c).Partial = true })
	check("run cut short", `run "r1" is not whole`, func(c *report.Comparison) { c.Runs[0].Partial = true })
	check("failed", "a trial failed: target gone", func(c *report.Comparison) { first(c).Errors = []string{"target gone"} })
	check("generator", "the generator was the limit", func(c *report.Comparison) { first(c).Validity = measure.Invalid })
	check("silence", "nothing was measured", func(c *report.Comparison) { peak(c).Attempts = 0 })
	check("all cut off", "nothing was measured", func(c *report.Comparison) { peak(c).Cut = 1000 })
	check("no success", "nothing was measured that p99 could be read from", func(c *report.Comparison) { peak(c).Response.Count = 0 })
	check("below zero", "which is no figure", func(c *report.Comparison) { peak(c).Response.P99 = -1 })
}

// A rate knows no difference between none and nothing measured; the gate does.
func TestNoAttemptsIsNoRate(t *testing.T) {
	c := comparison(variant("20/20", report.Cell{}, report.Cell{}))
	if got := only(t, "throughput < 10/s", c, nil); got.Status != Invalid {
		t.Errorf("a rate of nothing is %s (%s), want invalid", got.Status, got.Reason)
	}
}

func TestNotANumber(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		for _, text := range []string{"throughput < 10/s", "throughput > 10/s", "throughput != 10/s"} {
			c := steady(1, 50*ms)
			c.Variants[0].Cells[0].Throughput = x
			if got := only(t, text, c, nil); got.Status != Invalid {
				t.Errorf("%s with %v is %s, want invalid", text, x, got.Status)
			}
		}
	}
}

// A rule made by hand that no text could give is not obeyed.
func TestRuleMadeByHand(t *testing.T) {
	for _, r := range []Rule{
		{},
		{Metric: "p99", Limit: 1},
		{Metric: "p95", Op: Less, Limit: 1},
		{Metric: "p99", Op: "<>", Limit: 1},
		{Metric: "p99", Op: Less, Limit: math.NaN()},
		{Metric: "p99", Op: Less, Baseline: true},
		{Metric: "p99", Op: AtMost, Baseline: true, Margin: report.Margin{Share: math.NaN()}},
		{Metric: "p99", Op: AtMost, Limit: 1, Baseline: true},
		{Metric: "recovery", Op: Less, Limit: 1},
		{Metric: "goodput", Op: Less, Limit: 99},
		{Metric: "verdict", Op: Unequal},
		{Metric: "verdict", Op: Less, Verdict: measure.Recovered},
	} {
		c := steady(1, 50*ms)
		if v := Check([]Rule{r}, c, runOf(&c)); v.Status != Invalid {
			t.Errorf("%+v is %s, want invalid", r, v.Status)
		}
	}
}

// The worst round is what a rule asks for, and the table says how many it is.
func TestVerdictOfOneRound(t *testing.T) {
	c := steady(2, 50*ms)
	c.Variants[0].Verdict, c.Variants[0].Verdicts = measure.Slow, []measure.Verdict{measure.Recovered, measure.Slow}
	if got := only(t, "verdict == slow", c, nil); got.Status != Pass || got.Observed.Text != "slow 1/2" {
		t.Errorf("it is %s of %q, want pass of slow 1/2", got.Status, got.Observed.Text)
	}
}

// A verdict that could not be reached neither is nor is not another one.
func TestOpenVerdict(t *testing.T) {
	check := func(verdict measure.Verdict, text string, want Status) {
		t.Helper()
		c := steady(1, 50*ms)
		c.Variants[0].Verdict = verdict
		if got := only(t, text, c, nil); got.Status != want {
			t.Errorf("%s with %q is %s, want %s", text, verdict, got.Status, want)
		}
	}
	for _, open := range []measure.Verdict{measure.Undecided, measure.NoPeak, ""} {
		check(open, "verdict == recovered", Invalid)
		check(open, "verdict != metastable", Invalid)
	}
	check(measure.Undecided, "verdict != undecided", Fail)
	check(measure.Undecided, "verdict == undecided", Pass)
	check(measure.NoPeak, "verdict == no peak", Pass)
}

func TestWarnings(t *testing.T) {
	c := steady(.9, 500*ms)
	c.Variants[0].Validity = measure.Suspect
	rules := []Rule{rule(t, "goodput <= 99%"), rule(t, "p99 >= 1ms"), rule(t, "offered < 1/s"), rule(t, "p99 <= 1s")}
	got := Check(append(rules, rules...), c, nil)
	want := []string{
		`rule "goodput <= 99%" asks for no more goodput than that, although more is better: is the operator turned round?`,
		`rule "p99 >= 1ms" asks for no less p99 than that, although less is better: is the operator turned round?`,
		`variant "20/20": the generator was near a limit of its own`,
	}
	if !slices.Equal(got.Warnings, want) || got.Status != Pass {
		t.Errorf("%s with warnings\n%s\nwant\n%s", got.Status, strings.Join(got.Warnings, "\n"), strings.Join(want, "\n"))
	}
}

// A rule on a stream is held against that stream alone, in the comparison and in
// the baseline.
func TestRulesOfStreams(t *testing.T) {
	of := func(name string, goodput float64, p99 time.Duration) report.Comparison {
		c := steady(goodput, p99)
		c.Stream = &report.Stream{Name: name}
		return c
	}
	with := func(streams ...report.Comparison) report.Comparison {
		c := steady(.5, 500*ms)
		c.Streams = streams
		return c
	}
	now := with(of("checkout", .9, 400*ms), of("browse", .99, 50*ms))
	before := with(of("browse", .98, 40*ms))
	check := func(text string, want Status, reason string) {
		t.Helper()
		got := only(t, text, now, &before)
		if got.Status != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("%s: %s, %s; want %s, %s", text, got.Status, got.Reason, want, reason)
		}
	}
	check("goodput >= 50%", Pass, "50 % against")
	check("[browse]: goodput >= 99%", Pass, "99 % against")
	check("[checkout]: goodput >= 99%", Fail, "90 % against")
	check("[browse]: p99 <= 110% of baseline", Fail, "50 ms, in the baseline 40 ms; indicative: one round: 6 ms too much")
	check("[checkout]: p99 <= 110% of baseline", Invalid, `there is no stream "checkout", only browse`)
	check("[returns]: p99 < 1s", Invalid, `there is no stream "returns", only checkout, browse`)
	check("[browse]: verdict == recovered", Pass, "back after every peak")
	check("[browse]: verdict no worse than baseline", Invalid, `has a verdict on all traffic alone and none on stream "browse"`)
	check("[browse]: isolation >= 90%", Invalid, "nothing was measured that isolation could be read from")

	now = steady(.5, 500*ms)
	check("[browse]: p99 < 1s", Invalid, `there is no stream "browse": all traffic is of one kind`)
}
