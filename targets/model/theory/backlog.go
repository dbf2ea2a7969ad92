package theory

import "time"

// Backlog returns the customers that a fluid server is behind at an instant, if
// they came at a rate that changed with time: the most by which arrivals since
// any earlier instant exceed what could be served, maxₛ ∫ₛᵗ(λ − C). It holds
// for FCFS, and for sharing if demands are exponential. The step is that of the
// integration; take it short against the changes of the rate.
func Backlog(rate func(time.Duration) float64, capacity float64, until, step time.Duration) float64 {
	behind := 0.0
	for t := step / 2; t < until; t += step {
		behind = max(0, behind+(rate(t)-capacity)*step.Seconds())
	}
	return behind
}

// Drain returns the time in which a backlog of so many customers is worked off
// while more come: B/(C − λ); Forever if they come as fast as they are served.
// It holds for FCFS, and for sharing if demands are exponential: for a random
// walk that steps down more often than up it is the exact mean.
func (s Station) Drain(backlog float64) time.Duration {
	if s.spare() <= 0 {
		return Forever
	}
	return seconds(backlog / s.spare())
}

// WorstResponse returns the longest response of whoever is let in by a bulkhead
// of so many inside, at least one, and so many queued, if demands are all alike:
// D(1 + q/c) as long as everybody inside has a server, D(c + q)/n beyond.
//
// It is sharp if seats were taken evenly spread in time, as they are once a
// queue has lasted. If all were taken at one instant, they come free at one
// instant, and q/c is to be rounded up.
func (s Station) WorstResponse(inside, queue int) time.Duration {
	rounds := float64(inside+queue) / float64(min(inside, s.Servers))
	return seconds(rounds * s.Demand.Seconds())
}

// Returns is the highest rate, in users per second, at which a station comes
// back by itself from a state in which everybody times out: C/(1 + r), since a
// user with r retries then makes 1 + r requests and the server works for all.
func (s Station) Returns(retries int) float64 { return s.Capacity() / float64(1+retries) }

// TippingPoint returns the number of customers inside a sharing station with
// overhead κ from which on it no longer comes back at its rate, although that
// is below its capacity: n(1 + (C/λ − 1)/κ). With N inside it completes only
// C/(1 + κ(N−n)/n), and there that is λ.
func (s Station) TippingPoint(overhead float64) float64 {
	return float64(s.Servers) * (1 + (1/s.Utilisation()-1)/overhead)
}
