package experiment

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchday/engine"
	"matchday/profiles"
)

// flagged builds the default experiment with flags.
func flagged(o Overrides, flags ...string) (Experiment, error) {
	f, err := Parse("default.yaml", DefaultFile())
	if err != nil {
		return Experiment{}, err
	}
	o.Changed = func(name string) bool { return slices.Contains(flags, name) }
	if err := f.Override(o); err != nil {
		return Experiment{}, err
	}
	return f.Build(fstest.MapFS{})
}

func TestOverride(t *testing.T) {
	e, err := flagged(Overrides{
		Bulkheads: []string{"5/5", "none"}, Rate: "200/s", Duration: 10 * time.Second, Rounds: 3,
		Seed: 9, Timeout: 100 * time.Millisecond, Retries: 0, RetryBudget: "20% burst 40",
	}, "bulkhead", "rate", "duration", "rounds", "seed", "timeout", "retries", "retry-budget")
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Variants) != 2 || e.Variants[0].String() != "5/5" || e.Rounds != 3 || e.Seed != 9 || e.Client.Retries != 0 {
		t.Errorf("got %+v", e)
	}
	if !e.Curve.Equal(profiles.Hold(200, 10*time.Second)) {
		t.Errorf("profile %v", e.Curve)
	}
	// An SLO that no answer could miss any more goes down with the timeout.
	if e.Client.Timeout != 100*time.Millisecond || e.SLO != e.Client.Timeout {
		t.Errorf("timeout %v, SLO %v", e.Client.Timeout, e.SLO)
	}

	if want := (engine.RetryBudget{Share: .2, Burst: 40}); e.Client.RetryBudget != want {
		t.Errorf("retry budget %v, want %v", e.Client.RetryBudget, want)
	}

	// What was not given stays.
	e, err = flagged(Overrides{Seed: 9, Rounds: 5})
	if err != nil || e.Seed != 1 || e.Rounds != 1 {
		t.Errorf("seed %d, rounds %d, %v", e.Seed, e.Rounds, err)
	}

	// A service of one's own has no variants but none, and no known capacity.
	e, err = flagged(Overrides{URL: "http://127.0.0.1:9/", Rate: "1/s", Duration: 5 * time.Second}, "url", "rate", "duration")
	if err != nil || len(e.Variants) != 1 || e.Target.Reference != nil || e.Target.Capacity() != 0 {
		t.Errorf("got %+v, %v", e, err)
	}

	// A recording, replayed ten times as fast.
	e, err = flagged(Overrides{Profile: "orders.csv", Folder: fstest.MapFS{"orders.csv": {Data: []byte("0,10\n100,10\n")}}, Speed: 10}, "profile", "speed")
	if err != nil || e.Length() != 10*time.Second || e.Curve.Rate(time.Second) != 100 {
		t.Errorf("replay of %v at %v/s, %v", e.Length(), e.Curve.Rate(time.Second), err)
	}
}

func TestOverrideFaults(t *testing.T) {
	check := func(o Overrides, want string, flags ...string) {
		t.Helper()
		_, err := flagged(o, flags...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	check(Overrides{Bulkheads: []string{"x"}}, `--bulkhead: bulkhead "x"`, "bulkhead")
	check(Overrides{Rate: "5/s"}, "--rate: wants --duration as well", "rate")
	check(Overrides{Rate: "5", Duration: time.Second}, `--rate: rate "5"`, "rate", "duration")
	check(Overrides{Rate: "5/s", Profile: "spike", Duration: time.Second}, "--rate and --profile exclude each other", "rate", "profile", "duration")
	check(Overrides{Duration: -time.Second}, "--duration: -1s is not a positive duration", "duration")
	check(Overrides{Timeout: -time.Second}, "--timeout: -1s is not a positive duration", "timeout")
	check(Overrides{Speed: 0}, "--speed: 0 is not a positive factor", "speed")
	check(Overrides{RetryBudget: "0%"}, `--retry-budget: retry budget "0%": 0% lets nobody try again`, "retry-budget")
	check(Overrides{Rounds: 0}, "--rounds: 0: want at least 1", "rounds")
	check(Overrides{Profile: "sipke"}, "--profile: ", "profile")
	check(Overrides{URL: "http://127.0.0.1:9/", Bulkheads: []string{"20/20"}, Rate: "1/s", Duration: time.Second},
		"its only variant is none", "url", "bulkhead", "rate", "duration")
}
