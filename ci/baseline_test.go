package ci

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/report"
)

// evening is a comparison of 20/20 with a round for each p99, of the seeds from
// first on. What is not in the rounds is the same in all.
func evening(first uint64, p99 ...time.Duration) report.Comparison {
	c := steady(.9, p99[0])
	v := &c.Variants[0]
	v.ByRound, v.Seeds, v.Rounds = nil, nil, len(p99)
	for i, d := range p99 {
		whole, peak := served(measure.Whole, .9, d), served("peak-1", .9, d)
		v.ByRound, v.Seeds = append(v.ByRound, []report.Cell{whole, peak}), append(v.Seeds, first+uint64(i))
	}
	return c
}

// moved returns durations that much longer.
func moved(by time.Duration, all ...time.Duration) []time.Duration {
	out := slices.Clone(all)
	for i := range out {
		out[i] += by
	}
	return out
}

// usual are five rounds of about 100 ms.
func usual() []time.Duration { return []time.Duration{98 * ms, 99 * ms, 100 * ms, 101 * ms, 102 * ms} }

// A rule with a margin around the baseline fails on what is worse, passes on what
// is shown not to be, and is invalid in between. With the metric's own margin it is
// enough that what is worse would have been seen.
func TestMargin(t *testing.T) {
	check := func(name, text string, now []time.Duration, want Status, reason string) {
		t.Helper()
		base := evening(1, usual()...)
		got := only(t, text, evening(1, now...), &base)
		if got.Status != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("%s: %s is %s (%s), want %s with %q", name, text, got.Status, got.Reason, want, reason)
		}
		if got.Contrast == nil {
			t.Errorf("%s: no contrast", name)
		}
	}
	const five = "p99 <= baseline + 5% or 3ms"
	check("the same", five, usual(), Pass, "100 ms, in the baseline 100 ms: p99 is the same in 5 rounds")
	check("within the margin", five, moved(2*ms, usual()...), Pass, "102 ms, in the baseline 100 ms: p99 is 2 ms higher")
	check("beyond the margin", five, moved(6*ms, usual()...), Fail, "106 ms, in the baseline 100 ms: p99 is 6 ms higher")
	check("beyond the larger of both", "p99 <= baseline + 5% or 8ms", moved(6*ms, usual()...), Pass, "")
	check("better", five, moved(-50*ms, usual()...), Pass, "50 ms lower")
	check("beyond its own margin", "p99 <= baseline", moved(3*ms, usual()...), Fail, "3 ms higher")
	check("within its own margin", "p99 <= baseline", moved(ms, usual()...), Pass, "1 ms higher")
	noise := []time.Duration{90 * ms, 95 * ms, 100 * ms, 105 * ms, 115 * ms}
	check("noise", five, noise, Invalid, "that may be chance")
	check("noise", "p99 <= baseline", noise, Pass, "that may be chance; nothing worse was seen, and it is not worse by more than 13 ms")
	check("nothing but noise", "p99 <= baseline", []time.Duration{20 * ms, 40 * ms, 100 * ms, 160 * ms, 200 * ms}, Invalid, "even a change ten times the margin would have gone unseen")
	check("a phase", "@ peak-1: "+five, moved(6*ms, usual()...), Fail, "6 ms higher")
	check("no such phase", "@ peak-9: "+five, usual(), Invalid, "peak-9")
}

// What passes although its figure is on the wrong side of the limit says why, where
// people see the figure.
func TestChanceIsTold(t *testing.T) {
	ref := report.ReferenceRun(evening(1, usual()...))
	noisy := evening(101, 90*ms, 95*ms, 104*ms, 115*ms, 120*ms)
	v := Check([]Rule{rule(t, "p99 <= baseline")}, noisy, &ref)
	var b strings.Builder
	if err := v.Table(&b); err != nil {
		t.Fatal(err)
	}
	if v.Status != Pass || !strings.Contains(b.String(), "that may be chance") {
		t.Errorf("%s does not say why it is %s", b.String(), v.Status)
	}
}

