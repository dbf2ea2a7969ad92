package report

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"matchday/results"
)

// twice is a run of pairs of rounds with one seed each: the first of a pair takes
// 20 ms, the second as much longer as the step says, in milliseconds.
func twice(steps ...int) Input {
	var trials []made
	for i, step := range steps {
		for j, took := range []int{20, 20 + step} {
			m := steady("20/20", 2*i+j+1, 4, ok(time.Duration(took)*time.Millisecond))
			m.Seed = uint64(1 + i)
			trials = append(trials, m)
		}
	}
	return runOf("20261122-081500-k3f7", experimentOf(variantOf("20/20", 20, 20)), trials...)
}

func noiseOf(t *testing.T, in Input) NoiseTest {
	t.Helper()
	test, err := MeasureNoise(in)
	if err != nil {
		t.Fatal(err)
	}
	return test
}

// leastOf returns the floor of a metric.
func leastOf(t *testing.T, n results.Noise, metric string) float64 {
	t.Helper()
	for _, f := range n.Floors {
		if f.Metric == metric && f.Variant == "20/20" {
			return f.Least
		}
	}
	t.Fatalf("no floor of %s in %+v", metric, n.Floors)
	return 0
}

// Of six pairs the interval reaches as far as the farthest of them.
func TestNoise(t *testing.T) {
	test := noiseOf(t, twice(1, -1, 2, -4, 3, -3))
	if n := test.Noise; n.Rounds != 6 || n.Run != "20261122-081500-k3f7" || n.Title != "spike" || n.Fact("profile") != "spike 0a1b2c3d" || n.Fact("target") != "reference ps" || n.Fact("seed") != "" {
		t.Errorf("%+v", n)
	}
	if least := leastOf(t, test.Noise, "p99"); math.Abs(least-.004) > .00001 {
		t.Errorf("p99: %v, want 4 ms", least)
	}
	if least := leastOf(t, test.Noise, "users_served"); least != 0 {
		t.Errorf("users served: %v, want 0", least)
	}
	if d := test.Different(); len(d) > 0 || len(test.Contrasts) != 5 || !test.Contrasts[0].Paired {
		t.Errorf("%d different of %+v", len(d), test.Contrasts)
	}
}

// Two sides that are the same must not be told apart.
func TestUnfitMachine(t *testing.T) {
	if d := noiseOf(t, twice(5, 6, 7, 8, 9, 10, 11)).Different(); len(d) != 3 || d[0].Metric != "p50" {
		t.Errorf("%+v, want p50, p99 and shape", d)
	}
}

func TestNoiseOfNothing(t *testing.T) {
	in := twice(1, 2)
	in.Run.Status = results.Partial
	if _, err := MeasureNoise(in); err == nil || !strings.Contains(err.Error(), "says nothing of noise: run \"20261122-081500-k3f7\" is not whole") {
		t.Error(err)
	}
}

// What is known of noise keeps a change from being called one, in the variants
// that it is known of.
func TestFloors(t *testing.T) {
	before, after := runOf("1-a", experimentOf(variantOf("20/20", 20, 20))), runOf("2-b", experimentOf(variantOf("20/20", 20, 20)))
	for round := range 6 {
		before.Run.Trials = append(before.Run.Trials, steady("20/20", round+1, 4, ok(20*time.Millisecond)).Trial)
		after.Run.Trials = append(after.Run.Trials, steady("20/20", round+1, 4, ok(25*time.Millisecond)).Trial)
	}
	c := Compare([]Input{after})
	check := func(floor float64, variant string, want Finding) {
		t.Helper()
		ref := ReferenceRun(Compare([]Input{before})).Floors([]Floor{{variant, "p99", floor}})
		if got := c.Contrasts(ref, []Ask{{Variant: "20/20", Metric: "p99"}})[0]; got.Finding != want {
			t.Errorf("floor %v of %q: %s, %s", floor, variant, got.Finding, got.Why)
		}
	}
	check(.001, "20/20", Worse)
	check(.010, "20/20", NoDifference)
	check(.010, "", NoDifference)
	check(.010, "none", Worse)
}

func TestShowNoise(t *testing.T) {
	text := func(test NoiseTest) string {
		var out bytes.Buffer
		if err := ShowNoise(&out, test, Screen{}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	golden(t, "noise.txt", text(noiseOf(t, twice(1, -1, 2, -4, 3, -3))))
	golden(t, "noise-unfit.txt", text(noiseOf(t, twice(5, 6, 7, 8, 9, 10, 11))))
	var out bytes.Buffer
	if err := NoiseJSON(&out, noiseOf(t, twice(1, -1, 2, -4, 3, -3))); err != nil || !json.Valid(out.Bytes()) || !strings.Contains(out.String(), `"metric": "p99"`) {
		t.Error(err, out.String())
	}
}
