package model

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// The first game of the article, with exact sharing: two CPUs, a request of
// three periods at the start of every period.
func TestGameOfOneArrivalPerPeriod(t *testing.T) {
	const period = time.Hour // long, so that rounding to nanoseconds does not show
	s := NewSharing(2, 0)
	var took []float64
	var inside []int
	for p := range 9 {
		start := time.Duration(p) * period
		leaveUntil(s, start, func(id int, at time.Duration) {
			took = append(took, (at - time.Duration(id)*period).Hours())
		})
		s.Enter(start, 3*period, p)
		inside = append(inside, s.Len())
	}
	want := []float64{11. / 3, 169. / 36, 4607. / 720} // 3.67, 4.69, 6.40
	for i, w := range want[:2] {
		if math.Abs(took[i]-w) > 1e-11 {
			t.Errorf("request %d took %v periods, want %v", i+1, took[i], w)
		}
	}
	if id, at := s.Leave(); id != 2 || math.Abs((at-2*period).Hours()-want[2]) > 1e-11 {
		t.Errorf("request %d took %v periods, want request 3 to take %v", id+1, (at - 2*period).Hours(), want[2])
	}
	for p, w := range []int{1, 2, 3, 4, 4, 5, 5, 6} {
		if inside[p] != w {
			t.Errorf("period %d: %d inside, want %d", p+1, inside[p], w)
		}
	}
}

func TestTiesLeaveInOrderOfEntry(t *testing.T) {
	s := NewSharing(2, 0)
	for _, id := range []int{4, 1, 3, 0, 2} {
		s.Enter(time.Second, time.Second, id)
	}
	for _, want := range []int{4, 1, 3, 0, 2} {
		if id, at := s.Leave(); id != want || at != 3500*time.Millisecond {
			t.Errorf("job %d left at %v, want job %d at 3.5s", id, at, want)
		}
	}
}

// Four CPUs' worth of jobs on two CPUs with κ = .5: half speed by sharing,
// two thirds of that by overhead.
func TestOverheadSlowsDownBeyondTheCPUs(t *testing.T) {
	s := NewSharing(2, .5)
	for id := range 2 {
		s.Enter(0, time.Second, id)
	}
	if s.Speed() != 1 {
		t.Errorf("speed of two jobs is %v, want 1", s.Speed())
	}
	s.Enter(0, time.Second, 2)
	s.Enter(0, time.Second, 3)
	if want := .5 / 1.5; s.Speed() != want {
		t.Errorf("speed of four jobs is %v, want %v", s.Speed(), want)
	}
	if _, at := s.Leave(); at != 3*time.Second {
		t.Errorf("first of four left at %v, want 3s", at)
	}
}

// Three jobs on two CPUs take half as long again, which is half a nanosecond
// past a whole one.
func TestNobodyLeavesBeforeTheirTime(t *testing.T) {
	s := NewSharing(2, 0)
	for id := range 3 {
		s.Enter(0, time.Second+time.Nanosecond, id)
	}
	if _, at := s.Leave(); at != 1_500_000_002 {
		t.Errorf("left at %d, want 1500000001.5 rounded up", at)
	}
}

func TestRemoveTellsAttainedWork(t *testing.T) {
	s := NewSharing(1, 0)
	s.Enter(0, time.Second, 0)
	s.Enter(500*time.Millisecond, time.Second, 1)
	if got, ok := s.Remove(900*time.Millisecond, 0); !ok || got != 700*time.Millisecond {
		t.Errorf("removed after %v, %v of work, want 700ms", got, ok)
	}
	if _, ok := s.Remove(900*time.Millisecond, 0); ok {
		t.Error("a job was removed twice")
	}
	if id, at := s.Leave(); id != 1 || at != 1700*time.Millisecond {
		t.Errorf("job %d left at %v, want job 1 at 1.7s", id, at)
	}
	if got := s.Work(); got != 1700*time.Millisecond {
		t.Errorf("work is %v, want 1.7s", got)
	}
}

// A year with a short job every ten minutes beside one that stays: virtual time
// is set back some thirty thousand times and must not drift.
func TestVirtualTimeKeepsItsPrecision(t *testing.T) {
	const jump = 10 * time.Minute
	const year = 365 * 24 * time.Hour
	s := NewSharing(3, 0)
	s.Enter(0, year, 0)
	for at := time.Duration(0); at < year-jump; at += jump {
		s.Enter(at, 333*time.Microsecond+time.Duration(at%7), 1)
		if _, left := s.Leave(); left != at+333*time.Microsecond+time.Duration(at%7) {
			t.Fatalf("after %v a job left at %v", at, left)
		}
	}
	if id, at := s.Leave(); id != 0 || (at-year).Abs() > 100*time.Nanosecond {
		t.Errorf("job %d left %v from the end of the year", id, at-year)
	}
}

// A crowd that is never slowed down, for a day: everybody leaves when their
// demand is up, though virtual time is set back under them again and again, and
// after that too few of their finishes are near.
func TestCrowdKeepsItsTimes(t *testing.T) {
	s := NewSharing(10_000, 0)
	draw := Sizes{Shape: Exponential}.Draws(time.Hour, 1)
	var due []time.Duration // by id
	left := func(id int, at time.Duration) {
		if late := at - due[id]; late < 0 || late > time.Nanosecond {
			t.Fatalf("job %d left %v after its time", id, late)
		}
	}
	for at := time.Duration(0); at < 24*time.Hour; at += 7 * time.Second {
		leaveUntil(s, at, left)
		if len(s.queue.heap) > 200 {
			t.Fatalf("%d finishes are near at %v, want a few", len(s.queue.heap), at)
		}
		demand := draw()
		s.Enter(at, demand, len(due))
		due = append(due, at+demand)
	}
	if s.Len() < 300 {
		t.Errorf("%d inside in the end, want some 500", s.Len())
	}
	leaveUntil(s, math.MaxInt64, left)
	if s.Len() > 0 {
		t.Errorf("%d stayed", s.Len())
	}
}

