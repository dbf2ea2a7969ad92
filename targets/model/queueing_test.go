package model

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// poisson returns instants of arrival at a rate per second.
func poisson(rate float64, seed uint64) func() time.Duration {
	rng := rand.New(rand.NewPCG(seed, 2))
	at := 0.0
	return func() time.Duration {
		at += rng.ExpFloat64() / rate
		return time.Duration(at * float64(time.Second))
	}
}

// responses drives a station with so many arrivals and returns their response
// times in order of arrival.
func responses(s *Sharing, arrivals int, arrival, size func() time.Duration) []time.Duration {
	came, took := make([]time.Duration, arrivals), make([]time.Duration, arrivals)
	left := func(id int, at time.Duration) { took[id] = at - came[id] }
	for id := range arrivals {
		came[id] = arrival()
		leaveUntil(s, came[id], left)
		s.Enter(came[id], size(), id)
	}
	leaveUntil(s, math.MaxInt64, left)
	return took
}

// batchMean returns the mean in seconds and its standard error, from 50
// batches long enough to be nearly independent.
func batchMean(all []time.Duration) (mean, deviation float64) {
	const batches = 50
	var sum, squares float64
	size := len(all) / batches
	for b := range batches {
		var batch float64
		for _, d := range all[b*size : (b+1)*size] {
			batch += d.Seconds() / float64(size)
		}
		sum += batch
		squares += batch * batch
	}
	mean = sum / batches
	return mean, math.Sqrt((squares/batches - mean*mean) / (batches - 1))
}

// Under processor sharing the mean response is that of M/M/n for any
// distribution of sizes: D/(1−ρ) on one CPU, 1.6687 D on ten at ρ = .9.
func TestMeanResponseDoesNotDependOnTheSizes(t *testing.T) {
	check := func(cpus int, rho, want float64, sizes Sizes) {
		t.Helper()
		s := NewSharing(cpus, 0)
		took := responses(s, 100_000, poisson(rho*float64(cpus), 7), sizes.Draws(time.Second, 7))
		mean, sigma := batchMean(took)
		if math.Abs(mean-want) > 3*sigma || sigma > .05*want {
			t.Errorf("%d CPUs, ρ %v, %v: mean response %.4f ± %.4f D, want %.4f within 3 σ", cpus, rho, sizes, mean, sigma, want)
		}
	}
	for _, sizes := range []Sizes{{}, {Shape: Exponential}, {Lognormal, 2}} {
		check(1, .5, 2, sizes)
		check(1, .8, 5, sizes)
		check(10, .9, 1.6687, sizes)
	}
}

// growth returns the positive root α of α = ρ(1 − exp(−α)), the rate at which
// overloaded sharing of equal sizes fills up, in units of capacity.
func growth(rho float64) float64 {
	low, high := 1e-9, rho
	for range 100 {
		alpha := (low + high) / 2
		if alpha < rho*(1-math.Exp(-alpha)) {
			low = alpha
		} else {
			high = alpha
		}
	}
	return low
}

// Beyond its capacity a processor-sharing server completes less than its
// capacity, though it works all the time: of equal sizes only 63 % at ρ = 1.5.
func TestOverloadCompletesLessThanCapacity(t *testing.T) {
	check := func(rho, grows, completes float64) {
		t.Helper()
		if alpha := growth(rho); math.Abs(alpha-grows) > .0005 {
			t.Errorf("ρ %v: closed form grows by %.4f, table says %v", rho, alpha, grows)
		}
		const cpus, warm, end = 100, 200, 1000 // seconds, of D = 1 s
		s := NewSharing(cpus, 0)
		arrival, size := poisson(rho*cpus, 3), Sizes{}.Draws(time.Second, 3)
		completed, before := 0.0, 0
		for id, at := 0, arrival(); at < end*time.Second; id, at = id+1, arrival() {
			leaveUntil(s, at, func(_ int, left time.Duration) {
				if left > warm*time.Second {
					completed++
				}
			})
			s.Enter(at, size(), id)
			if at < warm*time.Second {
				before = s.Len()
			}
		}
		const capacity = cpus * (end - warm)
		if got := completed / capacity; math.Abs(got-completes) > .03*completes {
			t.Errorf("ρ %v: completes %.3f of capacity, want %v ± 3 %%", rho, got, completes)
		}
		if got := float64(s.Len()-before) / capacity; math.Abs(got-grows) > .03*grows {
			t.Errorf("ρ %v: grows by %.3f of capacity, want %v ± 3 %%", rho, got, grows)
		}
		if got := s.Work().Seconds() / (cpus * end); got < .99 {
			t.Errorf("ρ %v: worked %.3f of the time, want all of it", rho, got)
		}
	}
	check(1.5, .874, .626)
	check(2, 1.594, .406)
}
