package theory

import (
	"math"
	"time"
)

// GeneralWait returns the mean wait on a single server with FCFS for demands of
// any distribution with coefficient of variation cv: 0 if all are alike, 1 if
// they are exponential. It looks at Rate and Demand only; Forever in overload.
//
// Source: Pollaczek and Khinchine, M/G/1, W = λE[S²]/2(1−ρ) with
// E[S²] = D²(1 + cv²).
func (s Station) GeneralWait(cv float64) time.Duration {
	rho := s.Offered()
	if rho >= 1 {
		return Forever
	}
	return seconds(rho / (1 - rho) * (1 + cv*cv) / 2 * s.Demand.Seconds())
}

// GeneralResponse returns the mean response on a single server: GeneralWait
// plus D.
func (s Station) GeneralResponse(cv float64) time.Duration { return after(s.GeneralWait(cv), s.Demand) }

// EqualWaits returns the share of customers, in [0, 1], that wait no longer
// than t on a single server with FCFS if all demands are alike; 0 in overload.
//
// Source: M/D/1 after Franx, Operations Research Letters 29 (2001). With k the
// number of whole demands in t, plus one, and x = λ(kD − t) in (0, ρ],
//
//	P(W ≤ t) = Σ_{j<k} Q(k−1−j)·e^(−x)xʲ/j!
//
// Q(m) being the chance that at most m wait. Erlang's older sum
// (1−ρ)Σ e^(ρ(t−j))(ρ(j−t))ʲ/j! alternates, and in float64 has no digit left
// from some 30 demands on; here all terms are positive, so any t is good. The
// cost grows with the square of t/D: some thousand demands are quick.
func (s Station) EqualWaits(t time.Duration) float64 {
	if s.Offered() >= 1 {
		return 0
	}
	k := int(t/s.Demand) + 1
	x := s.Rate * (time.Duration(k)*s.Demand - t).Seconds()
	atMost := waiting(s.Offered(), k)
	sum, chance := 0.0, math.Exp(-x)
	for j := range k {
		sum += atMost[k-1-j] * chance
		chance *= x / float64(j+1)
	}
	return sum
}

// EqualQuantile returns the response time that the share p of customers, in
// [0, 1), does not exceed on a single server with FCFS if all demands are
// alike; Forever in overload. Source: EqualWaits.
func (s Station) EqualQuantile(p float64) time.Duration {
	if s.Offered() >= 1 {
		return Forever
	}
	return s.Demand + least(s.Demand, func(t time.Duration) bool { return s.EqualWaits(t) >= p })
}

// waiting returns the chances that at most 0, 1, … k−1 customers wait on a
// single server with demands all alike. The number in the system after a
// service crosses each level upwards as often as it crosses it downwards, which
// gives each chance as a sum of positive terms (Ramaswami's recursion).
func waiting(rho float64, k int) []float64 {
	more := beyond(rho, k)
	p := make([]float64, k+1) // of so many in the system
	p[0] = 1 - rho
	for j := 1; j <= k; j++ {
		up := p[0] * more[j-1]
		for i := 1; i < j; i++ {
			up += p[i] * more[j-i]
		}
		p[j] = up * math.Exp(rho) // e^−ρ is the chance of a step down
	}
	atMost, sum := make([]float64, k), p[0]
	for m := range atMost {
		sum += p[m+1]
		atMost[m] = sum
	}
	return atMost
}

// beyond returns the chances that a Poisson variable exceeds 0, 1, … k. Each
// is summed from its small end, so that small chances keep their digits.
func beyond(mean float64, k int) []float64 {
	const enough = 40 // terms beyond k: with a mean below one nothing is left
	chance := math.Exp(-mean)
	terms := make([]float64, k+enough)
	for i := range terms {
		terms[i] = chance
		chance *= mean / float64(i+1)
	}
	more, sum := make([]float64, k+1), 0.0
	for i := len(terms) - 1; i > 0; i-- {
		sum += terms[i]
		if i <= k+1 {
			more[i-1] = sum
		}
	}
	return more
}
