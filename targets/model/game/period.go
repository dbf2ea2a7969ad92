package game

import (
	"math/big"
	"slices"
)

// admit opens a period. The order matters: whoever is done leaves, then the
// head of the queue goes in, and only then the newcomer looks. If the newcomer
// looked first, it would be turned away by a queue that is about to move.
func (g Game) admit(last Period, number int) Period {
	p := Period{Number: number, Queue: slices.Clone(last.Queue)}
	for _, r := range last.Inside {
		if r.Left.Sign() > 0 {
			p.Inside = append(p.Inside, Request{r.Number, new(big.Rat).Set(r.Left)})
		}
	}
	for len(p.Queue) > 0 && len(p.Inside) < g.Inside {
		p.Inside = append(p.Inside, g.request(p.Queue[0]))
		p.Queue = p.Queue[1:]
	}
	switch {
	case g.Inside == 0 || len(p.Inside) < g.Inside:
		p.Inside = append(p.Inside, g.request(number))
	case len(p.Queue) < g.Queue:
		p.Queue = append(p.Queue, number)
	default:
		p.TurnedAway = true
	}
	return p
}

func (g Game) request(number int) Request {
	return Request{number, big.NewRat(int64(g.Demand), 1)}
}

// work takes off what a period does for those inside and returns who got done.
func (g Game) work(period int, inside []Request) []Answer {
	if g.Reading == Rounds {
		return g.round(period, inside)
	}
	var done []Answer
	for rest := big.NewRat(1, 1); ; {
		working := slices.DeleteFunc(slices.Clone(inside), func(r Request) bool { return r.Left.Sign() == 0 })
		if len(working) == 0 || rest.Sign() == 0 {
			return done
		}
		share := big.NewRat(int64(min(g.CPUs, len(working))), int64(len(working)))
		first := slices.MinFunc(working, func(a, b Request) int { return a.Left.Cmp(b.Left) })
		passes := least(rest, new(big.Rat).Quo(first.Left, share)) // until somebody is done
		served := new(big.Rat).Mul(passes, share)
		rest.Sub(rest, passes)
		for _, r := range working {
			if r.Left.Sub(r.Left, served).Sign() == 0 {
				done = append(done, answer(r.Number, period, rest))
			}
		}
	}
}

// round gives everybody one share of whole turns.
func (g Game) round(period int, inside []Request) []Answer {
	if len(inside) == 0 {
		return nil
	}
	turns := (len(inside) + g.CPUs - 1) / g.CPUs
	share := big.NewRat(1, int64(turns))
	var done []Answer
	for _, r := range inside {
		if r.Left.Sub(r.Left, least(r.Left, share)).Sign() == 0 {
			done = append(done, answer(r.Number, period, new(big.Rat)))
		}
	}
	return done
}

// answer is one that came so much before the end of a period.
func answer(number, period int, before *big.Rat) Answer {
	took := big.NewRat(int64(period-number+1), 1)
	return Answer{number, took.Sub(took, before)}
}

// least returns a copy of the smaller number.
func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		a = b
	}
	return new(big.Rat).Set(a)
}
