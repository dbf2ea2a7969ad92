package engine

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// pulling gives those arrivals one by one.
func pulling(arrivals ...time.Duration) func() (time.Duration, bool) {
	return func() (time.Duration, bool) {
		if len(arrivals) == 0 {
			return 0, false
		}
		first := arrivals[0]
		arrivals = arrivals[1:]
		return first, true
	}
}

// Arrivals and retries come out together in the order of their due times.
func TestAgendaOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var arrivals, want []time.Duration
	for i := range 500 {
		arrivals = append(arrivals, time.Duration(i)*1000)
	}
	g := newAgenda(pulling(arrivals...))
	want = append(want, arrivals...)
	for range 500 {
		due := time.Duration(random.IntN(500_000))
		g.again(attempt{number: 2, due: due})
		want = append(want, due)
	}
	slices.Sort(want)
	var got []time.Duration
	for due, _ := g.earliest(); due != never; due, _ = g.earliest() {
		a := g.take()
		if a.due != due {
			t.Fatalf("took one due at %v; the earliest is %v", a.due, due)
		}
		got = append(got, a.due)
	}
	if !slices.Equal(got, want) {
		t.Error("attempts do not come out in the order of their due times")
	}
}

func TestAgendaEnd(t *testing.T) {
	g := newAgenda(pulling(10))
	check := func(when string, want time.Duration, wantMore bool) {
		t.Helper()
		if due, more := g.earliest(); due != want || more != wantMore {
			t.Errorf("%s: due %v, more %v; want %v, %v", when, due, more, want, wantMore)
		}
	}
	told := func(when string, want bool) {
		t.Helper()
		select {
		case <-g.wake:
			if !want {
				t.Errorf("%s: the taker was woken", when)
			}
		default:
			if want {
				t.Errorf("%s: the taker was not woken", when)
			}
		}
	}
	check("at first", 10, true)
	a := g.take()
	check("with a user out", never, true)
	g.again(attempt{user: a.user, number: 2, arrived: 10, due: 30})
	told("at a retry", true)
	check("with a retry", 30, true)
	g.again(attempt{number: 2, due: 40})
	told("at a later retry", false)
	g.take()
	g.take()
	check("with the last attempt out", never, true)
	g.done()
	told("at the last end", true)
	check("at last", never, false)
}