// A regression fails; with the sides swapped it is an improvement and passes, and
// the shift has the other sign.
func TestSidesSwapped(t *testing.T) {
	good, bad := evening(1, usual()...), evening(1, moved(30*ms, usual()...)...)
	worse, better := only(t, "p99 <= baseline + 5%", bad, &good), only(t, "p99 <= baseline + 5%", good, &bad)
	if worse.Status != Fail || better.Status != Pass {
		t.Errorf("a regression is %s (%s) and an improvement %s (%s), want fail and pass", worse.Status, worse.Reason, better.Status, better.Reason)
	}
	if *worse.Contrast.Shift != -*better.Contrast.Shift || *worse.Contrast.Shift <= 0 {
		t.Errorf("shifts %v and %v, want one and its opposite", *worse.Contrast.Shift, *better.Contrast.Shift)
	}
}

// One round claims nothing: it fails only where somebody said what noise is.
func TestSingleRound(t *testing.T) {
	check := func(text string, p99 time.Duration, floor float64, want Status, reason string) {
		t.Helper()
		base := evening(1, 100*ms)
		ref := report.ReferenceRun(base).Floors([]report.Floor{{Metric: "p99", Least: floor}})
		v := Check([]Rule{rule(t, text)}, evening(1, p99), &ref)
		got := v.Rules[0]
		if got.Status != want || got.Reason != reason {
			t.Errorf("%s with %v and a floor of %v is %s (%s), want %s (%s)", text, p99, floor, got.Status, got.Reason, want, reason)
		}
		if warned := len(v.Warnings) == 1; warned != (want != Invalid) {
			t.Errorf("%s with %v: warnings %q", text, p99, v.Warnings)
		}
	}
	const says = ", in the baseline 100 ms; indicative: one round"
	check("p99 <= baseline + 5%", 104*ms, 0, Pass, "104 ms"+says)
	check("p99 <= baseline + 5%", 105*ms, 0, Pass, "105 ms"+says)
	check("p99 <= baseline + 5%", 107*ms, 0, Fail, "107 ms"+says+": 2 ms too much")
	check("p99 <= baseline + 5%", 107*ms, .008, Invalid, "107 ms"+says+"; differences of less than 8 ms cannot be seen here, and the margin is 5 ms")
	check("p99 <= baseline + 5%", 109*ms, .008, Fail, "109 ms"+says+": 4 ms too much")
	check("p99 <= baseline", 101*ms, 0, Pass, "101 ms"+says)
	check("p99 <= baseline", 150*ms, 0, Invalid, "150 ms"+says+", and nothing says how much of that is noise: make 5 rounds on both sides, or write a margin")
	check("p99 <= baseline", 150*ms, .008, Invalid, "150 ms"+says+", and nothing says how much of that is noise: make 5 rounds on both sides, or write a margin")
}

// A margin finer than what can be seen is no margin to judge by.
func TestFloor(t *testing.T) {
	check := func(by time.Duration, want Status, reason string) {
		t.Helper()
		ref := report.ReferenceRun(evening(1, usual()...)).Floors([]report.Floor{{Metric: "p99", Least: .006}})
		v := Check([]Rule{rule(t, "p99 <= baseline + 3ms")}, evening(1, moved(by, usual()...)...), &ref)
		if got := v.Rules[0]; got.Status != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("moved by %v: %s (%s), want %s with %q", by, got.Status, got.Reason, want, reason)
		}
	}
	check(0, Pass, "the same")
	check(2*ms, Pass, "2 ms higher")
	check(5*ms, Invalid, "differences of less than 6 ms cannot be seen here, and the margin is 3 ms")
	check(7*ms, Fail, "7 ms higher")
	check(-20*ms, Pass, "lower")

	ref := report.ReferenceRun(evening(1, usual()...)).Floors([]report.Floor{{Metric: "p99", Least: .006}})
	if got := Check([]Rule{rule(t, "p99 <= baseline")}, evening(1, moved(5*ms, usual()...)...), &ref).Rules[0]; got.Status != Pass {
		t.Errorf("a metric's own margin is finer than what can be seen: %s (%s)", got.Status, got.Reason)
	}
	var b strings.Builder
	v := Check([]Rule{rule(t, "p99 <= baseline"), rule(t, "users_served >= baseline")}, evening(1, usual()...), &ref)
	if err := v.Table(&b); err != nil || !strings.Contains(b.String(), "noise    changes of less than this cannot be seen here: p99 in 20/20 6 ms\n") {
		t.Errorf("the table does not tell the floor:\n%s", b.String())
	}
}

