package ci

import (
	"encoding/json"
	"strings"
	"testing"

	"matchday/measure"
	"matchday/report"
)

func TestParseRule(t *testing.T) {
	check := func(text string, want Rule) {
		t.Helper()
		got, err := ParseRule(text)
		if err != nil || got != want {
			t.Errorf("ParseRule(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	check("20/20 @ after-peak-2: goodput >= 99%", Rule{Variant: "20/20", Phase: "after-peak-2", Metric: "goodput", Op: AtLeast, Limit: .99})
	check("deadline:20/200 @ peak-1: p99 < 1s", Rule{Variant: "deadline:20/200", Phase: "peak-1", Metric: "p99", Op: Less, Limit: 1})
	check("adaptive:initial=5,max=50: verdict == recovered", Rule{Variant: "adaptive:initial=5,max=50", Metric: "verdict", Op: Equal, Verdict: measure.Recovered})
	check("none: p99 < 500ms", Rule{Variant: "none", Metric: "p99", Op: Less, Limit: .5})
	check("@ peak-1: p99 < 1.5s", Rule{Phase: "peak-1", Metric: "p99", Op: Less, Limit: 1.5})
	check("users_served >= 90%", Rule{Metric: "users_served", Op: AtLeast, Limit: .9})
	check("users_served >= 95% of baseline", Rule{Metric: "users_served", Op: AtLeast, Baseline: true, Margin: report.Margin{Share: .05}})
	check("p99 <= 110% of baseline", Rule{Metric: "p99", Op: AtMost, Baseline: true, Margin: report.Margin{Share: .1}})
	check("throughput > 400/s", Rule{Metric: "throughput", Op: More, Limit: 400})
	check("throughput > 400.5", Rule{Metric: "throughput", Op: More, Limit: 400.5})
	check("unsent == 0", Rule{Metric: "unsent", Op: Equal})
	check("max_in_flight != 40", Rule{Metric: "max_in_flight", Op: Unequal, Limit: 40})
	check("20/20: verdict == recovered", Rule{Variant: "20/20", Metric: "verdict", Op: Equal, Verdict: measure.Recovered})
	check("verdict != no  peak", Rule{Metric: "verdict", Op: Unequal, Verdict: measure.NoPeak})

	check("[checkout] 20/20 @ peak-1: p99 < 125ms", Rule{Stream: "checkout", Variant: "20/20", Phase: "peak-1", Metric: "p99", Op: Less, Limit: .125})
	check("[checkout]: verdict == recovered", Rule{Stream: "checkout", Metric: "verdict", Op: Equal, Verdict: measure.Recovered})
	check("[ browse ]none: isolation >= 90%", Rule{Stream: "browse", Variant: "none", Metric: "isolation", Op: AtLeast, Limit: .9})
	check("[browse] @ peak-1: goodput >= 95% of baseline", Rule{Stream: "browse", Phase: "peak-1", Metric: "goodput", Op: AtLeast, Baseline: true, Margin: report.Margin{Share: .05}})

	// Against a baseline, with a margin on the side that is worse.
	against := func(metric string, op Op, share, absolute float64) Rule {
		return Rule{Metric: metric, Op: op, Baseline: true, Margin: report.Margin{Share: share, Absolute: absolute}}
	}
	check("p99 <= baseline", against("p99", AtMost, 0, 0))
	check("p99 <= baseline + 5%", against("p99", AtMost, .05, 0))
	check("p99 <= baseline + 3ms", against("p99", AtMost, 0, .003))
	check("p99 <= baseline + 5% or 3ms", against("p99", AtMost, .05, .003))
	check("p99<=baseline+3 ms or 5 %", against("p99", AtMost, .05, .003))
	check("p99 <= 350% of baseline", against("p99", AtMost, 2.5, 0))
	check("users_served >= baseline - 1%", against("users_served", AtLeast, .01, 0))
	check("users_served >= baseline - 1% or 0.2 points", against("users_served", AtLeast, .01, .002))
	check("timed_out <= baseline + 1 point", against("timed_out", AtMost, 0, .01))
	check("throughput >= baseline - 5/s", against("throughput", AtLeast, 0, 5))
	check("unsent <= baseline + 10", against("unsent", AtMost, 0, 10))
	check("shape <= baseline + 5% or 2ms", against("shape", AtMost, .05, .002))
	check("20/20: verdict  no worse than baseline", Rule{Variant: "20/20", Metric: "verdict", Op: AtMost, Baseline: true})

	// In most of the seconds, with the phase at either end.
	most := Rule{Variant: "20/20", Phase: "peak-2", Metric: "p99", Op: Less, Limit: .25, Seconds: .99}
	check("20/20 @ peak-2: p99 < 250ms for 99% of seconds", most)
	check("20/20: p99 < 250ms  for 99 %  of seconds @ peak-2", most)
	check("20/20: p99 < 250ms @ peak-2", Rule{Variant: "20/20", Phase: "peak-2", Metric: "p99", Op: Less, Limit: .25})
	check("goodput >= 99% for 100% of seconds", Rule{Metric: "goodput", Op: AtLeast, Limit: .99, Seconds: 1})
	check("p99 < 1s @ all", Rule{Metric: "p99", Op: Less, Limit: 1})

	// After a peak.
	check("recovery(peak-2) < 10s", Rule{Metric: "recovery", Peak: "peak-2", Op: Less, Limit: 10})
	check("none: recovery_slo ( the big one ) <= 1m30s", Rule{Variant: "none", Metric: "recovery_slo", Peak: "the big one", Op: AtMost, Limit: 90})

	// White space is free, also before a unit, as reports write it.
	check("\t20/20@peak-1 :p99<500 ms ", Rule{Variant: "20/20", Phase: "peak-1", Metric: "p99", Op: Less, Limit: .5})
	check("goodput>=99 %  of   baseline", Rule{Metric: "goodput", Op: AtLeast, Baseline: true, Margin: report.Margin{Share: .01}})
	check("big pool: p99 < 1s", Rule{Variant: "big pool", Metric: "p99", Op: Less, Limit: 1})

	// The whole trial has a name among the phases, and one spelling in rules.
	check("none @ all: p99 < 1s", Rule{Variant: "none", Metric: "p99", Op: Less, Limit: 1})
}

// A percentage is the share a reader computes: 999 good attempts of 1000 are
// 99.9 %, although 99.9/100 in floating point is a little more than 999/1000.
func TestPercentIsExact(t *testing.T) {
	for n := range 1000 {
		share := float64(n) / 1000
		got, err := parsePercent(percent(share))
		if err != nil || got != share {
			t.Errorf("%v is written %q and read as %v, %v", share, percent(share), got, err)
		}
	}
	if got := percent(.999); got != "99.9%" {
		t.Errorf("percent(.999) = %q, want 99.9%%", got)
	}
}

// Whole minutes and hours are written as people write them.
func TestDurationsAreBrief(t *testing.T) {
	for text, want := range map[string]string{"60s": "1m", "90s": "1m30s", "600s": "10m", "3600s": "1h", "5400s": "1h30m", "3601s": "1h0m1s", "10h": "10h", "0.5s": "500ms"} {
		if got := rule(t, "recovery(peak-2) < "+text).String(); got != "recovery(peak-2) < "+want {
			t.Errorf("%s is written %q, want %s", text, got, want)
		}
	}
}

func TestParseRuleErrors(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, err := ParseRule(text)
		if err == nil {
			t.Errorf("ParseRule(%q) took it, want an error with %q", text, want)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("ParseRule(%q): %v; want %q in it", text, err, want)
		}
	}
	check(" ", `rule "": is empty: want one such as "p99 < 500ms"`)
	check("p99 < 1s\nunsent == 0", "want one rule, on one line")
	check(": p99 < 1s", "nothing stands before the colon")
	check("20/20 @: p99 < 1s", `no phase stands after "@"`)
	check("[]: p99 < 1s", `"[]" does not begin with a stream in brackets: want one such as "[checkout] 20/20:"`)
	check("[browse none: p99 < 1s", `"[browse none" does not begin with a stream`)
	check("[[browse]]: p99 < 1s", `does not begin with a stream`)
	check("[a @ b]: p99 < 1s", `does not begin with a stream`)
	check("isolation >= 90%", `the isolation is one of a stream, over the whole trial: want a rule such as "[browse]: isolation >= 90%"`)
	check("[browse] @ peak-1: isolation >= 90%", `the isolation is one of a stream, over the whole trial`)
	check("a @ b @ c: p99 < 1s", `phase "b @ c" holds a second "@"`)
	check("pool #2: p99 < 1s", `"pool #2" holds a "#"`)
	check("p99 500ms", `"p99 500ms" has no operator: want one of < <= > >= == !=`)
	check("p99 = 500ms", `operator "=" is not one of`)
	check("p99 <> 500ms", `operator "<>" is not one of`)
	check("p99 <", `no limit stands after "<"`)
	check("p96 < 500ms", `metric "p96" is not known, did you mean "p90"? want one of verdict, users_served,`)
	check("users_serve >= 90%", `did you mean "users_served"?`)
	check("latency < 500ms", `metric "latency" is not known; want one of`)
	check("20/20 goodput >= 99%", `"20/20 goodput" is not a metric: a colon ends the variant and the phase`)

	// Units that do not fit the metric.
	check("goodput >= 0.99", `limit "0.99" of goodput is not a percentage from 0% to 100% such as 99%`)
	check("goodput >= 500ms", `limit "500ms" of goodput is not a percentage`)
	check("goodput >= 101%", `limit "101%" of goodput is not a percentage from 0% to 100%`)
	check("p99 < 500", `limit "500" of p99 is not a duration up to 24h such as 500ms`)
	check("p99 < -5ms", `is not a duration`)
	check("p99 < -0s", `is not a duration`)
	check("p99 < 25h", `is not a duration up to 24h`)
	check("p99 <= 110%", `; a share of the baseline's figure is written "110% of baseline"`)
	check("throughput > 400/min", `limit "400/min" of throughput is not a rate such as 400/s`)
	check("throughput > 40%", `is not a rate such as 400/s; a share of the baseline's`)
	check("unsent < 5/s", `limit "5/s" of unsent is not a number such as 120`)
	check("unsent < 1 200", `limit "1 200" of unsent is not a number`)
	check("unsent < NaN", `is not a number`)
	check("unsent < Inf", `is not a number`)
	check("unsent < 0x10", `is not a number`)
	check("unsent < 1e3", `is not a number`)
	check("unsent < 1"+strings.Repeat("0", 400), `is not a number`)
	check("p99 <= 500ms of baseline", `is not a percentage above zero of the baseline, such as "110% of baseline"`)
	check("p99 <= 0% of baseline", `is not a percentage above zero`)

	// A margin has one side, and leaves room for something worse.
	check("p99 >= baseline", `less p99 is better: against the baseline want "p99 <= baseline"`)
	check("p99 < baseline + 5%", `against the baseline want "p99 <= baseline"`)
	check("goodput <= baseline", `more goodput is better: against the baseline want "goodput >= baseline"`)
	check("offered <= baseline", `neither more nor less offered is better`)
	check("p99 <= baseline - 5%", `p99 may be worse than the baseline by a margin: want "p99 <= baseline", or "p99 <= baseline +" with a margin such as 5%, 3ms or both`)
	check("goodput >= baseline + 1%", `or "goodput >= baseline -" with a margin`)
	check("p99 <= baseline +", `margin "" of p99 is not`)
	check("p99 <= baseline + 0%", `margin "0%" of p99 is not`)
	check("p99 <= baseline + 5% or 6%", `margin "5% or 6%" of p99 is not`)
	check("p99 <= baseline + 5% or 3ms or 4ms", `margin "5% or 3ms or 4ms" of p99 is not`)
	check("p99 <= baseline + 3", `margin "3" of p99 is not`)
	check("goodput >= baseline - 3ms", `margin "3ms" of goodput is not 2% of the baseline's figure, 0.2 points or both`)
	check("goodput >= baseline - 100%", `cannot fail: no figure is that much worse`)
	check("timed_out <= baseline + 100 points", `cannot fail`)
	check("p99 <= 100% of baseline", `limit "100% of baseline" leaves no room to differ: two runs are never quite the same`)
	check("p99 <= 90% of baseline", `leaves no room`)
	check("goodput >= 110% of baseline", `leaves no room`)
	check("shape < 5ms", `the shape has no limit of its own: want one such as "shape <= baseline"`)
	check("verdict <= baseline", `operator "<=" does not fit the verdict: want == or !=, as in "verdict == recovered", or "verdict no worse than baseline"`)
	check("p99 no worse than baseline", `has no operator`)
	check("@ tail: verdict no worse than baseline", `the verdict is one of the whole trial, not of phase "tail"`)

	check("p99 < 1s for all seconds", `"all seconds" is not a share of seconds above zero, such as "for 99% of seconds"`)
	check("p99 < 1s for 0% of seconds", `is not a share of seconds above zero`)
	check("p99 < 1s for 101% of seconds", `is not a share of seconds above zero`)
	check("p999 < 1s for 99% of seconds", `p999 is not known second by second: want one of goodput, goodput_slo,`)
	check("unsent == 0 for 99% of seconds", `operator "==" does not fit a share of seconds`)
	check("p99 <= baseline for 99% of seconds", `shares of seconds have no baseline`)
	check("verdict == recovered for 99% of seconds", `the verdict is one of the whole trial, not of its seconds: leave "for 99% of seconds" out`)
	check("@ peak-1: p99 < 1s @ peak-2", `there is a phase before the colon already: "peak-1"`)
	check("p99 < 1s @", `no phase stands after "@"`)
	check("p99 < 1s @ a#b", `"a#b" holds a "#"`)

	check("recovery < 10s", `"recovery" is not a recovery from a peak, such as "recovery(peak-2) < 10s"`)
	check("recovery() < 10s", `is not a recovery from a peak`)
	check("recovery(peak-2 < 10s", `is not a recovery from a peak`)
	check("p99(peak-2) < 10s", `is not a recovery from a peak`)
	check("recovery(peak-2) > 10s", `operator ">" does not fit a recovery: want < or <=`)
	check("recovery(peak-2) <= baseline", `a recovery has no margin around the baseline's`)
	check("@ tail: recovery(peak-2) < 10s", `the recovery from a peak is one of the whole trial, not of phase "tail"`)
	check("recovery(peak-2) < 0s", `cannot hold`)
	check("p99 <= 500ms of something", `limit "500ms of something" of p99 is not a duration`)

	check("verdict == recoverd", `verdict "recoverd" is not known, did you mean "recovered"? want one of recovered, slow,`)
	check("verdict >= recovered", `operator ">=" does not fit the verdict`)
	check("@ tail: verdict == recovered", `not of phase "tail"`)

	// Rules that nothing could break, or keep.
	check("goodput >= 0%", "goodput >= 0% cannot fail")
	check("goodput <= 100%", "goodput <= 100% cannot fail")
	check("goodput < 0%", "goodput < 0% cannot hold")
	check("goodput > 100%", "goodput > 100% cannot hold")
	check("p99 >= 0s", "p99 >= 0s cannot fail")
	check("unsent < 0", "unsent < 0 cannot hold")
}

func TestRuleReadsBackFromJSON(t *testing.T) {
	want := Rule{Variant: "20/20", Metric: "goodput", Op: AtLeast, Baseline: true, Margin: report.Margin{Share: .01}}
	text, err := json.Marshal(want.String())
	if err != nil {
		t.Fatal(err)
	}
	var got Rule
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%s reads as %+v, %v; want %+v", text, got, err, want)
	}
	if err := json.Unmarshal([]byte(`"p99"`), &got); err == nil || got != want {
		t.Errorf("a bad rule gives %v and leaves %+v; want an error and the rule before", err, got)
	}
}

func TestParseRules(t *testing.T) {
	rules, err := ParseRules("gate.rules", "# what we promise\n\n20/20: p99 < 500ms # at most\r\n\tunsent == 0\n#p50 < 1s")
	if err != nil || len(rules) != 2 || rules[0].String() != "20/20: p99 < 500ms" || rules[1].String() != "unsent == 0" {
		t.Errorf("got %v, %v", rules, err)
	}
}

// All that is wrong is told at once, with the place of each.
func TestParseRulesErrors(t *testing.T) {
	_, err := ParseRules("gate.rules", "unsent == 0\n  größer: p99 < 500\np9 < 1s\n")
	want := []string{
		`gate.rules:2:17: "größer: p99 < 500": limit "500" of p99 is not a duration up to 24h such as 500ms`,
		`gate.rules:3:1: "p9 < 1s": metric "p9" is not known, did you mean "p90"? want one of verdict,`,
	}
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got %d errors, want %d:\n%v", len(lines), len(want), err)
	}
	for i, w := range want {
		if !strings.HasPrefix(lines[i], w) {
			t.Errorf("got  %s\nwant %s", lines[i], w)
		}
	}
}

