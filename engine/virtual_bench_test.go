package engine_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets/model"
)

// A counting recorder keeps nothing but counts.
type counting struct{ by measure.ByOutcome }

func (c *counting) Record(s measure.Sample) { c.by[s.Outcome]++ }
func (c *counting) Level(measure.Level)     {}

// BenchmarkSimulate tells how many events of virtual time fit into a second:
// arrivals, departures and timeouts. An operation is a whole run.
func BenchmarkSimulate(b *testing.B) {
	patient := engine.Client{Timeout: time.Minute}
	steady := func(cpus int, sizes model.Sizes) func(*testing.B) {
		return func(b *testing.B) {
			o := model.Options{CPUs: cpus, Demand: time.Second, Sizes: sizes}
			simulate(b, o, engine.Plan{Arrivals: slices.Values(crowd(cpus, 300_000)), Client: patient})
		}
	}
	b.Run("N=100", steady(100, model.Sizes{}))
	b.Run("N=50k", steady(50_000, model.Sizes{}))
	b.Run("N=100 exp", steady(100, model.Sizes{Shape: model.Exponential}))
	b.Run("N=50k exp", steady(50_000, model.Sizes{Shape: model.Exponential}))
	evening, err := profiles.MatchDay("retry", 100, time.Second)
	if err != nil {
		b.Fatal(err)
	}
	client := engine.Client{Timeout: 10 * time.Second, Retries: 1, Backoff: time.Second}
	for _, setting := range []string{"none", "100/100"} {
		b.Run("match-day "+setting, func(b *testing.B) {
			o := model.Options{CPUs: 100, Demand: time.Second, Bulkhead: parsed(b, setting)}
			simulate(b, o, engine.Plan{Arrivals: evening.Schedule(profiles.Poisson(1)), Client: client})
		})
	}
}

// crowd returns Poisson arrivals that keep a service of those CPUs and a demand
// of a second about full: so many come at once to begin with.
func crowd(cpus, users int) []time.Duration {
	rng := rand.New(rand.NewPCG(1, 1))
	out, at := make([]time.Duration, users), 0.0
	for i := range out {
		at += rng.ExpFloat64() / (.98 * float64(cpus))
		out[i] = time.Duration(at * 1e9)
	}
	return out
}

func simulate(b *testing.B, o model.Options, p engine.Plan) {
	var err error
	if p.Source, err = engine.RoundRobin([]engine.Request{{URL: order}}); err != nil {
		b.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var events int64
	for b.Loop() {
		server, err := model.NewServer(o)
		if err != nil {
			b.Fatal(err)
		}
		var rec counting
		account, err := engine.Virtual{Machine: server}.Run(context.Background(), p, &rec)
		if err != nil {
			b.Fatal(err)
		}
		now, _ := server.Next()
		c := server.Counters(max(0, now-1))
		events += account.Attempts + c.Completed + rec.by[measure.Timeout]
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(events)/b.Elapsed().Seconds()/1e6, "Mevents/s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(events), "allocs/event")
	b.ReportMetric(float64(events)/float64(b.N), "events/op")
}
