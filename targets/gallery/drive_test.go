package gallery

import (
	"flag"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// made returns a machine of a kind whose knobs were set by name and value.
func made(t testing.TB, kind, setting string, seed uint64, knobs ...string) Machine {
	t.Helper()
	s, err := bulkhead.ParseSetting(setting)
	if err != nil {
		t.Fatal(err)
	}
	m, err := options(t, kind, knobs...).New(s, seed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// options returns the knobs of a kind, some of them set by name and value.
func options(t testing.TB, kind string, knobs ...string) Options {
	t.Helper()
	k, err := Find(kind)
	if err != nil {
		t.Fatal(err)
	}
	o := k.Options()
	fs := flag.NewFlagSet(kind, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	o.Bind(fs)
	for pair := range slices.Chunk(knobs, 2) {
		if err := fs.Set(pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	return o
}

// gauge returns a figure that a machine tells of itself.
func gauge(t *testing.T, m Machine, name string) float64 {
	t.Helper()
	for _, g := range m.Gauges(0) {
		if g.Name == name {
			return g.Value
		}
	}
	t.Fatalf("no gauge %q", name)
	return 0
}

// saturated returns how many requests a machine completes per second that always
// has so many to work on.
func saturated(m Machine, requests int, span time.Duration) float64 {
	gone := 0
	m.OnEnd(func(int, model.Ending) { gone++ })
	const warm = 20 * time.Second
	var before int64
	for range requests {
		m.Arrive(0, 0)
	}
	for at := time.Duration(0); at < warm+span; {
		if at < warm {
			before = m.Counters(at).Completed
		}
		at, _ = m.Next()
		m.Advance(at)
		for ; gone > 0; gone-- {
			m.Arrive(at, 0)
		}
	}
	return float64(m.Counters(warm+span).Completed-before) / span.Seconds()
}

// poisson sends so many customers who come independently, and returns the times of
// all that ended, in that order.
func poisson(m Machine, rate float64, customers int, seed uint64) (responses []time.Duration) {
	random := rand.New(rand.NewPCG(seed, 5))
	m.OnEnd(func(_ int, e model.Ending) { responses = append(responses, e.Queued+e.Service) })
	at := time.Duration(0)
	for range customers {
		at += time.Duration(random.ExpFloat64() / rate * float64(time.Second))
		m.Arrive(at, 0)
	}
	m.Advance(at + time.Hour)
	return responses
}

func mean(times []time.Duration) time.Duration {
	sum := time.Duration(0)
	for _, d := range times {
		sum += d
	}
	return sum / time.Duration(len(times))
}

func near(t *testing.T, what string, got, want time.Duration, within float64) {
	t.Helper()
	if math.Abs(got.Seconds()/want.Seconds()-1) > within {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
