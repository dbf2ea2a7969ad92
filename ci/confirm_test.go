package ci

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"matchday/report"
)

// What failed is looked at again variant by variant, and only what fails twice
// fails.
func TestConfirmed(t *testing.T) {
	rules := []Rule{rule(t, "p99 < 500ms"), rule(t, "@ peak-1: goodput >= 99%"), rule(t, "p50 < 1s")}
	at := func(none, pool report.Cell) report.Comparison {
		return comparison(variant("none", none, none), variant("20/20", pool, pool))
	}
	slow, good := served("", 1, 900*ms), served("", 1, 100*ms)
	first := Check(rules, at(slow, slow), nil)
	var texts []string
	for _, r := range first.Failing() {
		texts = append(texts, r.String())
	}
	if want := []string{"none: p99 < 500ms", "20/20: p99 < 500ms"}; !slices.Equal(texts, want) {
		t.Fatalf("failing are %q, want %q", texts, want)
	}

	check := func(name string, c report.Comparison, whole Status, want ...Status) {
		t.Helper()
		got := first.Confirmed(Check(first.Failing(), c, nil), "r2")
		var all []Status
		for _, r := range got.Rules {
			all = append(all, r.Status)
		}
		if got.Status != whole || !slices.Equal(all[:2], want) || len(all) != len(first.Rules) {
			t.Errorf("%s: %s of %v, want %s of %v first", name, got.Status, all, whole, want)
		}
		for i, r := range got.Rules {
			if r.Rule != first.Rules[i].Rule || r.Variant != first.Rules[i].Variant {
				t.Errorf("%s: check %d is %q of %q, want %q of %q", name, i, r.Rule, r.Variant, first.Rules[i].Rule, first.Rules[i].Variant)
			}
		}
		passed := strings.Count(strings.Join(got.Warnings, "\n"), "failed at first (900 ms against a limit of 500 ms: 400 ms too much), but holds in a run made anew (100 ms against a limit of 500 ms)")
		if n := len(slices.DeleteFunc(slices.Clone(want), func(s Status) bool { return s != Pass })); passed != n {
			t.Errorf("%s: %d warnings with both figures, want %d: %q", name, passed, n, got.Warnings)
		}
	}
	check("both again", at(slow, slow), Fail, Fail, Fail)
	check("one again", at(slow, good), Fail, Fail, Pass)
	check("none again", at(good, good), Pass, Pass, Pass)
	lost := good
	lost.Response.Count = 0
	check("not to be judged", at(lost, good), Invalid, Invalid, Pass)
	check("gone", comparison(variant("20/20", slow, slow)), Fail, Invalid, Fail)
}

// Without a second look what failed has failed.
func TestUnconfirmed(t *testing.T) {
	first := Check([]Rule{rule(t, "p99 < 1ms")}, steady(1, 50*ms), nil)
	got := first.Unconfirmed(errors.New("it is gone"))
	if got.Status != Fail || len(got.Warnings) != 1 || got.Warnings[0] != "what failed was not confirmed: it is gone" {
		t.Errorf("%s with %q, want a fail that says why", got.Status, got.Warnings)
	}
}
