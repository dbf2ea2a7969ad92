package bulkhead

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The second game of the article: two inside for three periods each, two
// queued, one arrival a period. Every third is turned away from the ninth on,
// and nobody takes longer than twice the time.
func TestGameOfTwoInsideTwoQueued(t *testing.T) {
	const period = time.Second
	s, err := NewState(Setting{Inside: 2, Queue: 2})
	if err != nil {
		t.Fatal(err)
	}
	done := map[int]time.Duration{} // when each caller inside will leave
	var refused []int
	var took []time.Duration
	for n := 1; n <= 18; n++ {
		at := time.Duration(n) * period
		for _, id := range doneBy(done, at) {
			took = append(took, (at-time.Duration(id)*period)/period)
			delete(done, id)
			if next, ok := s.Leave(at); ok {
				done[next] = at + 3*period
			}
		}
		switch s.Arrive(at, n) {
		case Admitted:
			done[n] = at + 3*period
		case Refused:
			refused = append(refused, n)
		}
	}
	if want := []int{9, 12, 15, 18}; !slices.Equal(refused, want) {
		t.Errorf("turned away %v, want %v", refused, want)
	}
	if want := []time.Duration{3, 3, 4, 4, 5, 5, 6, 6, 6, 6}; !slices.Equal(took, want) {
		t.Errorf("took %v periods, want %v", took, want)
	}
}

// doneBy returns in order of id, which is that of arrival, who is done.
func doneBy(done map[int]time.Duration, at time.Duration) (ids []int) {
	for id, when := range done {
		if when <= at {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestStateAllocatesNothing(t *testing.T) {
	s, _ := NewState(Setting{Inside: 1, Queue: 5, Wait: time.Second})
	at := time.Duration(0)
	allocs := testing.AllocsPerRun(100, func() {
		for id := range 7 {
			s.Arrive(at, id)
		}
		at += time.Millisecond
		s.Drop(at, 3)
		s.Leave(at)
		at += 2 * time.Second
		for _, ok := s.Expire(at); ok; _, ok = s.Expire(at) {
		}
		s.Leave(at)
	})
	if allocs != 0 {
		t.Errorf("%v allocations, want none", allocs)
	}
}

// A plain bulkhead keeps its queue in a slice and counts by hand.
type plain struct {
	setting Setting
	queue   []plainWaiter
	got     Snapshot
}

type plainWaiter struct {
	id    int
	since time.Duration
}

func (p *plain) advance(at time.Duration) {
	passed := at - p.got.At
	p.got.InsideTime += passed * time.Duration(p.got.Inside)
	p.got.QueuedTime += passed * time.Duration(len(p.queue))
	if p.setting.Inside > 0 && p.got.Inside >= p.setting.Inside &&
		p.setting.Queue >= 0 && len(p.queue) >= p.setting.Queue {
		p.got.FullTime += passed
	}
	p.got.At = at
}

func (p *plain) arrive(id int) Verdict {
	switch {
	case p.setting.Inside == 0 || p.got.Inside < p.setting.Inside:
		p.admit()
		return Admitted
	case p.setting.Queue < 0 || len(p.queue) < p.setting.Queue:
		p.queue = append(p.queue, plainWaiter{id, p.got.At})
		p.got.MaxQueued = max(p.got.MaxQueued, len(p.queue))
		return Queued
	}
	p.got.Full++
	return Refused
}

func (p *plain) admit() {
	p.got.Admitted++
	p.got.Inside++
	p.got.MaxInside = max(p.got.MaxInside, p.got.Inside)
}

func (p *plain) leave() (int, bool) {
	p.got.Inside--
	if len(p.queue) == 0 {
		return 0, false
	}
	next := 0
	if p.setting.LIFO {
		next = len(p.queue) - 1
	}
	id := p.queue[next].id
	p.queue = slices.Delete(p.queue, next, next+1)
	p.admit()
	return id, true
}

func (p *plain) expire(at time.Duration) (int, bool) {
	if p.setting.Wait == 0 || len(p.queue) == 0 || at-p.queue[0].since < p.setting.Wait {
		return 0, false
	}
	id := p.queue[0].id
	p.queue = p.queue[1:]
	p.got.Expired++
	return id, true
}

func (p *plain) drop(id int) bool {
	i := slices.IndexFunc(p.queue, func(w plainWaiter) bool { return w.id == id })
	if i < 0 {
		return false
	}
	p.queue = slices.Delete(p.queue, i, i+1)
	p.got.Cancelled++
	return true
}

// FuzzState plays the same events on both. Each pair of bytes is one: how long
// after the one before, and what.
func FuzzState(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 3))
	for inside := range uint8(4) {
		events := make([]byte, 600)
		for i := range events {
			events[i] = byte(rng.Uint32())
		}
		f.Add(inside, inside*2, inside*40, events)
		f.Add(inside+128, inside*2, inside*40, events)
	}
	f.Fuzz(func(t *testing.T, inside, queue, wait uint8, events []byte) {
		setting := Setting{Inside: int(inside % 8)}
		if setting.Inside > 0 {
			setting.Queue = int(queue%20) - 1
		}
		if setting.Queue != 0 {
			setting.Wait = time.Duration(wait) * 4
			setting.LIFO = inside >= 128
		}
		s, err := NewState(setting)
		if err != nil {
			t.Fatal(err)
		}
		p := &plain{setting: setting}
		at := time.Duration(0)
		for ; len(events) >= 2; events = events[2:] {
			at += time.Duration(events[0])
			p.advance(at)
			play(t, s, p, events[1])
			p.got.Queued = len(p.queue)
			if diff := cmp.Diff(p.got, s.Snapshot(at)); diff != "" {
				t.Fatalf("%v at %d: plain and state differ:\n%s", setting, at, diff)
			}
		}
	})
}

func play(t *testing.T, s *State, p *plain, what byte) {
	t.Helper()
	at, id := p.got.At, int(what/4)
	check := func(did string, gotID, wantID int, got, want bool) {
		t.Helper()
		if got != want || got && gotID != wantID {
			t.Fatalf("%s at %d: %d %v, plain: %d %v", did, at, gotID, got, wantID, want)
		}
	}
	queued := slices.ContainsFunc(p.queue, func(w plainWaiter) bool { return w.id == id })
	switch {
	case what%4 == 3:
		check("drop", 0, 0, s.Drop(at, id), p.drop(id))
	case what%4 == 2 && p.got.Inside > 0:
		gotID, got := s.Leave(at)
		wantID, want := p.leave()
		check("leave", gotID, wantID, got, want)
	case what%4 == 1:
		gotID, got := s.Expire(at)
		wantID, want := p.expire(at)
		check("expire", gotID, wantID, got, want)
	case !queued:
		if got, want := s.Arrive(at, id), p.arrive(id); got != want {
			t.Fatalf("arrive at %d: %d, plain: %d", at, got, want)
		}
	}
}
