package theory

import (
	"math"
	"time"
)

// SlowestMean returns the mean time until the last of so many parts is done,
// each exponential with the given mean and on a server of its own: the mean
// times 1 + 1/2 + … + 1/k. Source: the gaps between order statistics of
// exponential variables are exponential.
func SlowestMean(parts int, mean time.Duration) time.Duration {
	sum := 0.0
	for k := 1; k <= parts; k++ {
		sum += 1 / float64(k)
	}
	return seconds(sum * mean.Seconds())
}

// SlowestQuantile returns the time within which all of so many parts are done
// with chance p, in [0, 1), each exponential with the given mean and on a server
// of its own: −ln(1 − p^(1/k)) times the mean. Source: independence.
func SlowestQuantile(parts int, mean time.Duration, p float64) time.Duration {
	return seconds(-math.Log1p(-math.Pow(p, 1/float64(parts))) * mean.Seconds())
}
