package theory

import "time"

// Tandem returns the mean response of customers who visit one station after
// another, the sum of what each station takes by itself; Forever if one of them
// is overloaded. A station serves by sharing with any distribution of demands, or
// FCFS with exponential ones; all look at their own Rate, which should be the same.
//
// Source: what leaves such a station is again a Poisson process, and the numbers
// at the stations are independent (Burke 1956; Kelly 1979, for symmetric queues).
func Tandem(stations ...Station) time.Duration {
	sum := time.Duration(0)
	for _, s := range stations {
		response := s.MeanResponse()
		if response == Forever {
			return Forever
		}
		sum += response
	}
	return sum
}

// Cycle returns how many customers per second complete a round of stations, if
// there are always so many customers and each begins anew when it has been at
// all of them. The stations serve by sharing with any distribution of demands, or
// FCFS with exponential ones; their Rate is not looked at.
//
// Source: Gordon and Newell; Baskett, Chandy, Muntz and Palacios. With
// f(k) = Dᵏ/∏ⱼ min(j, n) for k customers at a station and G(N) the sum over all
// ways to spread N of them, the throughput is G(N−1)/G(N), by Buzen's
// convolution. All f are divided by powers of the longest D/n, so that they do
// not overflow.
func Cycle(customers int, stations ...Station) float64 {
	slowest := 0.0
	for _, s := range stations {
		slowest = max(slowest, 1/s.Capacity())
	}
	sums := make([]float64, customers+1) // G of no station at all
	sums[0] = 1
	for _, s := range stations {
		sums = convolve(sums, s.shares(customers, slowest))
	}
	return sums[customers-1] / sums[customers] / slowest
}

// shares returns f for 0, 1, … customers at the station, in units of time.
func (s Station) shares(customers int, unit float64) []float64 {
	f := make([]float64, customers+1)
	f[0] = 1
	for k := 1; k <= customers; k++ {
		f[k] = f[k-1] * s.Demand.Seconds() / unit / float64(min(k, s.Servers))
	}
	return f
}

// convolve returns for each number the sum over all ways to split it in two.
func convolve(f, g []float64) []float64 {
	out := make([]float64, len(f))
	for n := range out {
		for k := range n + 1 {
			out[n] += f[k] * g[n-k]
		}
	}
	return out
}
