package ci

import (
	"math"
	"slices"
	"strings"
	"testing"

	"matchday/measure"
	"matchday/report"
)

// The worst verdict over rounds is held against the baseline's worst, and fails
// where so many rounds are worse that chance would hardly do it.
func TestNoWorseVerdict(t *testing.T) {
	const (
		recovered, degraded, slow = measure.Recovered, measure.Degraded, measure.Slow
		metastable, undecided     = measure.Metastable, measure.Undecided
	)
	five := func(bad int, v measure.Verdict) []measure.Verdict {
		return append(slices.Repeat([]measure.Verdict{v}, bad), slices.Repeat([]measure.Verdict{recovered}, 5-bad)...)
	}
	check := func(now []measure.Verdict, want Status, reason string, before ...measure.Verdict) {
		t.Helper()
		base, c := steady(1, 50*ms), steady(1, 50*ms)
		base.Variants[0].Verdicts = before
		c.Variants[0].Verdicts, c.Variants[0].Verdict = now, worst(now)
		got := only(t, "verdict no worse than baseline", c, &base)
		if got.Status != want || !strings.Contains(got.Reason, reason) {
			t.Errorf("%q after %q is %s (%s), want %s (%s)", now, before, got.Status, got.Reason, want, reason)
		}
	}
	check(five(0, ""), Pass, "", five(0, "")...)
	check(five(0, ""), Pass, "", five(5, metastable)...)
	check(five(0, ""), Pass, "", undecided)
	check(five(0, ""), Pass, "in the baseline none was reached: back")
	check(five(5, slow), Pass, "", five(1, slow)...)
	check(five(5, metastable), Pass, "", five(1, metastable)...)
	check(five(5, degraded), Fail, "5 of 5 rounds are worse than the baseline's worst of 5", five(0, "")...)
	check(five(4, slow), Fail, "4 of 5 rounds are worse", five(3, degraded)...)
	check(five(3, slow), Invalid, "3 of 5 rounds are worse than the baseline's worst of 5: that may be chance", five(0, "")...)
	check(five(1, metastable), Invalid, "that may be chance", five(0, "")...)
	check(five(5, slow)[:3], Invalid, "3 of 3 rounds are worse than the baseline's worst of 4: that may be chance", five(0, "")[:4]...) // 1 in 35
	check(five(5, metastable), Invalid, "none was reached", slow, undecided, recovered, recovered, recovered)

	check([]measure.Verdict{undecided}, Invalid, "the verdict is", recovered)
	check([]measure.Verdict{measure.NoPeak}, Invalid, "the verdict is", measure.NoPeak)
	check(five(5, slow), Invalid, "none was reached", undecided)
	check(five(5, slow), Invalid, "none was reached")
	check([]measure.Verdict{metastable}, Invalid, "nothing says that this is more than chance", recovered)
	check(five(5, metastable), Invalid, "nothing says that this is more than chance", recovered)
}

// The chance is that of all ways to deal the rounds to the sides.
func TestBeyond(t *testing.T) {
	deals := func(worst, now, before int) float64 {
		all, hits := 0, 0
		for deal := range 1 << (now + before) {
			side := 0
			for i := range now + before {
				side += deal >> i & 1
			}
			if side != now {
				continue
			}
			all++
			if deal&(1<<worst-1) == 1<<worst-1 {
				hits++
			}
		}
		return float64(hits) / float64(all)
	}
	for _, c := range [][3]int{{0, 3, 3}, {1, 1, 1}, {1, 5, 5}, {4, 5, 5}, {5, 5, 5}, {3, 7, 2}, {2, 2, 6}} {
		if got, want := beyond(c[0], c[1], c[2]), deals(c[0], c[1], c[2]); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
	}
}

// Settings that have a bad round now and then are not red for nothing: of many
// pairs of evenings of the same setting hardly any fails.
func TestNoWorseVerdictIsSeldomWrong(t *testing.T) {
	if report.Severity(measure.Slow) <= report.Severity(measure.Recovered) {
		t.Fatal("the order of verdicts is another")
	}
	for share := .05; share < 1; share += .05 {
		p := 0.
		for bad := 1; bad <= 5; bad++ {
			if beyond(bad, 5, 5) <= likely {
				ways := []float64{1, 5, 10, 10, 5, 1}[bad]
				p += ways * math.Pow(share, float64(bad)) * math.Pow(1-share, float64(5-bad)) * math.Pow(1-share, 5)
			}
		}
		if p > likely {
			t.Errorf("with a bad round in %.0f of 100 the gate is red in %.3f of all", 100*share, p)
		}
	}
}