// Two days of jobs that take minutes: virtual time is set back when one of them
// leaves, or when one comes, with finishes in every part of the queue.
func TestSetBackBesideThePlainStation(t *testing.T) {
	s, p := NewSharing(5, .02), &plain{cpus: 5, overhead: .02}
	draw := Sizes{Shape: Exponential}.Draws(4*time.Minute, 1)
	for id := range 3000 {
		at := time.Duration(id) * time.Minute
		leaveBoth(t, s, p, at)
		demand := draw()
		s.Enter(at, demand, id)
		p.enter(at, demand, id)
	}
}

func TestSharingAllocatesNothing(t *testing.T) {
	for _, sizes := range []Sizes{{}, {Shape: Exponential}} {
		s := NewSharing(4, .02)
		draw := sizes.Draws(time.Second, 1)
		for id := range 1000 {
			s.Enter(0, draw(), id)
		}
		allocs := testing.AllocsPerRun(50, func() {
			for range 1000 {
				id, at := s.Leave()
				s.Enter(at, draw(), id)
				s.Remove(at, id)
				s.Enter(at, draw(), id)
			}
		})
		if allocs != 0 {
			t.Errorf("sizes %v: %v allocations, want none", sizes, allocs)
		}
	}
}

// leaveUntil lets leave every job that is done by an instant.
func leaveUntil(s *Sharing, until time.Duration, left func(id int, at time.Duration)) {
	for {
		if at, ok := s.Next(); !ok || at > until {
			return
		}
		left(s.Leave())
	}
}

// FuzzSharing plays the same comings and goings on the plain station. Each
// pair of bytes is an event: how long after the one before, and what.
func FuzzSharing(f *testing.F) {
	f.Add(uint8(2), uint8(0), []byte{0, 30, 10, 30, 10, 30, 10, 130, 10, 30})
	rng := rand.New(rand.NewPCG(1, 2))
	for cpus := range uint8(8) {
		events := make([]byte, 400)
		for i := range events {
			events[i] = byte(rng.Uint32())
			if i%2 == 0 && cpus >= 4 {
				events[i] %= 8 // crowd the station, so that many wait
			}
		}
		f.Add(cpus, cpus%3*40, events)
	}
	f.Fuzz(func(t *testing.T, cpus, overhead uint8, events []byte) {
		n, kappa := int(cpus)%8+1, float64(overhead)/100
		s, p := NewSharing(n, kappa), &plain{cpus: float64(n), overhead: kappa}
		at := time.Duration(0)
		for id := 0; len(events) >= 2 && id < 200; events = events[2:] {
			at += time.Duration(events[0]) * 1_000_003
			leaveBoth(t, s, p, at)
			if what := events[1]; what < 200 {
				demand := time.Duration(what)*1_000_033 + 1
				s.Enter(at, demand, id)
				p.enter(at, demand, id)
				id++
			} else if s.Len() > 0 {
				removeBoth(t, s, p, at, p.jobs[int(what)%len(p.jobs)].id)
			}
		}
		leaveBoth(t, s, p, math.MaxInt64)
	})
}

// near is how far the two stations may be apart: an instant is rounded to a
// nanosecond, and crowding stretches the rounding of the work left.
const near = 10 * time.Nanosecond

func leaveBoth(t *testing.T, s *Sharing, p *plain, until time.Duration) {
	t.Helper()
	leaveUntil(s, until, func(id int, at time.Duration) {
		_, due := p.next()
		if math.Abs(due-float64(at)) > float64(near) {
			t.Fatalf("job %d left at %v, plain station: %v", id, at, time.Duration(due))
		}
		if job := p.remove(at, id); math.Abs(job.left) > float64(near) {
			t.Fatalf("job %d left at %v with %vns to do", id, at, job.left)
		}
	})
	if _, due := p.next(); due < float64(until)-float64(near) {
		t.Fatalf("nobody left at %v", time.Duration(due))
	}
}

func removeBoth(t *testing.T, s *Sharing, p *plain, at time.Duration, id int) {
	t.Helper()
	s.Advance(at)
	attained, ok := s.Attained(id)
	if removed, _ := s.Remove(at, id); !ok || removed != attained {
		t.Fatalf("removed with %v of work, attained %v, %v", removed, attained, ok)
	}
	job := p.remove(at, id)
	if want := float64(job.demand) - max(0, job.left); math.Abs(float64(attained)-want) > float64(near) {
		t.Fatalf("job %d attained %v, plain station: %vns", id, attained, want)
	}
}

func BenchmarkSharing(b *testing.B) {
	for _, jobs := range []int{20, 50_000} {
		b.Run(map[int]string{20: "20 inside", 50_000: "50k inside"}[jobs], func(b *testing.B) {
			s := NewSharing(20, 0)
			draw := Sizes{Shape: Exponential}.Draws(50*time.Millisecond, 1)
			for id := range jobs {
				s.Enter(0, draw(), id)
			}
			b.ReportAllocs()
			for b.Loop() {
				id, at := s.Leave()
				s.Enter(at, draw(), id)
			}
			b.ReportMetric(2*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
