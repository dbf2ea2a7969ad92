package main

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// A change is what became of the target between two runs, and how often the gate
// has to see it.
type change struct {
	name    string
	demands []time.Duration // of requests, drawn from at random
	by      string          // the rule that has to be broken, by its metric; "" for any
	least   int             // how many gates of twenty must be red at the least
	most    int             // and at the most
	green   int             // how many of twenty must be green: a gate that never is tells nothing
}

// demand is the mean work of a request before anything changes.
const demand = 50 * time.Millisecond

// changes are the kinds of pairs. The bars are for twenty gates.
func changes() []change {
	return []change{
		{name: "nothing", demands: exponential(demand), least: 0, most: 1, green: 18},
		{name: "service time +10 %", demands: exponential(demand * 11 / 10), least: 18, most: 20},
		{name: "2 % of requests +200 ms", demands: slower(exponential(demand), 50, 200*time.Millisecond), by: "shape", least: 18, most: 20},
	}
}

// of scales a bar to a number of gates other than twenty, in favour of none: what
// must be reached is rounded up, what may not be exceeded is rounded down.
func (c change) of(gates int) (least, most, green int) {
	return (c.least*gates + 19) / 20, c.most * gates / 20, (c.green*gates + 19) / 20
}

// distinct is how many different demands there are. What is drawn at random from
// so many is as good as the distribution itself.
const distinct = 1000

// exponential returns demands of that mean, one from the middle of each
// thousandth of the exponential distribution.
func exponential(mean time.Duration) []time.Duration {
	var out []time.Duration
	for i := range distinct {
		u := (float64(i) + .5) / distinct
		out = append(out, time.Duration(-math.Log(1-u)*float64(mean)))
	}
	return out
}

// slower returns the demands with every n-th of them longer by that much, small
// ones and large ones alike.
func slower(all []time.Duration, n int, by time.Duration) []time.Duration {
	for i := n / 2; i < len(all); i += n {
		all[i] += by
	}
	return all
}

// text writes the demands as a file of sizes.
func (c change) text() string {
	var b strings.Builder
	for _, d := range c.demands {
		fmt.Fprintln(&b, d.Round(time.Microsecond))
	}
	return b.String()
}
