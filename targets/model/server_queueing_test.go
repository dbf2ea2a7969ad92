package model

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

const demand = 50 * time.Millisecond

// served sends so many requests to a server of 20 CPUs at load ρ and returns
// what each came to: its response time in milliseconds, or -1 if refused.
func served(t *testing.T, rho float64, bulkhead string, sizes Sizes) []float64 {
	t.Helper()
	const requests = 100_000
	l := newLedger(t, Options{CPUs: 20, Demand: demand, Sizes: sizes, Seed: 5, Bulkhead: setting(t, bulkhead)})
	rng := rand.New(rand.NewPCG(5, 5))
	at := 0.0
	for range requests {
		at += rng.ExpFloat64() / (rho * 20 / demand.Seconds())
		l.order(time.Duration(at*float64(time.Second)), 0)
	}
	l.Advance(time.Duration(at*float64(time.Second)) + time.Hour)
	got := make([]float64, requests)
	for n := range got {
		got[n] = (l.ends[n].Queued + l.ends[n].Service).Seconds() * 1e3
		if l.ends[n].Outcome != Served {
			got[n] = -1
		}
	}
	return got
}

// batches returns the mean of a figure over requests and its standard error,
// from 50 stretches of the run.
func batches(all []float64, figure func(float64) float64) (mean, sigma float64) {
	const n = 50
	var sum, squares float64
	for b := range n {
		var batch float64
		part := all[b*len(all)/n : (b+1)*len(all)/n]
		for _, x := range part {
			batch += figure(x) / float64(len(part))
		}
		sum += batch
		squares += batch * batch
	}
	mean = sum / n
	return mean, math.Sqrt((squares/n - mean*mean) / (n - 1))
}

// states returns the weight of each number in system from 0 to most of
// M/M/c/most at offered load a, relative to that of an empty system.
func states(c, most int, a float64) []float64 {
	p := []float64{1}
	for k := 1; k <= most; k++ {
		p = append(p, p[k-1]*a/float64(min(k, c)))
	}
	return p
}

func sum(p []float64) (total float64) {
	for _, x := range p {
		total += x
	}
	return total
}

// The server shares its CPUs, so its mean response is that of M/M/20 whatever
// the sizes: 53.20 ms at ρ = .8 and 63.77 ms at ρ = .9, of which 50 are demand.
func TestMeanResponseIsThatOfMM20(t *testing.T) {
	check := func(rho, want float64, sizes Sizes) {
		t.Helper()
		if closed := meanResponse(20, 20*rho) * 50; math.Abs(closed-want) > .01 {
			t.Errorf("ρ %v: closed form %.2f ms, table says %v", rho, closed, want)
		}
		mean, sigma := batches(served(t, rho, "none", sizes), func(ms float64) float64 { return ms })
		if math.Abs(mean-want) > 3*sigma || sigma > .03*want {
			t.Errorf("ρ %v, %v: mean response %.2f ± %.2f ms, want %v within 3 σ", rho, sizes, mean, sigma, want)
		}
	}
	for _, sizes := range []Sizes{{}, {Shape: Exponential}, {Shape: Lognormal, CV: 1.5}} {
		check(.8, 53.20, sizes)
		check(.9, 63.77, sizes)
	}
}

// meanResponse of M/M/c at offered load a, in units of the demand, by Erlang's
// C formula: 1 + P(wait)/(c − a).
func meanResponse(c int, a float64) float64 {
	p := states(c, c, a)
	blocked := p[c] / sum(p)
	rho := a / float64(c)
	return 1 + blocked/(1-rho*(1-blocked))/(float64(c)-a)
}

// A bulkhead of 20 seats refuses what M/M/20/K does: without a queue Erlang's
// loss, 13.9 % at ρ = .96, whatever the sizes; a queue as long as the seats
// brings it to 2.2 %.
func TestRefusedShare(t *testing.T) {
	check := func(bulkhead string, want float64, sizes Sizes) {
		t.Helper()
		queue := setting(t, bulkhead).Queue
		p := states(20, 20+queue, .96*20)
		if closed := p[20+queue] / sum(p); math.Abs(closed-want) > .0005 {
			t.Errorf("%s: closed form %.4f, table says %v", bulkhead, closed, want)
		}
		share, sigma := batches(served(t, .96, bulkhead, sizes), func(ms float64) float64 {
			if ms < 0 {
				return 1
			}
			return 0
		})
		if math.Abs(share-want) > 3*sigma || sigma > .004 {
			t.Errorf("%s, %v: %.4f ± %.4f refused, want %v within 3 σ", bulkhead, sizes, share, sigma, want)
		}
	}
	exponential := Sizes{Shape: Exponential}
	check("20/0", .139, exponential)
	check("20/0", .139, Sizes{})
	check("20/4", .0785, exponential)
	check("20/10", .0436, exponential)
	check("20/20", .0215, exponential)
}
