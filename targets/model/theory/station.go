package theory

import (
	"math"
	"time"
)

// Forever is the time of what never comes to an end, such as the mean response
// of a station whose customers come faster than it can serve them.
const Forever = time.Duration(math.MaxInt64)

// A Station is a number of equal servers and the customers that come to them.
type Station struct {
	Rate    float64       // λ: arrivals per second, positive
	Demand  time.Duration // D: mean time a customer takes on a server of its own, positive
	Servers int           // n, at least one
}

// Offered returns the load a = λD in erlangs: the mean number of servers that
// would be busy if there were always one free.
func (s Station) Offered() float64 { return s.Rate * s.Demand.Seconds() }

// Capacity returns C = n/D, the most customers a second the station can serve.
func (s Station) Capacity() float64 { return float64(s.Servers) / s.Demand.Seconds() }

// Utilisation returns ρ = λ/C: the share of time a server works, if below one.
func (s Station) Utilisation() float64 { return s.Offered() / float64(s.Servers) }

// spare returns θ = C − λ in customers per second, at or below zero in overload.
func (s Station) spare() float64 { return s.Capacity() - s.Rate }

// Waits returns the share of customers that have to wait, in [0, 1], with
// exponential demands and FCFS. Source: Erlang C.
func (s Station) Waits() float64 { return ErlangC(s.Servers, s.Offered()) }

// MeanWait returns the mean time between arrival and the begin of service with
// exponential demands and FCFS, W = P/(C − λ), P the share that waits; Forever
// in overload. Source: M/M/c.
func (s Station) MeanWait() time.Duration {
	if s.spare() <= 0 {
		return Forever
	}
	return seconds(s.Waits() / s.spare())
}

// MeanResponse returns the mean time between arrival and end of service with
// exponential demands and FCFS, the wait plus D; Forever in overload. Source:
// M/M/c; on one server 1/(C − λ).
func (s Station) MeanResponse() time.Duration { return after(s.MeanWait(), s.Demand) }

// InSystem returns the mean number of customers waiting or in service that
// belongs to a mean response time. Source: Little, L = λW.
func (s Station) InSystem(response time.Duration) float64 {
	if response == Forever {
		return math.Inf(1)
	}
	return s.Rate * response.Seconds()
}

// Exceeds returns the share of customers, in [0, 1], whose response takes
// longer than t, with exponential demands and FCFS; 1 in overload. What is
// served within a deadline T when nobody gives up is λ·(1 − Exceeds(T)).
//
// Source: M/M/c. A response is a demand of rate μ = 1/D, preceded for the share
// P that waits by a wait that is exponential with rate θ = C − λ:
//
//	P(R > t) = (1−P)·e^(−μt) + P·(θe^(−μt) − μe^(−θt))/(θ−μ)
//
// The second term is symmetric in the two rates. Written with the smaller one
// in front it neither overflows nor loses digits where they are nearly equal.
func (s Station) Exceeds(t time.Duration) float64 {
	if s.spare() <= 0 {
		return 1
	}
	mu := 1 / s.Demand.Seconds()
	low, high := min(mu, s.spare()), max(mu, s.spare())
	x := t.Seconds()
	late := math.Exp(-low*x) * (1 + low*saturation(high-low, x))
	wait := s.Waits()
	return (1-wait)*math.Exp(-mu*x) + wait*late
}

// Quantile returns the response time that the share p of customers, in [0, 1),
// does not exceed, with exponential demands and FCFS; Forever in overload. It
// is found by halving an interval, to the nanosecond. Source: Exceeds; on one
// server −ln(1−p)/(C − λ).
func (s Station) Quantile(p float64) time.Duration {
	if s.spare() <= 0 {
		return Forever
	}
	return least(s.Demand, func(t time.Duration) bool { return s.Exceeds(t) <= 1-p })
}

// saturation returns (1 − e^(−rate·x))/rate, which is x where the rate is zero.
func saturation(rate, x float64) float64 {
	if rate == 0 {
		return x
	}
	return -math.Expm1(-rate*x) / rate
}

// least returns the first instant, to the nanosecond, from which on reached is
// true; guess is only where it begins to look.
func least(guess time.Duration, reached func(time.Duration) bool) time.Duration {
	if reached(0) {
		return 0
	}
	low, high := time.Duration(0), guess
	for ; !reached(high); high *= 2 {
		if high > Forever/2 {
			return Forever
		}
		low = high
	}
	for high-low > 1 {
		if middle := low + (high-low)/2; reached(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// seconds returns a number of seconds as a duration, Forever if it has no room
// in one.
func seconds(s float64) time.Duration {
	if ns := math.Round(s * float64(time.Second)); ns < float64(Forever) {
		return time.Duration(ns)
	}
	return Forever
}

// after returns the sum of two times, Forever if the first is.
func after(wait, demand time.Duration) time.Duration {
	if wait == Forever {
		return Forever
	}
	return wait + demand
}
