//go:build !race

package model_test

import (
	"math"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

// Under processor sharing the mean response is that of M/M/n whatever the
// sizes. On one server a run must be long, since its queue forgets slowly.
func TestTruthMeanResponseOfSharing(t *testing.T) {
	t.Parallel()
	check := func(cpus, customers int, rho float64) {
		for _, shape := range shapes {
			right := server{cpus: cpus, demand: demand, sizes: shape.sizes}
			station := right.station(rho)
			tell(t, right, func(s server) error {
				return hold(20, s.steady(station.Rate, customers),
					figure{"loss", 0}, figure{"mean response", station.SharingResponse().Seconds()})
			}, right.otherDemands(), right.otherCPUs())
		}
	}
	check(1, 8_000, .8)
	check(20, 8_000, .8)
	check(20, 8_000, .9)
}

// overload returns by how much an overloaded server fills up and how much it
// completes, once it is full, in shares of a capacity; and how much it works.
func (s server) overload(rate, capacity float64) func(seed uint64) []float64 {
	const warm, end = 30 * demand, 150 * demand
	return func(seed uint64) []float64 {
		m, arrival := s.start(rate, seed)
		at := arrival()
		until := func(instant time.Duration) model.Counters {
			for ; at < instant; at = arrival() {
				m.Arrive(at, 0)
			}
			return m.Counters(instant)
		}
		before, after := until(warm), until(end)
		could := capacity * (end - warm).Seconds()
		worked := (after.WorkDone - before.WorkDone).Seconds() / (float64(s.cpus) * (end - warm).Seconds())
		return []float64{
			float64(after.Inside-before.Inside) / could,
			float64(after.Completed-before.Completed) / could,
			math.Round(worked*1e6) / 1e6, // all of it, and nanoseconds do not count
		}
	}
}

// Beyond its capacity a processor-sharing server works all the time, and yet
// completes less than its capacity, unless sizes are exponential.
func TestTruthOverloadedSharing(t *testing.T) {
	t.Parallel()
	for _, rho := range []float64{1.2, 1.5, 2, 3} {
		for _, shape := range shapes {
			right := server{cpus: 20, demand: demand, sizes: shape.sizes}
			station := right.station(rho)
			tell(t, right, func(s server) error {
				return hold(20, s.overload(station.Rate, station.Capacity()),
					figure{"growth", station.Growth(shape.transform) / station.Capacity()},
					figure{"completions", station.Completions(shape.transform) / station.Capacity()},
					figure{"work", 1})
			}, right.otherDemands())
		}
	}
}

// drain returns how long a server needs after a peak until nobody waits for a
// CPU, as a multiple of what theory says for the backlog it then has.
func (s server) drain(peak float64, calm theory.Station) func(seed uint64) []float64 {
	const end = 50 * demand
	return func(seed uint64) []float64 {
		m, arrival := s.start(peak, seed)
		for at := arrival(); at < end; at = arrival() {
			m.Arrive(at, 0)
		}
		backlog := behind(m, end, calm.Servers)
		arrival = poissonFrom(end, calm.Rate, ^seed)
		for next := arrival(); ; {
			at, working := m.Next()
			if at = min(at, next); !working {
				at = next
			}
			if at == next {
				m.Arrive(at, 0)
				next = arrival()
			} else {
				m.Advance(at)
			}
			if behind(m, at, calm.Servers) <= 0 {
				return []float64{(at - end).Seconds() / calm.Drain(float64(backlog)).Seconds()}
			}
		}
	}
}

// behind returns the customers beyond those that could all be served at once.
func behind(m *model.Server, at time.Duration, servers int) int64 {
	c := m.Counters(at)
	return c.Inside + c.Queued - int64(servers)
}

// What a peak left behind is worked off at the rate by which capacity exceeds
// what still comes: of sharing with exponential sizes, and in order of arrival
// with any.
func TestTruthDrainAfterAPeak(t *testing.T) {
	t.Parallel()
	check := func(sizes model.Sizes, setting bulkhead.Setting, calm float64) {
		right := server{20, demand, sizes, setting}
		station := right.station(calm)
		tell(t, right, func(s server) error {
			return hold(20, s.drain(right.station(2).Rate, station), figure{"time to drain over B/(C − λ)", 1})
		}, right.otherDemands(), right.otherCPUs()[1:])
	}
	pool := bulkhead.Setting{Inside: 20, Queue: bulkhead.Unbounded}
	exponential := model.Sizes{Shape: model.Exponential}
	check(exponential, bulkhead.Setting{}, .5)
	check(exponential, bulkhead.Setting{}, .8)
	check(exponential, pool, .5)
	check(model.Sizes{}, pool, .5)
	check(model.Sizes{}, pool, .8)
}
