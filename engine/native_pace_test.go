package engine

import (
	"slices"
	"testing"
	"time"
)

func TestPaceWake(t *testing.T) {
	check := func(p Pacing, due, want time.Duration) {
		t.Helper()
		pace := newPace(p)
		if got := pace.wake(due); got != want {
			t.Errorf("%s: for what is due at %v it wakes up at %v; want %v", p, due, got, want)
		}
	}
	check(PaceExact, time.Second, time.Second-headStart)
	check(PaceAuto, time.Second, time.Second-headStart)
	check(PaceExact, never, never)
	check(PaceBatched, 0, 0)
	check(PaceBatched, 1, BatchTime) // never early
	check(PaceBatched, BatchTime, BatchTime)
	check(PaceBatched, BatchTime+1, 2*BatchTime)
	check(PaceBatched, never, never)
}

// A reading is what an automatic pace sees at an instant: the share of a
// processor used since the reading before.
type reading struct {
	at    time.Duration
	share float64
}

// heeding has a pace heed the readings, and returns it with the processor time
// that they came to.
func heeding(p Pacing, readings ...reading) (pace, time.Duration) {
	pace := newPace(p)
	var used, last time.Duration
	for _, r := range readings {
		used += time.Duration(r.share * float64(r.at-last))
		last = r.at
		pace.heed(r.at, func() (time.Duration, bool) { return used, true })
	}
	return pace, used
}

func TestPaceHeed(t *testing.T) {
	const s = time.Second
	check := func(name string, p Pacing, batched bool, want []Batching, readings ...reading) {
		t.Helper()
		pace, _ := heeding(p, readings...)
		if got := pace.stretches(10 * s); pace.batched != batched || !slices.Equal(got, want) {
			t.Errorf("%s: batched %v, %v; want %v, %v", name, pace.batched, got, batched, want)
		}
	}
	check("nothing to do", PaceAuto, false, nil, reading{s, .1})
	check("busy, but not too busy", PaceAuto, false, nil, reading{s, tooBusy})
	check("too busy", PaceAuto, true, []Batching{{s, 10 * s}}, reading{s, .9})
	check("calm again", PaceAuto, false, []Batching{{s, 2 * s}}, reading{s, .9}, reading{2 * s, .2})
	check("not quite calm", PaceAuto, true, []Batching{{s, 10 * s}}, reading{s, .9}, reading{2 * s, calm})
	check("batches change nothing", PaceAuto, true, []Batching{{s, 10 * s}}, reading{s, .9}, reading{2 * s, .9})
	check("twice", PaceAuto, true, []Batching{{s, 2 * s}, {3 * s, 10 * s}}, reading{s, .9}, reading{2 * s, .1}, reading{3 * s, 1})
	check("looked at too soon", PaceAuto, false, nil, reading{paceCheck - 1, 1})
	check("just late enough", PaceAuto, true, []Batching{{paceCheck, 10 * s}}, reading{paceCheck, 1})
	check("exact whatever it costs", PaceExact, false, nil, reading{s, 1})
	check("batched from the start", PaceBatched, true, nil, reading{s, 0})
}

// Where the processor time is not known the pace stays exact, and nobody asks
// again.
func TestPaceHeedsNothingUnknown(t *testing.T) {
	p := newPace(PaceAuto)
	asked := 0
	for i := range 3 {
		p.heed(time.Duration(i+1)*time.Second, func() (time.Duration, bool) { asked++; return time.Hour, false })
	}
	if asked != 1 || p.batched || len(p.stretches(time.Minute)) > 0 {
		t.Errorf("asked %d times, batched %v; want once, and exact", asked, p.batched)
	}
}
