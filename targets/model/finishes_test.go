package model

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// FuzzFinishes holds the queue against a sorted slice. Each byte is an event: a
// finish comes, sooner or later by the value, the first one goes, every third is
// dropped, or all are set back.
func FuzzFinishes(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 0, 0, 0, 0})
	f.Add([]byte{9, 5, 9, 1, 5, 255, 0, 0, 0, 7, 254, 7, 0})
	rng := rand.New(rand.NewPCG(1, 3))
	for going := range uint32(4) { // the fewer go, the more rows there are
		events := make([]byte, 2000)
		for i := range events {
			if events[i] = byte(rng.Uint32()); rng.Uint32N(6) < going || events[i] >= 254 && rng.Uint32N(4) > 0 {
				events[i] = 0
			}
		}
		f.Add(events)
	}
	f.Fuzz(func(t *testing.T, events []byte) {
		var q finishes
		var plain []finish // sorted
		for n, e := range events {
			switch {
			case e == 255:
				want := func(f *finish) bool { return f.order%3 != 0 }
				q.remake(want)
				plain = slices.DeleteFunc(plain, func(f finish) bool { return !want(&f) })
			case e == 254 && len(plain) > 0:
				first := plain[0].at
				q.remake(func(f *finish) bool { f.at -= first; return true })
				for i := range plain {
					plain[i].at -= first
				}
			case e > 0:
				// The rising part makes some go to the lane. Sixteen magnitudes make
				// some far and some near, and many are equal.
				in := finish{at: float64(n/8) + math.Ldexp(float64(e%16), int(e/16)), order: uint64(n + 1), id: n}
				q.push(in)
				at, _ := slices.BinarySearchFunc(plain, in, func(f, in finish) int { return cmp.Or(cmp.Compare(f.at, in.at), -1) })
				plain = slices.Insert(plain, at, in)
			case len(plain) > 0:
				if got := *q.first(); got != plain[0] {
					t.Fatalf("event %d: first is %+v, want %+v", n, got, plain[0])
				}
				q.pop()
				plain = plain[1:]
			}
			if q.len() != len(plain) {
				t.Fatalf("event %d: %d of them, want %d", n, q.len(), len(plain))
			}
		}
		for ; len(plain) > 0; plain = plain[1:] {
			if got := *q.first(); got != plain[0] {
				t.Fatalf("in the end: first is %+v, want %+v", got, plain[0])
			}
			q.pop()
		}
	})
}

// Equal jobs take the lane and nothing else.
func TestEqualJobsTakeTheLane(t *testing.T) {
	s := NewSharing(2, 0)
	for id := range 1000 {
		s.Enter(time.Duration(id)*time.Millisecond, time.Minute, id)
	}
	if s.queue.lane.len() != 1000 {
		t.Errorf("%d in the lane, want all 1000", s.queue.lane.len())
	}
}

// However many jobs are inside, few of their finishes are in the heap at once.
// That holds too when the station fills while virtual time crawls.
func TestHeapStaysSmall(t *testing.T) {
	s := NewSharing(100, 0)
	draw := Sizes{Shape: Exponential}.Draws(time.Second, 1)
	most := 0
	for id := range 30_000 {
		s.Enter(time.Duration(id)*10*time.Millisecond, draw(), id)
		if id%3 == 0 {
			s.Leave()
		}
		most = max(most, len(s.queue.heap))
	}
	for s.Len() > 0 {
		s.Leave()
		most = max(most, len(s.queue.heap))
	}
	if most > 200 {
		t.Errorf("up to %d in the heap, want at most 200", most)
	}
}

// A station most of whose jobs are removed does not keep their finishes.
func TestRemovedJobsAreForgotten(t *testing.T) {
	s := NewSharing(1, 0)
	draw := Sizes{Shape: Exponential}.Draws(time.Hour, 1)
	most := 0
	for n := range 100_000 {
		at := time.Duration(n) * time.Millisecond
		s.Enter(at, draw(), n%100)
		if n >= 99 {
			s.Remove(at, (n+1)%100)
		}
		most = max(most, s.queue.len())
	}
	if most > 2*100+fewStale+1 || s.Len() != 99 {
		t.Errorf("%d finishes for %d jobs, want at most twice as many and %d", most, s.Len(), fewStale)
	}
}
