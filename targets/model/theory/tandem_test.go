package theory_test

import (
	"testing"
	"time"

	"matchday/targets/model/theory"
)

// Two single servers at half and at four fifths: 2 + 5 demands, after Burke.
func TestTandem(t *testing.T) {
	half, most := at(1, .5), at(1, .8)
	near(t, "tandem", in(D, theory.Tandem(half, most)), 7, 1e-9)
	if got := theory.Tandem(half, at(1, 1)); got != theory.Forever {
		t.Errorf("with an overloaded station %v, want forever", got)
	}
}

func TestCycle(t *testing.T) {
	check := func(name string, got, want float64) {
		t.Helper()
		near(t, name, got*D.Seconds(), want, 1e-9)
	}
	one := theory.Station{Demand: D, Servers: 1}
	many := theory.Station{Demand: D, Servers: 1000}
	check("alone", theory.Cycle(1, one), 1)
	check("one server", theory.Cycle(7, one), 1)
	check("a server each", theory.Cycle(7, many), 7)
	check("two alike", theory.Cycle(9, one, one), .9) // N/(N+1)
	check("three alike", theory.Cycle(9, one, one, one), 9./11)
	check("nobody waits", theory.Cycle(9, many, many), 4.5)
	// One server behind a think time of ten demands, by mean value analysis.
	for customers, queue := 1, 0.; customers < 30; customers++ {
		response := 1 + queue
		x := float64(customers) / (response + 10)
		queue = x * response
		check("think time", theory.Cycle(customers, theory.Station{Demand: 10 * D, Servers: 1000}, one), x)
	}
	// Where a thousand crowd, what is slowest decides.
	slow := theory.Station{Demand: 50 * time.Millisecond, Servers: 20}
	near(t, "a crowd", theory.Cycle(1000, theory.Station{Demand: time.Millisecond, Servers: 2}, slow), 400, 1e-6)
}
