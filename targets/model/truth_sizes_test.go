//go:build !race

package model_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

// measured returns sizes that were written down one a line.
func measured(lines ...string) model.Sizes {
	s, err := model.ReadSizes("demands.txt", strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		panic(err) // the tests write none that cannot be read
	}
	return s
}

// Three small requests and a large one: a mean of 3 ms and a variance of 12, so
// a coefficient of variation of √12/3. What is served is scaled to the demand of
// the server, whatever the file has for a unit.
//
// Shared processors do not care how sizes spread, and must not: their mean
// response is that of any other distribution. In order of arrival it is the
// formula of Pollaczek and Khinchine, which does care, so there a server that
// meets the large request once in two times instead of once in four is wrong
// although its mean demand is right.
func TestTruthSizesOfAFile(t *testing.T) {
	t.Parallel()
	quarter, half := measured("1ms", "1ms", "1ms", "9ms"), measured("1", "9")
	check := func(right server, want func(theory.Station) time.Duration, wrong ...server) {
		station := right.station(.7)
		tell(t, right, func(s server) error {
			return hold(20, s.steady(station.Rate, 10_000),
				figure{"loss", 0}, figure{"mean response", want(station).Seconds()})
		}, right.otherDemands(), wrong)
	}
	check(server{cpus: 1, demand: demand, sizes: quarter}, theory.Station.SharingResponse, server{cpus: 2, demand: demand, sizes: quarter})
	check(server{cpus: 5, demand: demand, sizes: quarter}, theory.Station.SharingResponse, server{cpus: 6, demand: demand, sizes: quarter})

	fcfs := bulkhead.Setting{Inside: 1, Queue: bulkhead.Unbounded}
	general := func(cv float64) func(theory.Station) time.Duration {
		return func(s theory.Station) time.Duration { return s.GeneralResponse(cv) }
	}
	check(server{1, demand, quarter, fcfs}, general(math.Sqrt(12)/3), server{1, demand, half, fcfs})
	check(server{1, demand, half, fcfs}, general(4./5), server{1, demand, quarter, fcfs}) // 1 and 9: mean 5, deviation 4
}
