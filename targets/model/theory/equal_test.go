package theory_test

import (
	"math/big"
	"testing"
	"time"
)

// erlangSum is Erlang's alternating sum for the wait in M/D/1 with so many bits
// that nothing is lost, t in units of demand.
func erlangSum(rho, t float64) float64 {
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(1000).SetFloat64(x) }
	times := func(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(1000).Mul(a, b) }
	exp := func(x *big.Float) *big.Float { // by its series
		sum, term := number(1), number(1)
		for i := 1; i < 600; i++ {
			term = times(term, x)
			term.Quo(term, number(float64(i)))
			sum.Add(sum, term)
		}
		return sum
	}
	sum := number(0)
	for j := 0; j <= int(t); j++ {
		x := times(number(rho), number(t-float64(j)))
		term := exp(x)
		for i := 1; i <= j; i++ {
			term = times(term, new(big.Float).Neg(x))
			term.Quo(term, number(float64(i)))
		}
		sum.Add(sum, term)
	}
	out, _ := times(number(1-rho), sum).Float64()
	return out
}

func TestEqualWaitsAgainstErlangsSum(t *testing.T) {
	for _, rho := range []float64{.125, .5, .875, .9375} {
		for _, x := range []float64{0, .25, .75, 1, 1.5, 2, 7.25, 20, 60.5} {
			got := at(1, rho).EqualWaits(time.Duration(x * float64(D)))
			near(t, "chance", got, erlangSum(rho, x), 1e-9)
		}
	}
}

// The distribution belongs to the mean of Pollaczek and Khinchine, far out too.
func TestEqualWaitsAddUpToTheMean(t *testing.T) {
	const step = D / 8
	s, sum := at(1, .9), 0.0
	for x := step / 2; x < 200*D; x += step {
		sum += 1 - s.EqualWaits(x)
	}
	near(t, "area", sum/8, in(D, s.GeneralWait(0)), 2e-3)
}
