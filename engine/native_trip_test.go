package engine

import (
	"slices"
	"testing"
	"time"
)

// FuzzTrips holds the list of trips against a sorted slice. Each byte of the
// script puts a trip on its way or takes one off; the due times are few, so that
// many are the same and most come out of order.
func FuzzTrips(f *testing.F) {
	f.Add([]byte{8, 16, 24, 1, 1, 1, 8, 0}) // in order, taken off from the head
	f.Add([]byte{24, 16, 8, 0, 17, 9, 1})   // backwards, taken off from tail and middle
	f.Add([]byte{8, 8, 0, 8, 9, 9, 1, 40, 1})
	f.Fuzz(func(t *testing.T, script []byte) {
		var q trips
		var plain []*trip
		made := map[*trip]bool{}
		for user, b := range script {
			if n := int(b >> 1); b%2 == 1 && len(plain) > 0 {
				i := n % len(plain)
				takeOff(t, &q, plain[i])
				plain = slices.Delete(plain, i, i+1)
			} else {
				one := q.take(attempt{user: int64(user), number: 2, arrived: 1, due: time.Duration(n % 16)})
				made[one] = true
				putOn(t, &q, one, int64(user))
				i, _ := slices.BinarySearchFunc(plain, one.Due+1, func(p *trip, due time.Duration) int { return int(p.Due - due) })
				plain = slices.Insert(plain, i, one)
			}
			if got := q.listed(t); !slices.Equal(got, plain) {
				t.Fatalf("after byte %d the list has %d trips in another order than %d sorted ones", user, len(got), len(plain))
			}
			if len(made) > longestOf(script) {
				t.Fatalf("%d trips were made where %d are enough", len(made), longestOf(script))
			}
		}
	})
}

// putOn adds a trip that was just taken, which must be as good as new.
func putOn(t *testing.T, q *trips, one *trip, user int64) {
	t.Helper()
	if one.User != user || one.Attempt != 2 || one.Arrived != 1 || one.order != nil || one.conn != nil || one.again || one.left {
		t.Fatalf("a trip begins as %+v", one)
	}
	one.order, one.conn, one.again, one.left = &order{}, &conn{}, true, true
	q.add(one)
}

// takeOff removes a trip and lets it be used again, as somebody else's.
func takeOff(t *testing.T, q *trips, one *trip) {
	t.Helper()
	turn := one.turn
	q.remove(one)
	q.release(one)
	if one.turn != turn+1 {
		t.Fatalf("a trip that is used again has turn %d after %d", one.turn, turn)
	}
}

// listed returns the trips on their way, read forwards, and checks that read
// backwards they are the same.
func (q *trips) listed(t *testing.T) []*trip {
	t.Helper()
	var forwards, backwards []*trip
	for one := q.first; one != nil; one = one.next {
		forwards = append(forwards, one)
	}
	for one := q.last; one != nil; one = one.prev {
		backwards = append(backwards, one)
	}
	if slices.Reverse(backwards); !slices.Equal(forwards, backwards) {
		t.Fatalf("%d trips forwards, %d backwards, or in another order", len(forwards), len(backwards))
	}
	return forwards
}

// longestOf returns how many trips of a script are on their way at most.
func longestOf(script []byte) int {
	on, most := 0, 0
	for _, b := range script {
		if b%2 == 1 && on > 0 {
			on--
			continue
		}
		on++
		most = max(most, on)
	}
	return most
}

func TestTripsDeadline(t *testing.T) {
	var q trips
	check := func(want time.Duration) {
		t.Helper()
		if got := q.deadline(10); got != want {
			t.Errorf("the first is given up at %d; want %d", got, want)
		}
	}
	check(never)
	first := q.take(attempt{due: 7})
	q.add(first)
	q.add(q.take(attempt{due: 9}))
	check(17)
	q.remove(first)
	check(19)
	q.remove(q.last)
	check(never)
	q.add(q.take(attempt{due: never - 5}))
	check(never) // not some instant before the beginning
}
