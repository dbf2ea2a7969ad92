package model

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// FuzzFinishes holds the queue of lane and heap against a sorted slice. Each
// byte is an event: a finish at an instant of that size comes, the first one
// goes, or every third is dropped.
func FuzzFinishes(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 0, 0, 0, 0})
	f.Add([]byte{9, 5, 9, 1, 5, 255, 0, 0, 0, 7, 7, 0})
	rng := rand.New(rand.NewPCG(1, 3))
	for range 4 {
		events := make([]byte, 500)
		for i := range events {
			events[i] = byte(rng.Uint32()) &^ byte(rng.Uint32()&1*255)
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
				q.keep(want)
				plain = slices.DeleteFunc(plain, func(f finish) bool { return !want(&f) })
			case e > 0:
				// The rising part makes some go to the lane, the falling one to the heap.
				in := finish{at: float64(e%16) + float64(n/8), order: uint64(n + 1), id: n}
				q.push(in)
				plain = append(plain, in)
				slices.SortFunc(plain, func(a, b finish) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
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
func TestEqualJobsNeedNoHeap(t *testing.T) {
	s := NewSharing(2, 0)
	for id := range 1000 {
		s.Enter(time.Duration(id)*time.Millisecond, time.Minute, id)
	}
	if len(s.queue.heap) != 0 || s.queue.lane.len() != 1000 {
		t.Errorf("%d in the heap, %d in the lane, want none and 1000", len(s.queue.heap), s.queue.lane.len())
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
