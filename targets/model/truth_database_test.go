//go:build !race

package model_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

// A tandem is a server with a database behind it.
type tandem struct {
	server
	database model.Database
}

func (s tandem) String() string {
	d := s.database
	return fmt.Sprintf("%v; database: %d CPUs, %v, %v, conns %v", s.server, d.CPUs, d.Demand, d.Sizes, d.Conns)
}

func (s tandem) start(seed uint64) *model.Server {
	m, err := model.NewServer(model.Options{
		CPUs: s.cpus, Demand: s.demand, Sizes: s.sizes, Seed: seed, Bulkhead: s.bulkhead, Database: &s.database,
	})
	if err != nil {
		panic(err) // the tests name no server that cannot be
	}
	return m
}

// others returns tandems in which one station is a little slower or quicker, or
// has a CPU more.
func (s tandem) others() (wrong []tandem) {
	change := func(f func(*tandem)) {
		w := s
		f(&w)
		wrong = append(wrong, w)
	}
	change(func(w *tandem) { w.demand += w.demand / 10 })
	change(func(w *tandem) { w.demand -= w.demand / 10 })
	change(func(w *tandem) { w.database.Demand += w.database.Demand / 10 })
	change(func(w *tandem) { w.database.Demand -= w.database.Demand / 10 })
	change(func(w *tandem) { w.cpus++ })
	change(func(w *tandem) { w.database.CPUs++; w.database.Conns.Inside++ })
	return wrong
}

// tellTandem is tell of tandems.
func tellTandem(t *testing.T, right tandem, holds func(tandem) error, wrong []tandem) {
	t.Helper()
	if err := holds(right); err != nil {
		t.Errorf("%v: %v", right, err)
	}
	for _, w := range wrong {
		if holds(w) == nil {
			t.Errorf("%v: holds of %v too", right, w)
		}
	}
}

// steady sends customers for a while and returns the mean response at each of
// the two stations, in seconds, by Little's law.
func (s tandem) steady(rate float64) func(seed uint64) []float64 {
	const warm, end = 200 * demand, 2000 * demand
	return func(seed uint64) []float64 {
		m, arrival := s.start(seed), poissonFrom(0, rate, seed)
		at := arrival()
		until := func(instant time.Duration) model.Counters {
			for ; at < instant; at = arrival() {
				m.Arrive(at, 0)
			}
			return m.Counters(instant)
		}
		before := until(warm)
		c := until(end).Sub(before)
		there := c.Database.InsideTime + c.Database.QueuedTime
		came := rate * (end - warm).Seconds()
		return []float64{(c.InsideTime - there).Seconds() / came, there.Seconds() / came}
	}
}

// What leaves a station is as random as what came, so each of two in a row is as
// if the other were not there: under sharing whatever the sizes at either.
func TestTruthTandem(t *testing.T) {
	t.Parallel()
	check := func(cpus int, rho float64, sizes model.Sizes, database model.Database) {
		right := tandem{server{cpus: cpus, demand: demand, sizes: sizes}, database}
		first := right.station(rho)
		second := theory.Station{Rate: first.Rate, Demand: database.Demand, Servers: database.CPUs}
		tellTandem(t, right, func(s tandem) error {
			steady := s.steady(first.Rate)
			both := func(seed uint64) []float64 {
				f := steady(seed)
				return append(f, f[0]+f[1])
			}
			return hold(20, both,
				figure{"response of the CPUs", theory.Tandem(first).Seconds()},
				figure{"response of the database", theory.Tandem(second).Seconds()},
				figure{"response", theory.Tandem(first, second).Seconds()})
		}, right.others())
	}
	exponential, spread := model.Sizes{Shape: model.Exponential}, model.Sizes{Shape: model.Lognormal, CV: 1}
	pool := bulkhead.Setting{Inside: 5, Queue: bulkhead.Unbounded}
	// Two M/M/n, of which the second serves in order of arrival in the last one.
	check(2, .6, exponential, model.Database{CPUs: 3, Demand: 2 * demand, Sizes: exponential})
	check(10, .8, exponential, model.Database{CPUs: 5, Demand: demand / 2, Sizes: exponential, Conns: pool})
	// Two M/G/n with sharing.
	check(2, .6, spread, model.Database{CPUs: 3, Demand: 2 * demand})
	check(10, .8, model.Sizes{}, model.Database{CPUs: 5, Demand: demand / 2, Sizes: spread})
	check(4, .7, model.Sizes{}, model.Database{CPUs: 5, Demand: demand, Sizes: model.Sizes{}})
}

// crowd returns what a server completes per second to which more come than it
// can serve, and how many were at the database at most.
func (s tandem) crowd(rate float64) func(seed uint64) []float64 {
	const warm, end = 100 * demand, 600 * demand
	return func(seed uint64) []float64 {
		m, arrival := s.start(seed), poissonFrom(0, rate, seed)
		before := model.Counters{}
		for at := arrival(); at < end; at = arrival() {
			if m.Arrive(at, 0); at < warm {
				before = m.Counters(at)
			}
		}
		c := m.Counters(end)
		there := math.Abs(float64(c.Database.MaxInside + c.Database.MaxQueued - int64(s.bulkhead.Inside)))
		return []float64{float64(c.Completed-before.Completed) / (c.Uptime - before.Uptime).Seconds(), there}
	}
}

// With c/inf in front of it the database never has more than c, however many
// come. In overload those c go round in a circle, for whoever leaves makes room
// for another, and what they complete is known whatever the sizes.
func TestTruthProjection(t *testing.T) {
	t.Parallel()
	check := func(seats int, sizes model.Sizes, database model.Database) {
		right := tandem{server{3, demand, sizes, bulkhead.Setting{Inside: seats, Queue: bulkhead.Unbounded}}, database}
		throughput := theory.Cycle(seats, right.station(0), theory.Station{Demand: database.Demand, Servers: database.CPUs})
		more, fewer := right, right
		more.bulkhead.Inside++
		fewer.bulkhead.Inside--
		tellTandem(t, right, func(s tandem) error {
			got := s.crowd(2 * throughput)
			return hold(20, got, figure{"completions", throughput}, figure{"most at the database beyond those inside", 0})
		}, append(right.others(), more, fewer))
	}
	exponential, spread := model.Sizes{Shape: model.Exponential}, model.Sizes{Shape: model.Lognormal, CV: 1}
	check(7, exponential, model.Database{CPUs: 3, Demand: demand, Sizes: exponential})
	check(7, spread, model.Database{CPUs: 3, Demand: demand, Sizes: spread})
	check(8, spread, model.Database{CPUs: 3, Demand: demand, Sizes: exponential, Conns: bulkhead.Setting{Inside: 3, Queue: bulkhead.Unbounded}})
}