// Wherever a rule goes wrong, the column is that of the part that is wrong.
func TestFaultColumns(t *testing.T) {
	check := func(text string, want int) {
		t.Helper()
		if _, err := parse(text); err == nil || column(text, err) != want {
			t.Errorf("%q: %v at column %d, want %d", text, err, column(text, err), want)
		}
	}
	check(": p99 < 1s", 1)
	check("x @ : p99 < 1s", 4)
	check("x: p99 1s", 4)
	check("x: p9 < 1s", 4)
	check("x: p99 <> 1s", 8)
	check("x: p99 <", 9)
	check("x: p99 < 1", 10)
	check("x: p99 >= 0s", 11)
	check("x: verdict == good", 15)
}

func FuzzParseRule(f *testing.F) {
	for _, seed := range []string{
		"20/20 @ after-peak-2: goodput >= 99.9%", "none: p99 < 1m0.5s", "@ peak-1: throughput > 400.25/s",
		"[checkout] 20/20 @ peak-1: p99 < 125ms", "[browse]: isolation >= 90%",
		"p99 <= 110% of baseline", "verdict != no peak", "unsent == 0", "@ all: p50<1ns",
		"p99 <= baseline + 5% or 3ms", "users_served >= baseline - 0.2 points", "shape <= baseline", "20/20: verdict no worse than baseline",
		"p99 < 250ms for 99% of seconds @ peak-2", "recovery(peak-2) < 10s", "none: recovery_slo( x ) <= 1m",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRule(text)
		if err != nil {
			return
		}
		again, err := ParseRule(r.String())
		if err != nil || again != r {
			t.Fatalf("ParseRule(%q) = %+v, which is written %q and reads back as %+v, %v", text, r, r, again, err)
		}
		if rules, err := ParseRules("f", r.String()+" # why"); err != nil || len(rules) != 1 || rules[0] != r {
			t.Fatalf("%q on a line of a file reads as %v, %v", r, rules, err)
		}
	})
}
