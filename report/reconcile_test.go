package report

import (
	"slices"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// A thousand attempts are answered well, as many are turned away, and as many
// time out.
func TestReconcile(t *testing.T) {
	e := experimentOf(variantOf("20/20", 20, 20))
	check := func(name string, change func(*results.TargetTotals), want ...string) {
		t.Helper()
		m := steady("20/20", 1, 300, ok(10*time.Millisecond), attempt{time.Millisecond, measure.Rejected}, attempt{time.Second, measure.Timeout})
		m.Trial.Elapsed = 20 * time.Second
		m.Trial.Target = &results.TargetTotals{Oracle: "closed", Accepted: 6000, Completed: 4000, Rejected: 2000, Readings: 10, Until: m.Trial.Elapsed}
		change(m.Trial.Target)
		for i := range want {
			want[i] = "20/20: " + want[i]
		}
		if got := Compare([]Input{runOf("1-a", e, m)}).Warnings; !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
	check("books that agree", func(*results.TargetTotals) {})
	check("as many as the clients got and no more", func(c *results.TargetTotals) { c.Accepted, c.Completed = 4000, 1980 })
	check("readings are requests too", func(c *results.TargetTotals) { c.Accepted = 6070 })
	check("another load", func(c *results.TargetTotals) { c.Accepted = 6071 },
		"6 000 attempts were sent, the target says that 6 071 requests came: somebody else loads it too")
	check("a cache", func(c *results.TargetTotals) { c.Completed = 1500 },
		"the clients had 2 000 good answers, the target says it completed 1 500 requests: something between them answers for it")
	check("a cache by what came", func(c *results.TargetTotals) { c.Accepted, c.Untold = 1500, []string{"completed"} },
		"the clients had 2 000 good answers, the target says it took in 1 500 requests: something between them answers for it")
	check("nothing told is not zero", func(c *results.TargetTotals) {
		*c = results.TargetTotals{Readings: 10, Until: c.Until, Untold: []string{"accepted", "completed", "rejected"}}
	})
	check("a target that told nothing after all", func(c *results.TargetTotals) { *c = results.TargetTotals{Untold: []string{"accepted"}} },
		"the target said nothing of itself during the trial")
	check("a target that fell silent", func(c *results.TargetTotals) { c.Until, c.Rejected = time.Second, 17 },
		"the target spoke of itself for the last time at 00:01 of 00:20: its totals end there, and are not held against the clients'")
	check("a run of before", func(c *results.TargetTotals) { c.Readings, c.Until = 0, 0 })
	check("readings left out", func(c *results.TargetTotals) {
		c.Gaps = []results.Gap{{Start: 3 * time.Second, End: 5 * time.Second, Readings: 4, Why: "no answer in time"}, {Start: time.Second, End: time.Second, Readings: 1, Why: "inside (up) is negative"}}
	}, "what the target said of itself is left out from 00:03 to 00:05 (4 readings): no answer in time",
		"what the target said of itself is left out at 00:01 (1 reading): inside (up) is negative")
}

// Of 4000 requests that a target completed in two rounds 2000 and 1000 good
// answers were received.
func TestWasteIsEstimated(t *testing.T) {
	round := func(n int, totals *results.TargetTotals) made {
		m := steady("20/20", n, 200, ok(10*time.Millisecond), attempt{time.Second, measure.Timeout})
		m.Trial.Target, m.Trial.Elapsed = totals, 20*time.Second
		return m
	}
	check := func(name string, want float64, by Basis, text string, rounds ...*results.TargetTotals) {
		t.Helper()
		var all []made
		for i, r := range rounds {
			all = append(all, round(i+1, r))
		}
		v := Compare([]Input{runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), all...)}).Variants[0]
		if known := v.Wasted != nil; known != (by != Unknown) || known && *v.Wasted != want || v.WastedBy != by || wastedText(v) != text {
			t.Errorf("%s: %v by %q, which is %q", name, v.Wasted, v.WastedBy, wastedText(v))
		}
	}
	noWork := []string{"work_done", "work_wasted"}
	check("all in vain but these", .5, Estimated, "~ 50 %", &results.TargetTotals{Completed: 4000, Untold: noWork, Readings: 9, Until: 20 * time.Second}, &results.TargetTotals{Completed: 4000, Untold: noWork, Readings: 9, Until: 20 * time.Second})
	check("fewer than were received", 0, Estimated, "~ 0 %", &results.TargetTotals{Completed: 1000, Untold: noWork, Readings: 9, Until: 20 * time.Second})
	check("told", .25, Measured, "25 %", &results.TargetTotals{Completed: 4000, WorkDone: 4, WorkWasted: 1})
	check("told in one round of two", .25, Measured, "25 %", &results.TargetTotals{Completed: 4000, Untold: noWork, Readings: 9, Until: 20 * time.Second}, &results.TargetTotals{WorkDone: 4, WorkWasted: 1})
	check("nothing", 0, Unknown, "–", &results.TargetTotals{Untold: append(noWork, "completed")})
	check("no target that tells", 0, Unknown, "–", nil)
	check("not to the end", 0, Unknown, "–", &results.TargetTotals{Completed: 4000, Untold: noWork, Readings: 1, Until: time.Second})
}