// What the baseline lacks, or should not be held against, makes a rule invalid
// whatever the figures would say; a rule that needs none is judged all the same.
func TestBaselineInvalid(t *testing.T) {
	check := func(name, want string, spoil func(*report.Comparison)) {
		t.Helper()
		base := evening(1, usual()...)
		spoil(&base)
		for _, by := range []time.Duration{0, time.Second} {
			if got := only(t, "p99 <= baseline", evening(1, moved(by, usual()...)...), &base); got.Status != Invalid || !strings.Contains(got.Reason, want) {
				t.Errorf("%s, moved by %v: %s (%s), want invalid with %q", name, by, got.Status, got.Reason, want)
			}
		}
		if got := only(t, "p99 <= 500ms", evening(1, usual()...), &base); got.Status != Pass {
			t.Errorf("%s: a rule that needs no baseline is %s (%s), want pass", name, got.Status, got.Reason)
		}
	}
	first := func(c *report.Comparison) *report.Variant { return &c.Variants[0] }
	check("no variants", "baseline: there are no variants", func(c *report.Comparison) { c.Variants = nil })
	check("another variant", `baseline: there is no variant "20/20", only none`, func(c *report.Comparison) { first(c).Name = "none" })
	check("twice", `baseline: variant "20/20" is there more than once`, func(c *report.Comparison) { c.Variants = append(c.Variants, c.Variants[0]) })
	check("generator", "baseline: the generator was the limit", func(c *report.Comparison) { first(c).Validity = measure.Invalid })
	check("cut short", "baseline: a trial was cut short", func(c *report.Comparison) { first(c).Partial = true })
	check("failed", "baseline: a trial failed: target gone", func(c *report.Comparison) { first(c).Errors = []string{"target gone"} })
	check("not whole", "baseline: its run is not whole", func(c *report.Comparison) { c.Runs[0].Partial = true })
	check("no success", "was not measured in the reference", func(c *report.Comparison) {
		for _, cells := range first(c).ByRound {
			cells[0].Response.Count = 0
		}
	})
	check("other profile", "the baseline cannot be compared with, they differ in profile", func(c *report.Comparison) {
		c.Runs[0].ID, c.Runs[0].Experiment = "r0", []report.Fact{{Name: "profile", Value: "hold 800/s 1m"}}
	})

	if got := only(t, "p99 <= baseline", evening(1, usual()...), nil); got.Status != Invalid || got.Reason != "there is no baseline to compare with" {
		t.Errorf("without a baseline: %s (%s)", got.Status, got.Reason)
	}
}

// Two runs that are not comparable are judged where that is forced, and their
// differences are told either way.
func TestForced(t *testing.T) {
	base := evening(1, usual()...)
	base.Runs[0].ID, base.Runs[0].Experiment = "r0", []report.Fact{{Name: "profile", Value: "hold 800/s 1m"}}
	ref := report.ReferenceRun(base)
	for _, force := range []bool{false, true} {
		want := Invalid
		if force {
			ref, want = ref.Forced(), Pass
		}
		v := Check([]Rule{rule(t, "p99 <= baseline"), rule(t, "verdict no worse than baseline")}, evening(1, usual()...), &ref)
		if v.Status != want || len(v.Differences) == 0 || v.Differences[0].Name != "profile" || v.Baseline != "run r0" {
			t.Errorf("forced %v: %s, %+v, %q; want %s with a difference in the profile to run r0", force, v.Status, v.Differences, v.Baseline, want)
		}
		told := slices.Contains(v.Warnings, "judged by force: run r0 is not alike in profile, so that what differs need not be the target's doing")
		if told != force {
			t.Errorf("forced %v: warnings %q", force, v.Warnings)
		}
	}
}

