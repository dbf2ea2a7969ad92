// One goroutine drives each server here, so the race detector could find
// nothing, and would take twenty times as long.

//go:build !race

package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

// The tests called TestTruth hold the server against closed forms. Each truth is
// a function of a server that is nil for the right one, and must be an error
// for servers that are slightly wrong: what cannot tell those apart would prove
// nothing.

// demand is the time unit of these tests. It is long, so that rounding to
// nanoseconds does not show.
const demand = time.Second

// A server is what a truth is held against.
type server struct {
	cpus     int
	demand   time.Duration
	sizes    model.Sizes
	bulkhead bulkhead.Setting
}

func (s server) String() string {
	return fmt.Sprintf("%d CPUs, %v, %v, bulkhead %v", s.cpus, s.demand, s.sizes, s.bulkhead)
}

// shapes are the distributions that must not matter, or must in a known way.
var shapes = []struct {
	sizes     model.Sizes
	transform theory.Transform
}{
	{model.Sizes{}, theory.Fixed()},
	{model.Sizes{Shape: model.Exponential}, theory.Exponential()},
	{model.Sizes{Shape: model.Lognormal, CV: 1}, theory.Lognormal(1)},
}

// station returns what theory calls the server at a utilisation.
func (s server) station(rho float64) theory.Station {
	return theory.Station{Rate: rho * float64(s.cpus) / s.demand.Seconds(), Demand: s.demand, Servers: s.cpus}
}

// otherDemands returns servers whose requests take a twentieth more or less.
func (s server) otherDemands() []server {
	more, less := s, s
	more.demand += s.demand / 20
	less.demand -= s.demand / 20
	return []server{more, less}
}

// otherCPUs returns servers with one CPU more or less.
func (s server) otherCPUs() []server {
	more, less := s, s
	more.cpus++
	if less.cpus--; less.cpus == 0 {
		return []server{more}
	}
	return []server{more, less}
}

// otherSeats returns servers that let in one more or one less.
func (s server) otherSeats() []server {
	more, less := s, s
	more.bulkhead.Inside++
	if less.bulkhead.Inside--; less.bulkhead.Inside == 0 {
		return []server{more}
	}
	return []server{more, less}
}

// tell fails unless the truth holds of the right server and of no wrong one.
func tell(t *testing.T, right server, holds func(server) error, wrong ...[]server) {
	t.Helper()
	if err := holds(right); err != nil {
		t.Errorf("%v: %v", right, err)
	}
	for _, some := range wrong {
		for _, w := range some {
			if holds(w) == nil {
				t.Errorf("%v: holds of %v too", right, w)
			}
		}
	}
}

// A figure is what theory says a measured figure should be.
type figure struct {
	name string
	want float64
}

// firstSeed is any number. All truths see the same arrivals, so runs that are
// unusual by chance are so for several of them.
const firstSeed = 100

// hold measures in independent runs, and returns an error unless the mean of
// each figure is within three standard errors of what it should be. What is
// measured beyond the figures is left alone.
func hold(runs int, measure func(seed uint64) []float64, figures ...figure) error {
	sum, squares := make([]float64, len(figures)), make([]float64, len(figures))
	for seed := range runs {
		got := measure(uint64(firstSeed + seed))
		for i, f := range figures {
			x := got[i] - f.want // so that squares keep their digits
			sum[i] += x
			squares[i] += x * x
		}
	}
	n := float64(runs)
	for i, f := range figures {
		off := sum[i] / n
		if sigma := math.Sqrt((squares[i]/n - off*off) / (n - 1)); math.Abs(off) > 3*sigma {
			return fmt.Errorf("%s is %.5g ± %.2g, want %.5g within 3 σ", f.name, f.want+off, sigma, f.want)
		}
	}
	return nil
}

// start returns the server at work, and the instants at which customers come.
func (s server) start(rate float64, seed uint64) (*model.Server, func() time.Duration) {
	m, err := model.NewServer(model.Options{
		CPUs: s.cpus, Demand: s.demand, Sizes: s.sizes, Seed: seed, Bulkhead: s.bulkhead,
	})
	if err != nil {
		panic(err) // the tests name no server that cannot be
	}
	return m, poissonFrom(0, rate, seed)
}

// poissonFrom returns instants of arrival after another at a rate per second.
func poissonFrom(begin time.Duration, rate float64, seed uint64) func() time.Duration {
	rng := rand.New(rand.NewPCG(seed, 2))
	at := begin.Seconds()
	return func() time.Duration {
		at += rng.ExpFloat64() / rate
		return time.Duration(at * float64(time.Second))
	}
}

// responses sends so many customers after a warm-up and returns the response
// times in seconds of those who were served.
func (s server) responses(rate float64, customers int, seed uint64) []float64 {
	const warm = 200 * demand
	m, arrival := s.start(rate, seed)
	took := make([]float64, 0, customers)
	m.OnEnd(func(_ int, e model.Ending) {
		if response := e.Queued + e.Service; e.Outcome == model.Served && e.At-response > warm {
			took = append(took, response.Seconds())
		}
	})
	for came := 0; came < customers; {
		at := arrival()
		m.Arrive(at, 0)
		if at > warm {
			came++
		}
	}
	m.Advance(math.MaxInt64 / 2)
	return took
}

// steady returns the share of so many customers that was turned away, at once
// or later, and the mean response of the others in seconds.
func (s server) steady(rate float64, customers int) func(seed uint64) []float64 {
	return func(seed uint64) []float64 {
		took := s.responses(rate, customers, seed)
		sum := 0.0
		for _, t := range took {
			sum += t
		}
		return []float64{1 - float64(len(took))/float64(customers), sum / float64(len(took))}
	}
}

// late returns for each deadline the share of so many customers, all served,
// that it is too early for.
func (s server) late(rate float64, customers int, deadlines ...time.Duration) func(seed uint64) []float64 {
	return func(seed uint64) []float64 {
		shares := make([]float64, len(deadlines))
		for _, t := range s.responses(rate, customers, seed) {
			for i, d := range deadlines {
				if t > d.Seconds() {
					shares[i] += 1 / float64(customers)
				}
			}
		}
		return shares
	}
}
