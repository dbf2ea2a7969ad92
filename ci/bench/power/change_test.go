package main

import (
	"math"
	"testing"
	"time"
)

func TestDemands(t *testing.T) {
	mean := func(all []time.Duration) float64 {
		var sum time.Duration
		for _, d := range all {
			sum += d
		}
		return sum.Seconds() * 1000 / float64(len(all))
	}
	check := func(name string, all []time.Duration, want float64) {
		t.Helper()
		if got := mean(all); math.Abs(got-want) > .001*want || len(all) != distinct {
			t.Errorf("%s: %d demands of %v ms in the mean, want %d of %v", name, len(all), got, distinct, want)
		}
	}
	all := changes()
	check("nothing", all[0].after, 50)
	check("10 % more", all[1].after, 55)
	check("2 % by 200 ms", all[3].after, 54)
	for _, c := range all {
		check("before "+c.name, c.before, 50)
	}
}

// Bars for other numbers of gates are rounded so that none is easier to keep.
func TestBars(t *testing.T) {
	check := func(c change, gates, least, most, green int) {
		t.Helper()
		if l, m, g := c.of(gates); l != least || m != most || g != green {
			t.Errorf("of %d gates %d to %d and %d green, want %d to %d and %d", gates, l, m, g, least, most, green)
		}
	}
	c := change{least: 18, most: 20, green: 18}
	check(c, 20, 18, 20, 18)
	check(c, 6, 6, 6, 6)
	check(change{most: 1}, 19, 0, 0, 0)
	check(change{most: 1}, 40, 0, 2, 0)
}

// A gate that is red for another reason than the one looked for has missed it.
func TestRedByAnotherRule(t *testing.T) {
	red := func(rule string) verdict {
		v := verdict{Status: "fail"}
		v.Rules = append(v.Rules, struct {
			Rule   string `json:"rule"`
			Status string `json:"status"`
			Reason string `json:"reason"`
		}{Rule: rule, Status: "fail"})
		return v
	}
	c := count{change: change{by: "shape", least: 18, most: 20}}
	c.add(red("20/20: users_served >= baseline"))
	if c.red != 1 || c.by != 0 || c.holds() {
		t.Errorf("red by another rule counts: %+v", c)
	}
	c = count{change: c.change}
	c.add(red("20/20: shape <= baseline"))
	if c.red != 1 || c.by != 1 || !c.holds() {
		t.Errorf("red by the rule looked for does not count: %+v", c)
	}
}
