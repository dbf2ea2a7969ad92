package theory

import (
	"math"
	"time"
)

// SharingResponse returns the mean response of a station that shares its
// servers evenly, for any distribution of demands; Forever in overload.
//
// Source: the number in an M/G/n processor-sharing station does not depend on
// the distribution, and so is that of M/M/n (Kelly; Cohen 1979).
func (s Station) SharingResponse() time.Duration { return s.MeanResponse() }

// SharingResponseOf returns the mean response of the customers with a certain
// demand if the servers are shared evenly: x·E[R]/D, for any distribution of
// demands; Forever in overload. Source: as SharingResponse.
func (s Station) SharingResponseOf(demand time.Duration) time.Duration {
	mean := s.SharingResponse()
	if mean == Forever {
		return Forever
	}
	return seconds(demand.Seconds() * mean.Seconds() / s.Demand.Seconds())
}

// A Transform is a distribution of demands with mean one, given by its Laplace
// transform E e^(−sX) for s ≥ 0.
type Transform func(s float64) float64

// Fixed is the transform of demands that are all alike.
func Fixed() Transform { return func(s float64) float64 { return math.Exp(-s) } }

// Exponential is the transform of exponential demands.
func Exponential() Transform { return func(s float64) float64 { return 1 / (1 + s) } }

// Lognormal is the transform of lognormal demands with coefficient of variation
// cv, positive and at most 10. It has no closed form and is integrated over the
// normal variable behind it. The trapezoid rule is good to some ten digits
// there, since the integrand is smooth and vanishes at both ends.
func Lognormal(cv float64) Transform {
	const reach, step = 9.0, 1. / 64
	variance := math.Log1p(cv * cv)
	spread := math.Sqrt(variance)
	return func(s float64) float64 {
		sum := 0.0
		for z := -reach; z <= reach; z += step {
			sum += math.Exp(-z*z/2 - s*math.Exp(spread*z-variance/2))
		}
		return sum * step / math.Sqrt(2*math.Pi)
	}
}

// Growth returns the rate α, in customers per second, at which an overloaded
// station that shares its servers evenly fills up once it holds many more
// customers than servers: the positive root of α = λ(1 − E e^(−αX)), X = S/n
// the time a demand takes on the whole station. It is zero up to ρ = 1.
//
// Source: the number inside grows in a straight line, so the work that each
// customer attains grows like ln t/α; a customer that comes at t leaves at
// t·e^(αX). Jean-Marie and Robert, Queueing Systems 17 (1994).
func (s Station) Growth(sizes Transform) float64 {
	if s.Utilisation() <= 1 {
		return 0
	}
	low, high := 0.0, s.Rate
	for range 100 {
		alpha := (low + high) / 2
		if alpha < s.Rate*(1-sizes(alpha/s.Capacity())) {
			low = alpha
		} else {
			high = alpha
		}
	}
	return high
}

// Completions returns the customers per second that leave an overloaded station
// that shares its servers evenly, λ − α with the α of Growth; λ up to ρ = 1.
// With demands that are all alike it is below the capacity, although every
// server works all the time: everybody gets on and nobody gets done.
func (s Station) Completions(sizes Transform) float64 { return s.Rate - s.Growth(sizes) }
