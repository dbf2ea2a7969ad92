package experiment

import (
	"testing"
	"time"

	"matchday/targets/model"
)

// A regressed target says of itself that it is what it was, and its books close.
func TestRegressed(t *testing.T) {
	file, err := Parse("default.yaml", DefaultFile())
	if err != nil {
		t.Fatal(err)
	}
	e, err := file.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Reference{
		"10 % more work for each request": {CPUs: 20, Demand: 55 * time.Millisecond},
		"10 % fewer processors":           {CPUs: 18, Demand: 50 * time.Millisecond},
		"one request in 20 refused":       {CPUs: 20, Demand: 50 * time.Millisecond, refuse: 20},
	}
	for _, r := range Regressions() {
		worse := e.Regressed(r)
		got, is := worse.Target.Reference, want[r.Name]
		if got.CPUs != is.CPUs || got.Demand != is.Demand || got.refuse != is.refuse {
			t.Errorf("%s: %d processors, demand %v, one in %d refused; want %d, %v, %d", r.Name, got.CPUs, got.Demand, got.refuse, is.CPUs, is.Demand, is.refuse)
		}
		if worse.Target.Facts != e.Target.Facts || worse.Limits() != e.Limits() {
			t.Errorf("%s: the target tells that it is another", r.Name)
		}
		m, err := got.machine(e.Trials()[0], e.Client.Timeout)
		if err != nil {
			t.Fatal(err)
		}
		c := arrive(m, 100)
		if err := c.Closes(); err != nil || c.Accepted != 100 || c.Rejected() != int64(5*min(1, is.refuse)) {
			t.Errorf("%s: of %d arrivals %d were refused, %v; want %d of 100", r.Name, c.Accepted, c.Rejected(), err, 5*min(1, is.refuse))
		}
	}
	if e.Target.Reference.CPUs != 20 || e.Target.Reference.refuse != 0 {
		t.Error("the experiment itself has changed")
	}
}

// arrive sends requests to a machine, far enough apart to find it empty.
func arrive(m machine, n int) model.Counters {
	m.OnEnd(func(int, model.Ending) {})
	var at time.Duration
	for range n {
		m.Advance(at)
		m.Arrive(at, 0)
		at += time.Second
	}
	m.Advance(at)
	return m.Counters(at)
}