// A share of zero is zero: around it only the distance of a margin counts, and as
// a limit from below it would be none at all.
func TestZeroBaseline(t *testing.T) {
	rounds := func(share float64) report.Comparison {
		c := evening(1, usual()...)
		for _, cells := range c.Variants[0].ByRound {
			cells[0].TimedOut, cells[0].UsersTimedOut, cells[0].UsersServed = share, share, 1-share
		}
		return c
	}
	check := func(text string, base, now float64, want Status) {
		t.Helper()
		before := rounds(base)
		if got := only(t, text, rounds(now), &before); got.Status != want {
			t.Errorf("%s from %v to %v is %s (%s), want %s", text, base, now, got.Status, got.Reason, want)
		}
	}
	check("timed_out <= baseline + 10%", 0, 0, Pass)
	check("timed_out <= baseline + 10%", 0, .001, Fail)
	check("timed_out <= baseline", 0, .001, Pass)
	check("timed_out <= baseline", 0, .1, Fail)
	check("users_served >= baseline - 10%", 1, .5, Invalid)
	check("users_served >= baseline - 10%", 0, 1, Fail) // everybody waits in vain now

	base := rounds(1)
	if got := only(t, "users_served >= baseline", rounds(.5), &base); got.Observed.String() != "50 %" || got.Limit != nil || got.Margin != nil {
		t.Errorf("observed %s, limit %s, margin %s; want 50 %% and neither", got.Observed, got.Limit, got.Margin)
	}
}

// When nobody is answered any more there is no p99, and there are no users served.
func TestAllTimeouts(t *testing.T) {
	base, now := evening(1, usual()...), evening(1, usual()...)
	for _, cells := range now.Variants[0].ByRound {
		cells[0].Response, cells[0].UsersServed, cells[0].UsersTimedOut = measure.Latency{}, 0, 1
	}
	ref := report.ReferenceRun(base)
	v := Check([]Rule{rule(t, "p99 <= baseline"), rule(t, "users_served >= baseline")}, now, &ref)
	if v.Rules[0].Status != Invalid || v.Rules[1].Status != Fail || v.Status != Fail {
		t.Errorf("p99 %s (%s), users_served %s (%s); want invalid and fail", v.Rules[0].Status, v.Rules[0].Reason, v.Rules[1].Status, v.Rules[1].Reason)
	}
}

// The more variants are asked about, the more rounds it takes; how much is asked
// of each makes no difference.
func TestFamily(t *testing.T) {
	family := func(c report.Comparison, n int) report.Comparison {
		one := c.Variants[0]
		c.Variants = nil
		for i := range n {
			one.Name, one.Setting = fmt.Sprintf("%d/20", i+1), fmt.Sprintf("%d/20", i+1)
			c.Variants = append(c.Variants, one)
		}
		return c
	}
	check := func(variants, rules int, p99 []time.Duration, want Status, reason string) {
		t.Helper()
		ref := report.ReferenceRun(family(evening(1, p99...), variants))
		now := family(evening(101, moved(30*ms, p99...)...), variants)
		v := Check(slices.Repeat([]Rule{rule(t, "p99 <= baseline")}, rules), now, &ref)
		if v.Status != want || !strings.Contains(v.Rules[0].Reason, reason) {
			t.Errorf("%d variants, %d rules, %d rounds: %s (%s), want %s (%s)", variants, rules, len(p99), v.Status, v.Rules[0].Reason, want, reason)
		}
	}
	check(6, 1, usual(), Fail, "30 ms higher")
	check(6, 3, usual(), Fail, "30 ms higher")
	check(7, 1, usual(), Invalid, "it takes 6 to tell with 7 comparisons at once")
	check(1, 1, usual()[:2], Invalid, "it takes 4")
}
