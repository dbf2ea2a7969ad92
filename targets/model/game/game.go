// Package game plays a server by hand: one request comes at the start of every
// period, all want the same work, and every fraction is kept. So few requests
// fit on a sheet of paper, and show why a server that is a little too slow never
// gets done, and what a queue of two changes.
//
// It is for learning, and for checking quicker machines against. It refuses
// randomness, callers who give up, and loads that change.
package game

import (
	"fmt"
	"math/big"
)

// A Reading is how CPUs are shared by more requests than there are CPUs.
type Reading uint8

// The readings.
const (
	// Exact gives every request the same share at every instant. Whoever is done
	// leaves in the middle of a period, and the others share what is left of it.
	Exact Reading = iota
	// Rounds lets every request run in one period of so many, as many as it takes
	// until each has run once: of five on two CPUs, in one of three. What a
	// request does not need of its share is lost.
	Rounds
)

// String returns the reading in a word.
func (r Reading) String() string {
	if r == Rounds {
		return "rounds"
	}
	return "exact"
}

// A Game is the rules.
type Game struct {
	CPUs   int // requests served at full speed at the same time, at least 1
	Demand int // periods a request takes at full speed, at least 1
	Reading
	Inside int // most requests on the CPUs at once; 0 for no bound
	Queue  int // most requests waiting for a seat inside, where that is bounded
}

// Open is the first game: two CPUs, requests of three periods, and everybody is
// let in.
func Open(r Reading) Game { return Game{CPUs: 2, Demand: 3, Reading: r} }

// Bounded is the second game: as the first, but at most two inside and two in
// the queue. Nobody shares a CPU, so both readings are the same.
func Bounded() Game { return Game{CPUs: 2, Demand: 3, Inside: 2, Queue: 2} }

// Check returns an error that names the first rule that cannot be.
func (g Game) Check() error {
	switch {
	case g.CPUs < 1:
		return fmt.Errorf("cpus %d: want at least 1, for example 2", g.CPUs)
	case g.Demand < 1:
		return fmt.Errorf("demand %d: want at least one period, for example 3", g.Demand)
	case g.Inside < 0 || g.Queue < 0:
		return fmt.Errorf("bulkhead %d/%d: want none below 0, for example 2/2", g.Inside, g.Queue)
	}
	return nil
}

// A Request is one that was inside during a period.
type Request struct {
	Number int      // in order of arrival, from 1
	Left   *big.Rat // work left after the period, in periods at full speed
}

// An Answer is the end of a request.
type Answer struct {
	Number int
	Took   *big.Rat // periods from arrival to end
}

// A Period is what happened in one. The request that came at its start bears
// its number.
type Period struct {
	Number     int
	Inside     []Request // in order of entry; who got done in it has nothing left
	Queue      []int     // numbers of those who waited, the head first
	TurnedAway bool      // whoever came
	Done       []Answer  // in order of ending
}

// InSystem returns how many were inside or queued during the period.
func (p Period) InSystem() int { return len(p.Inside) + len(p.Queue) }

// Work returns the work left after the period of all who were inside.
func (p Period) Work() *big.Rat {
	sum := new(big.Rat)
	for _, r := range p.Inside {
		sum.Add(sum, r.Left)
	}
	return sum
}

// Play returns the first periods of a game that Check lets pass.
func (g Game) Play(periods int) []Period {
	var out []Period
	var last Period
	for n := 1; n <= periods; n++ {
		last = g.admit(last, n)
		last.Done = g.work(n, last.Inside)
		out = append(out, last)
	}
	return out
}
