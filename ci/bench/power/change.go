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
	profile string          // of users
	before  []time.Duration // demands of requests, drawn from at random
	after   []time.Duration
	by      string // the rule that has to be broken, by its metric; "" for any
	least   int    // how many gates of twenty must be red at the least
	most    int    // and at the most
	green   int    // how many of twenty must be green: a gate that never is tells nothing
}

// demand is the mean work of a request before anything changes.
const demand = 50 * time.Millisecond

// The profiles: the match day, and a steady quarter of what the target can do,
// where requests do not stand in each other's way, so that what becomes of a few
// of them is no matter to the rest.
const (
	matchDay = "{preset: match-day, shape: retry, capacity: 400/s, demand: 50ms, until: 32s}"
	steady   = "hold 100/s 32s"
)

// changes are the kinds of pairs. The bars are for twenty gates.
func changes() []change {
	usual := exponential(demand)
	return []change{
		{name: "nothing", profile: matchDay, before: usual, after: usual, least: 0, most: 1, green: 18},
		{name: "service time +10 %", profile: matchDay, before: usual, after: exponential(demand * 11 / 10), least: 18, most: 20},
		{name: "nothing, steady load", profile: steady, before: usual, after: usual, least: 0, most: 1, green: 18},
		{name: "2 % of requests +200 ms", profile: steady, before: usual, after: slower(exponential(demand), 50, 200*time.Millisecond), by: "shape", least: 18, most: 20},
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

// sizes writes demands as a file of sizes.
func sizes(demands []time.Duration) string {
	var b strings.Builder
	for _, d := range demands {
		fmt.Fprintln(&b, d.Round(time.Microsecond))
	}
	return b.String()
}
