package game_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"matchday/targets/model/game"
)

// line writes a period as on paper: number, work left of each, queue, and what
// happened.
func line(p game.Period) string {
	words := []string{fmt.Sprintf("%d:", p.Number)}
	for _, r := range p.Inside {
		words = append(words, fmt.Sprintf("%d=%s", r.Number, r.Left.RatString()))
	}
	if len(p.Queue) > 0 {
		words = append(words, fmt.Sprint("queue ", p.Queue))
	}
	if p.TurnedAway {
		words = append(words, "turned away")
	}
	for _, a := range p.Done {
		words = append(words, fmt.Sprintf("%d took %s", a.Number, a.Took.RatString()))
	}
	return strings.Join(words, " ")
}

func check(t *testing.T, g game.Game, want ...string) {
	t.Helper()
	for i, p := range g.Play(len(want)) {
		if got := line(p); got != want[i] {
			t.Errorf("period %s\nwant   %s", got, want[i])
		}
	}
}

func TestOpenByRounds(t *testing.T) {
	check(t, game.Open(game.Rounds),
		"1: 1=2",
		"2: 1=1 2=2",
		"3: 1=1/2 2=3/2 3=5/2",
		"4: 1=0 2=1 3=2 4=5/2 1 took 4",
		"5: 2=1/2 3=3/2 4=2 5=5/2",
		"6: 2=1/6 3=7/6 4=5/3 5=13/6 6=8/3",
		"7: 2=0 3=5/6 4=4/3 5=11/6 6=7/3 7=8/3 2 took 6",
	)
	if got, want := figures(game.Open(game.Rounds), 10), "inside 1 2 3 4 4 5 6 6 7 8, took 4 6 8"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestOpenByExactSharing(t *testing.T) {
	check(t, game.Open(game.Exact),
		"1: 1=2",
		"2: 1=1 2=2",
		"3: 1=1/3 2=4/3 3=7/3",
		"4: 1=0 2=7/9 3=16/9 4=22/9 1 took 11/3",
	)
	if got, want := figures(game.Open(game.Exact), 9), "inside 1 2 3 4 4 5 5 6 7, took 11/3 169/36 4607/720"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Whoever plays on finds that both readings tell the same story: the CPUs work
// all the time and could have answered 26 in 40 periods, but do not.
func TestOpenGetsLittleDone(t *testing.T) {
	check := func(r game.Reading, want int) {
		t.Helper()
		done := 0
		for _, p := range game.Open(r).Play(40) {
			done += len(p.Done)
		}
		if done != want {
			t.Errorf("%v: %d answers, want %d", r, done, want)
		}
	}
	check(game.Exact, 16)
	check(game.Rounds, 14)
}

// figures writes how many were inside in each period, and how long the answers
// took.
func figures(g game.Game, periods int) string {
	var inside, took []string
	for _, p := range g.Play(periods) {
		inside = append(inside, fmt.Sprint(len(p.Inside)))
		for _, a := range p.Done {
			took = append(took, a.Took.RatString())
		}
	}
	return "inside " + strings.Join(inside, " ") + ", took " + strings.Join(took, " ")
}

// In both readings more work is left after the fifth period than after the
// fourth, with as many inside.
func TestWorkPilesUp(t *testing.T) {
	check := func(r game.Reading, fourth, fifth *big.Rat) {
		t.Helper()
		p := game.Open(r).Play(5)
		if p[3].Work().Cmp(fourth) != 0 || p[4].Work().Cmp(fifth) != 0 || p[3].InSystem() != 4 || p[4].InSystem() != 4 {
			t.Errorf("%v: %v left of %d, then %v of %d", r, p[3].Work(), p[3].InSystem(), p[4].Work(), p[4].InSystem())
		}
	}
	check(game.Rounds, big.NewRat(11, 2), big.NewRat(13, 2))
	check(game.Exact, big.NewRat(5, 1), big.NewRat(6, 1)) // three come, two are done
}

func TestBounded(t *testing.T) {
	check(t, game.Bounded(),
		"1: 1=2",
		"2: 1=1 2=2",
		"3: 1=0 2=1 queue [3] 1 took 3",
		"4: 2=0 3=2 queue [4] 2 took 3",
		"5: 3=1 4=2 queue [5]",
		"6: 3=0 4=1 queue [5 6] 3 took 4",
		"7: 4=0 5=2 queue [6 7] 4 took 4",
		"8: 5=1 6=2 queue [7 8]",
		"9: 5=0 6=1 queue [7 8] turned away 5 took 5",
		"10: 6=0 7=2 queue [8 10] 6 took 5",
		"11: 7=1 8=2 queue [10 11]",
		"12: 7=0 8=1 queue [10 11] turned away 7 took 6",
		"13: 8=0 10=2 queue [11 13] 8 took 6",
		"14: 10=1 11=2 queue [13 14]",
		"15: 10=0 11=1 queue [13 14] turned away 10 took 6",
	)
}

// Once the queue is full every third is turned away, and everybody else takes
// exactly twice the demand, for ever.
func TestBoundedGoesOnForEver(t *testing.T) {
	for _, p := range game.Bounded().Play(300) {
		if away := p.Number >= 9 && p.Number%3 == 0; p.TurnedAway != away {
			t.Errorf("period %d: turned away %v", p.Number, p.TurnedAway)
		}
		for _, a := range p.Done {
			if a.Number >= 7 && a.Took.Cmp(big.NewRat(6, 1)) != 0 {
				t.Errorf("request %d took %s periods, want 6", a.Number, a.Took.RatString())
			}
		}
	}
}

// A single CPU that is asked for exactly what it can do is never late, whatever
// the reading, and no queue ever forms.
func TestOtherRules(t *testing.T) {
	check(t, game.Game{CPUs: 1, Demand: 1}, "1: 1=0 1 took 1", "2: 2=0 2 took 1")
	check(t, game.Game{CPUs: 1, Demand: 1, Reading: game.Rounds}, "1: 1=0 1 took 1", "2: 2=0 2 took 1")
	check(t, game.Game{CPUs: 1, Demand: 2, Inside: 1}, "1: 1=1", "2: 1=0 turned away 1 took 2", "3: 3=1")
	for want, g := range map[string]game.Game{
		"cpus 0": {}, "demand 0": {CPUs: 1}, "bulkhead -1/0": {CPUs: 1, Demand: 1, Inside: -1},
	} {
		if err := g.Check(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: error %v, want %s", g, err, want)
		}
	}
	if err := game.Bounded().Check(); err != nil {
		t.Error(err)
	}
}
