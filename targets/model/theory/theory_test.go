package theory_test

import (
	"math"
	"testing"
	"time"

	"matchday/targets/model/theory"
)

// D is the demand in these tests: long, so that rounding to nanoseconds does
// not show.
const D = time.Hour

// at returns a station with a utilisation.
func at(servers int, rho float64) theory.Station {
	return theory.Station{Rate: rho * float64(servers) / D.Seconds(), Demand: D, Servers: servers}
}

// in returns a time in units of another.
func in(unit, t time.Duration) float64 { return t.Seconds() / unit.Seconds() }

// near fails unless got is a published figure, to the digits it was printed with.
func near(t *testing.T, what string, got, want, digit float64) {
	t.Helper()
	if !(math.Abs(got-want) <= digit/2*1.01) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestSingleServer(t *testing.T) {
	check := func(rho, response, p50, p99, p999 float64) {
		t.Helper()
		s := at(1, rho)
		near(t, "mean response", in(D, s.MeanResponse()), response, 1e-9)
		near(t, "of sharing", in(D, s.SharingResponse()), response, 1e-9)
		near(t, "in system", s.InSystem(s.MeanResponse()), rho/(1-rho), 1e-9)
		near(t, "p50", in(D, s.Quantile(.5)), p50, .001)
		near(t, "p99", in(D, s.Quantile(.99)), p99, .01)
		near(t, "p99.9", in(D, s.Quantile(.999)), p999, .01)
		near(t, "p99 by logarithm", in(D, s.Quantile(.99)), -math.Log(.01)/(1-rho), 1e-9)
	}
	check(.5, 2, 1.386, 9.21, 13.82)
	check(.8, 5, 3.466, 23.03, 34.54)
	check(.9, 10, 6.931, 46.05, 69.08)
}

func TestEqualDemandsOnASingleServer(t *testing.T) {
	check := func(rho, response, inSystem, p99, p999, digit float64) {
		t.Helper()
		s := at(1, rho)
		near(t, "mean response", in(D, s.GeneralResponse(0)), response, 1e-9)
		near(t, "in system", s.InSystem(s.GeneralResponse(0)), inSystem, 1e-9)
		near(t, "p99", in(D, s.EqualQuantile(.99)), p99, .001)
		near(t, "p99.9", in(D, s.EqualQuantile(.999)), p999, digit)
	}
	check(.5, 1.5, .75, 4.336, 6.168, .001)
	check(.8, 3, 2.4, 11.356, 16.70, .01)
	check(.9, 5.5, 4.95, 22.898, 34.01, .01)
}

func TestGeneralDemandsOnASingleServer(t *testing.T) {
	s := at(1, .8)
	near(t, "response at cv² = 4", in(D, s.GeneralResponse(2)), 11, 1e-9)
	near(t, "in system", s.InSystem(s.GeneralResponse(2)), 8.8, 1e-9)
	near(t, "cv = 1 is M/M/1", in(D, s.GeneralResponse(1)), in(D, s.MeanResponse()), 1e-9)

	// An event loop visited twice for 2 ms by each of 125 requests a second; then
	// every 200th visit blocks it for another 200 ms.
	loop := theory.Station{Rate: 250, Demand: 2 * time.Millisecond, Servers: 1}
	near(t, "loop ρ", loop.Utilisation(), .5, 1e-9)
	near(t, "loop wait", in(time.Millisecond, loop.GeneralWait(0)), 1, 1e-9)
	loop.Demand = 3 * time.Millisecond
	near(t, "blocked loop ρ", loop.Utilisation(), .75, 1e-9)
	near(t, "blocked loop capacity", loop.Capacity()/2, 167, 1)
	near(t, "blocked loop wait", in(time.Millisecond, loop.GeneralWait(math.Sqrt(208./9-1))), 104, 1)
}

func TestManyServers(t *testing.T) {
	near(t, "M/M/10 ρ .9", in(D, at(10, .9).SharingResponse()), 1.6687, .0001)
	near(t, "in system", at(10, .9).InSystem(at(10, .9).MeanResponse()), 15.02, .01)
	check := func(rho, want float64) {
		t.Helper()
		s := theory.Station{Rate: rho * 400, Demand: 50 * time.Millisecond, Servers: 20}
		near(t, "M/M/20", in(time.Millisecond, s.MeanResponse()), want, .01)
	}
	check(.8, 53.20)
	check(.9, 63.77)
	near(t, "twice the demand", in(D, at(10, .9).SharingResponseOf(2*D)), 2*1.6687, .0002)
}

// The mean is what lies under the curve of Exceeds, whichever of the two rates
// is the larger, and where both are the same.
func TestExceedsAddsUpToTheMean(t *testing.T) {
	for _, s := range []theory.Station{at(1, .8), at(2, .5), at(3, .4), at(4, .75), at(20, .9), at(20, .95+1e-12)} {
		const step = D / 64
		sum := 0.0
		for x := step / 2; x < 400*D; x += step {
			sum += s.Exceeds(x)
		}
		near(t, "area", sum/64, in(D, s.MeanResponse()), 1e-3)
		if p := s.Exceeds(s.Quantile(.99)); math.Abs(p-.01) > 1e-12 {
			t.Errorf("%+v: %v exceed the p99", s, p)
		}
	}
}

func TestLoss(t *testing.T) {
	near(t, "B(1, .5)", theory.ErlangB(1, .5), .33333, 1e-5)
	near(t, "B(2, 1)", theory.ErlangB(2, 1), .2, 1e-9)
	near(t, "B(10, 8)", theory.ErlangB(10, 8), .12166, 1e-5)
	near(t, "B(100, 96)", theory.ErlangB(100, 96), .05385, 1e-5)

	check := func(servers, places int, offered, want, digit float64) {
		t.Helper()
		lost, _ := at(servers, offered/float64(servers)).Bounded(places)
		near(t, "loss", lost, want, digit)
	}
	check(1, 5, .8, .08882, 1e-5)
	check(2, 4, 3, .39901, 1e-5)
	check(100, 200, 100, .00883, 1e-5)
	for queue, want := range map[int]float64{0: .0539, 20: .0138, 50: .0033, 100: .0004} {
		check(100, 100+queue, 96, want, 1e-4)
	}
	check(20, 20, 19.2, .139, 1e-3)
	check(20, 24, 19.2, .0785, 1e-4)
	check(20, 30, 19.2, .0436, 1e-4)
	check(20, 40, 19.2, .0215, 1e-4)
}

// Sums written out as in any textbook, where they do not overflow.
func TestBoundedAgainstTheSums(t *testing.T) {
	for servers := 1; servers <= 5; servers++ {
		for places := servers; places < 12; places++ {
			s := at(servers, 1.2)
			p, sum, mean := 1.0, 1.0, 0.0
			for k := 1; k <= places; k++ {
				p *= s.Offered() / float64(min(k, servers))
				sum += p
				mean += float64(k) * p
			}
			lost, response := s.Bounded(places)
			near(t, "loss", lost, p/sum, 1e-12)
			near(t, "response", response.Seconds(), mean/(s.Rate*(sum-p)), 1e-8)
		}
	}
	_, response := at(3, .7).Bounded(300)
	near(t, "a large bound is none", in(D, response), in(D, at(3, .7).MeanResponse()), 1e-9)
}

func TestImpatient(t *testing.T) {
	for _, s := range []theory.Station{at(1, .5), at(4, 1), at(4, 1.5), at(20, .96)} {
		near(t, "no wait is no queue", s.Impatient(0), theory.ErlangB(s.Servers, s.Offered()), 1e-12)
		near(t, "in the long run", s.Impatient(1e6*time.Hour), max(0, 1-1/s.Utilisation()), 1e-6)
	}
	// One server, ρ ≠ 1: the chance that the wait exceeds τ in M/M/1 with workload
	// cut off at τ is (1−ρ)ρe^(−θτ)/(1 − ρ²e^(−θτ)).
	s, x := at(1, .8), math.Exp(-.2*3)
	near(t, "one server", s.Impatient(3*D), .2*.8*x/(1-.64*x), 1e-12)
}

// Growth and completions in units of capacity.
func TestOverloadedSharing(t *testing.T) {
	check := func(rho, growth, completions, digit float64) {
		t.Helper()
		s := at(100, rho)
		near(t, "growth", s.Growth(theory.Fixed())/s.Capacity(), growth, digit)
		near(t, "completions", s.Completions(theory.Fixed())/s.Capacity(), completions, digit)
		near(t, "exponential", s.Completions(theory.Exponential())/s.Capacity(), 1, 1e-9)
	}
	check(1.1, .194, .906, .001)
	check(1.2, .376, .824, .001)
	check(1.5, .874, .626, .001)
	check(2, 1.594, .406, .001)
	check(2.59, 2.34, .25, .01)
	check(3, 2.821, .179, .001)
	for rho, want := range map[float64]float64{1.5: .959, 2: .892, 3: .762} {
		s := at(100, rho)
		near(t, "lognormal", s.Completions(theory.Lognormal(1))/s.Capacity(), want, .001)
	}
	if at(2, 1).Growth(theory.Fixed()) != 0 {
		t.Error("a station at its capacity grows")
	}
	s := theory.Station{Rate: 600, Demand: 50 * time.Millisecond, Servers: 20}
	near(t, "over the wire", s.Completions(theory.Fixed()), 250, 1)
}

// The curves of the match day, with a rate given in units of capacity and a
// time in units of demand.
func TestBacklog(t *testing.T) {
	evening := func(b0, b1 float64) func(time.Duration) float64 {
		return func(at time.Duration) float64 {
			x := in(D, at)
			bell := func(m float64) float64 { return math.Exp(-(x - m) * (x - m) / 288) }
			daily := b1 * math.Pow(math.Sin(math.Pi*x/600), 2)
			return (b0 + daily + .4*(bell(150)+3*bell(270)+2*bell(390))) / D.Seconds()
		}
	}
	check := func(b0, b1, peak, want float64) {
		t.Helper()
		highest := 0.0
		for until := time.Duration(0); until < time.Duration(peak)*D; until += D {
			highest = max(highest, theory.Backlog(evening(b0, b1), 1/D.Seconds(), until, D/10))
		}
		near(t, "backlog", highest, want, .1)
	}
	check(.55, .25, 330, 24.6)
	check(.60, .36, 330, 32.6)
	check(.60, .36, 450, 47.3)
	near(t, "drain", in(D, at(20, .5).Drain(100)), 10, 1e-9)
}

func TestRules(t *testing.T) {
	s := at(100, .79)
	for queue, want := range map[int]float64{100: 2, 500: 6, 900: 10, 1000: 11} {
		near(t, "worst response", in(D, s.WorstResponse(100, queue)), want, 1e-9)
	}
	near(t, "more inside than servers", in(D, s.WorstResponse(200, 100)), 3, 1e-9)
	near(t, "fewer inside than servers", in(D, s.WorstResponse(50, 100)), 3, 1e-9)
	near(t, "returns with one retry", s.Returns(1)/s.Capacity(), .5, 1e-9)
	near(t, "returns with two", s.Returns(2)/s.Capacity(), .33, .01)
	near(t, "tipping point", s.TippingPoint(.02)/100, 14.3, .1)
}

func TestSlowestOfManyParts(t *testing.T) {
	check := func(parts int, mean, p99 float64) {
		t.Helper()
		near(t, "mean", in(time.Millisecond, theory.SlowestMean(parts, 20*time.Millisecond)), mean, .1)
		near(t, "p99", in(time.Millisecond, theory.SlowestQuantile(parts, 20*time.Millisecond, .99)), p99, .1)
	}
	check(1, 20, 92.1)
	check(8, 54.4, 133.6)
}

func TestOverloadNeverEnds(t *testing.T) {
	s := at(1, 1)
	for name, got := range map[string]time.Duration{
		"wait": s.MeanWait(), "response": s.MeanResponse(), "quantile": s.Quantile(.5),
		"general wait": s.GeneralWait(0), "general response": s.GeneralResponse(0), "equal quantile": s.EqualQuantile(.5),
		"sharing": s.SharingResponse(), "sharing of": s.SharingResponseOf(D), "drain": s.Drain(1),
	} {
		if got != theory.Forever {
			t.Errorf("%s: %v, want for ever", name, got)
		}
	}
	if s.Waits() != 1 || s.Exceeds(D) != 1 || s.EqualWaits(D) != 0 || !math.IsInf(s.InSystem(theory.Forever), 1) {
		t.Error("somebody gets through a station in overload")
	}
}
