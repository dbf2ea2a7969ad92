//go:build !race

package model_test

import (
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

// Without a queue the loss is Erlang's whatever the sizes.
func TestTruthLossWithoutAQueue(t *testing.T) {
	t.Parallel()
	check := func(seats int, offered float64) {
		for _, shape := range shapes {
			right := server{seats, demand, shape.sizes, bulkhead.Setting{Inside: seats}}
			rate := offered / demand.Seconds()
			tell(t, right, func(s server) error {
				return hold(20, s.steady(rate, 5_000), figure{"loss", theory.ErlangB(seats, offered)})
			}, right.otherDemands(), right.otherSeats())
		}
	}
	check(1, .5)
	check(2, 1)
	check(10, 8)
	check(20, 19.2)
}

// With exponential sizes and a CPU for everybody inside, a bulkhead makes
// M/M/c/K of the server, however many CPUs are left over.
func TestTruthLossAndResponseWithAQueue(t *testing.T) {
	t.Parallel()
	check := func(cpus, customers int, offered float64, setting bulkhead.Setting) {
		right := server{cpus, demand, model.Sizes{Shape: model.Exponential}, setting}
		station := theory.Station{Rate: offered / demand.Seconds(), Demand: demand, Servers: setting.Inside}
		lost, response := station.Bounded(setting.Inside + setting.Queue)
		longer := right
		longer.bulkhead.Queue++
		tell(t, right, func(s server) error {
			return hold(20, s.steady(station.Rate, customers),
				figure{"loss", lost}, figure{"mean response", response.Seconds()})
		}, right.otherDemands(), right.otherSeats(), []server{longer})
	}
	check(1, 5_000, .8, bulkhead.Setting{Inside: 1, Queue: 4})
	check(2, 5_000, 3, bulkhead.Setting{Inside: 2, Queue: 2})
	check(5, 5_000, 3, bulkhead.Setting{Inside: 2, Queue: 2})
	check(20, 20_000, 19.2, bulkhead.Setting{Inside: 20, Queue: 4})
	check(20, 20_000, 24, bulkhead.Setting{Inside: 20, Queue: 20})
}

// With exponential sizes and an unbounded queue a longest wait alone decides
// who is lost, in overload too.
func TestTruthLossByALongestWait(t *testing.T) {
	t.Parallel()
	check := func(seats int, rho float64, wait time.Duration) {
		setting := bulkhead.Setting{Inside: seats, Queue: bulkhead.Unbounded, Wait: wait}
		right := server{seats, demand, model.Sizes{Shape: model.Exponential}, setting}
		station := right.station(rho)
		hastier := right
		hastier.bulkhead.Wait = wait * 4 / 5
		tell(t, right, func(s server) error {
			return hold(20, s.steady(station.Rate, 10_000), figure{"loss", station.Impatient(wait)})
		}, right.otherDemands(), right.otherSeats(), []server{hastier})
	}
	check(1, .8, 2*demand)
	check(5, 1, demand/2)
	check(5, 1.5, demand/4)
}

// A bulkhead with an unbounded queue serves in order of arrival. On one server
// the mean depends on how sizes spread, by the formula of Pollaczek and
// Khinchine.
func TestTruthMeanResponseInOrderOfArrival(t *testing.T) {
	t.Parallel()
	check := func(sizes model.Sizes, cv float64) {
		right := server{1, demand, sizes, bulkhead.Setting{Inside: 1, Queue: bulkhead.Unbounded}}
		station := right.station(.7)
		tell(t, right, func(s server) error {
			return hold(20, s.steady(station.Rate, 10_000),
				figure{"loss", 0}, figure{"mean response", station.GeneralResponse(cv).Seconds()})
		}, right.otherDemands())
	}
	check(model.Sizes{}, 0)
	check(model.Sizes{Shape: model.Exponential}, 1)
	check(model.Sizes{Shape: model.Lognormal, CV: .5}, .5)
	check(model.Sizes{Shape: model.Lognormal, CV: 1.5}, 1.5)
}

// In order of arrival the whole distribution of responses is known, for
// exponential sizes and, on one server, for sizes all alike.
func TestTruthLateInOrderOfArrival(t *testing.T) {
	t.Parallel()
	check := func(cpus int, rho float64, sizes model.Sizes, quantile func(theory.Station, float64) time.Duration) {
		right := server{cpus, demand, sizes, bulkhead.Setting{Inside: cpus, Queue: bulkhead.Unbounded}}
		station := right.station(rho)
		tell(t, right, func(s server) error {
			late := s.late(station.Rate, 10_000, quantile(station, .5), quantile(station, .9), quantile(station, .99))
			return hold(20, late, figure{"beyond p50", .5}, figure{"beyond p90", .1}, figure{"beyond p99", .01})
		}, right.otherDemands(), right.otherSeats())
	}
	exponential := model.Sizes{Shape: model.Exponential}
	check(1, .7, exponential, theory.Station.Quantile)
	check(5, .8, exponential, theory.Station.Quantile)
	check(1, .7, model.Sizes{}, theory.Station.EqualQuantile)
}
