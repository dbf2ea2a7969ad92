package bulkhead

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A plain bulkhead keeps its queue in a slice and counts by hand.
type plain struct {
	setting Setting
	queue   []plainWaiter
	stood   time.Duration
	left    []plainLeft // since the kind is what it is, after one who stands for all before
	got     Snapshot
}

// A plainLeft is somebody who left: what all had spent inside by then, and on how
// many seats.
type plainLeft struct {
	spent time.Duration
	seats int
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

func (p *plain) room() bool { return p.setting.Inside == 0 || p.got.Inside < p.setting.Inside }

func (p *plain) arrive(id int, patience time.Duration) Verdict {
	switch {
	case p.room():
		p.admit()
		return Admitted
	case p.setting.Queue < 0 || len(p.queue) < p.setting.Queue:
		if p.setting.Kind == Deadline && patience != 0 && p.answer() > patience {
			p.got.Late++
			return Late
		}
		if len(p.queue) == 0 {
			p.stood = p.got.At
		}
		p.queue = append(p.queue, plainWaiter{id, p.got.At})
		p.got.MaxQueued = max(p.got.MaxQueued, len(p.queue))
		return Queued
	}
	p.got.Full++
	return Refused
}

// answer goes through all who ever left.
func (p *plain) answer() time.Duration {
	if len(p.left)-1 < p.setting.Inside {
		return 0
	}
	mean, weights := 0.0, 0
	for i := 1; i < len(p.left); i++ {
		weights = min(weights+1, 16*p.left[i].seats)
		mean += (float64(p.left[i].spent-p.left[i-1].spent) - mean) / float64(weights)
	}
	return time.Duration(mean * (1 + float64(len(p.queue)+1)/float64(p.setting.Inside)))
}

func (p *plain) change(s Setting) {
	if s.Kind != p.setting.Kind {
		p.left = []plainLeft{{spent: p.got.InsideTime}}
	}
	p.setting = s
}

func (p *plain) admit() {
	p.got.Admitted++
	p.got.Inside++
	p.got.MaxInside = max(p.got.MaxInside, p.got.Inside)
}

func (p *plain) leave() (int, bool) {
	p.got.Inside--
	if p.setting.Kind == Deadline {
		p.left = append(p.left, plainLeft{p.got.InsideTime, p.setting.Inside})
	}
	return p.next()
}

func (p *plain) next() (int, bool) {
	if len(p.queue) == 0 || !p.room() {
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
	if p.setting.Wait == 0 || len(p.queue) == 0 {
		return 0, false
	}
	wait := p.setting.Wait
	if p.setting.Shrunk > 0 && at-p.stood >= p.setting.Wait {
		wait = p.setting.Shrunk
	}
	if at-p.queue[0].since < wait {
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

// plainSetting makes a setting of three numbers.
func plainSetting(inside, queue, wait uint8) Setting {
	s := Setting{Inside: int(inside % 8)}
	if s.Inside > 0 {
		s.Queue = int(queue%20) - 1
	}
	if s.Queue == 0 {
		return s
	}
	if queue >= 200 && s.Inside > 0 {
		s.Kind = Deadline
		return s
	}
	s.Wait, s.LIFO = time.Duration(wait)*4, inside >= 128
	if queue >= 100 {
		s.Shrunk = s.Wait / 3
	}
	return s
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
		f.Add(inside, inside*2+104, inside*40, events)
		f.Add(inside+1, inside*2+208, inside*40, events)
	}
	f.Fuzz(func(t *testing.T, inside, queue, wait uint8, events []byte) {
		setting := plainSetting(inside, queue, wait)
		other := plainSetting(queue, wait, inside)
		s, err := NewState(setting)
		if err != nil {
			t.Fatal(err)
		}
		p := &plain{setting: setting, left: make([]plainLeft, 1)}
		at := time.Duration(0)
		for ; len(events) >= 2; events = events[2:] {
			at += time.Duration(events[0])
			p.advance(at)
			if events[1] == 255 {
				setting, other = other, setting
				shift(t, s, p, setting)
			} else {
				play(t, s, p, events[1])
			}
			p.got.Queued = len(p.queue)
			if diff := cmp.Diff(p.got, s.Snapshot(at)); diff != "" {
				t.Fatalf("%v at %d: plain and state differ:\n%s", setting, at, diff)
			}
		}
	})
}

// shift changes the setting of both, and lets in who has room then.
func shift(t *testing.T, s *State, p *plain, to Setting) {
	t.Helper()
	p.change(to)
	if err := s.Change(p.got.At, to); err != nil {
		t.Fatal(err)
	}
	for {
		gotID, got := s.Admit(p.got.At)
		wantID, want := p.next()
		if got != want || got && gotID != wantID {
			t.Fatalf("let in after a change: %d %v, plain: %d %v", gotID, got, wantID, want)
		}
		if !got {
			return
		}
	}
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
		patience := time.Duration(what)*16 - 160
		if got, want := s.ArriveFor(at, id, patience), p.arrive(id, patience); got != want {
			t.Fatalf("arrive at %d: %d, plain: %d", at, got, want)
		}
	}
}
