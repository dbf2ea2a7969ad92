package engine

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// FuzzCalls holds the ring against a sorted slice. Each byte is an event: an
// attempt is sent, one of those on their way ends, or the first gives up.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{0, 0, 0, 200, 255, 0, 201, 255, 255})
	rng := rand.New(rand.NewPCG(1, 4))
	for sent := range 4 { // the more are sent, the longer the ring grows
		events := make([]byte, 1000)
		for i := range events {
			if events[i] = byte(rng.Uint32()); rng.IntN(8) < 2*sent {
				events[i] = 0
			}
		}
		f.Add(events)
	}
	f.Fuzz(func(t *testing.T, events []byte) {
		var q calls
		var plain []attempt // in the order in which they came; the user is the id
		for n, e := range events {
			switch {
			case e < 128:
				a := attempt{user: freeID(plain), number: n, due: time.Duration(n)}
				q.add(int(a.user), a)
				plain = append(plain, a)
			case len(plain) > 0 && e == 255:
				if due := q.due(time.Second); due != plain[0].due+time.Second {
					t.Fatalf("event %d: the first gives up at %v, want a second after %v", n, due, plain[0].due)
				}
				id, c := q.first()
				end(t, c, plain[0])
				if int64(id) != plain[0].user {
					t.Fatalf("event %d: the first is %d, want %d", n, id, plain[0].user)
				}
				plain = plain[1:]
			case len(plain) > 0:
				gone := int(e) % len(plain)
				end(t, q.end(int(plain[gone].user)), plain[gone])
				plain = slices.Delete(plain, gone, gone+1)
			}
		}
		if due := q.due(0); len(plain) == 0 && due != never {
			t.Errorf("with nobody on the way the first gives up at %v", due)
		}
	})
}

// freeID returns the least number that no attempt bears.
func freeID(of []attempt) (id int64) {
	taken := make([]bool, len(of)+1) // one of so many is free
	for _, a := range of {
		if a.user < int64(len(taken)) {
			taken[a.user] = true
		}
	}
	return int64(slices.Index(taken, false))
}

func end(t *testing.T, c *call, want attempt) {
	t.Helper()
	if !c.open || c.attempt != want {
		t.Fatalf("got %+v, want %+v on its way", c, want)
	}
	c.open = false
}

// A ring through which many go, a few at a time and one of them for ever, stays
// short.
func TestEndedCallsLeaveTheRing(t *testing.T) {
	var q calls
	q.add(0, attempt{})
	for n := range 10_000 {
		id := 1 + n%20
		if n >= 20 {
			q.end(id).open = false
		}
		q.add(id, attempt{user: int64(n)})
	}
	if len(q.ring) != 64 {
		t.Errorf("the ring is %d long, want 64", len(q.ring))
	}
}
