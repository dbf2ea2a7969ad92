package measure

import (
	"math/rand/v2"
	"testing"
	"time"
)

// gauged records random attempts by samples and by gauge, of which the samples
// lose a share, and returns the check of a phase that begins and ends between
// two readings.
func gauged(lost float64, tick time.Duration) (Stretch, Little) {
	r := rand.New(rand.NewPCG(1, 1))
	tl := NewTimeline(Grid{
		Length: 20 * time.Second, Window: time.Second,
		Phases: []Phase{{Name: "some", Start: 5030 * time.Millisecond, End: 15070 * time.Millisecond}},
	})
	var told []change
	for due := time.Duration(0); due < 20*time.Second; due += 10 * time.Millisecond {
		s := at(due)
		s.Done = due + time.Duration(r.Int64N(int64(time.Second)))
		told = append(told, change{s.Sent, 1}, change{s.Done, -1})
		if r.Float64() >= lost {
			tl.Record(s)
		}
	}
	var g Gauge
	for i := tick; i <= 21*time.Second; i += tick {
		for _, c := range told {
			if i-tick < c.at && c.at <= i || i == tick && c.at == 0 {
				g.Add(c.at, c.by)
			}
		}
		tl.Level(g.Read(i))
	}
	s := tl.Stretches()[1]
	return s, CheckLittle(s, tick)
}

func TestLittleAgrees(t *testing.T) {
	_, l := gauged(0, 100*time.Millisecond)
	if !l.Holds() || l.Error > .01 || l.Phase != "some" {
		t.Errorf("%+v", l)
	}
	if l.Samples < 40 || l.Samples > 60 {
		t.Errorf("%v in flight, want about 100/s × 0.5 s", l.Samples)
	}
}

func TestLittleFindsWhatIsLost(t *testing.T) {
	if _, l := gauged(.05, 100*time.Millisecond); l.Holds() {
		t.Errorf("one sample in twenty is lost and %+v holds", l)
	}
}

func TestLittleByHand(t *testing.T) {
	stretch := func(gauge, samples time.Duration, most int) Stretch {
		s := Stretch{Phase: Phase{End: 10 * time.Second}, Gauge: gauge, MaxFlight: most}
		s.Occupied = samples
		return s
	}
	check := func(name string, s Stretch, tick time.Duration, want Little, holds bool) {
		t.Helper()
		if got := CheckLittle(s, tick); got != want || got.Holds() != holds {
			t.Errorf("%s: %+v holds %v, want %+v holds %v", name, got, got.Holds(), want, holds)
		}
	}
	// Half a tick with all in flight is what the two ends may misplace: 0.05·most/64.
	check("3.125 % at the ends", stretch(64*time.Second, 62*time.Second, 16), 100*time.Millisecond, Little{Gauge: 6.4, Samples: 6.2, Error: .03125, Allowance: .0125}, true)
	check("3.125 % lost", stretch(64*time.Second, 62*time.Second, 8), 100*time.Millisecond, Little{Gauge: 6.4, Samples: 6.2, Error: .03125, Allowance: .00625}, false)
	check("3.125 % too many", stretch(64*time.Second, 66*time.Second, 8), 100*time.Millisecond, Little{Gauge: 6.4, Samples: 6.6, Error: .03125, Allowance: .00625}, false)
	check("nothing", stretch(0, 0, 0), 100*time.Millisecond, Little{}, true)
	check("a gauge that stood still", stretch(0, time.Second, 0), 100*time.Millisecond, Little{Samples: .1, Error: 1}, false)
	check("no samples", stretch(time.Second, 0, 1), 100*time.Millisecond, Little{Gauge: .1, Error: 1, Allowance: .05}, false)
	check("no gauge", stretch(0, time.Second, 0), 0, Little{Samples: .1}, true)
}

// Each round has ends of its own.
func TestLittleOfRounds(t *testing.T) {
	s, one := gauged(0, 100*time.Millisecond)
	s.Merge(s)
	two := CheckLittle(s, 100*time.Millisecond)
	if two.Allowance != one.Allowance || two.Error != one.Error {
		t.Errorf("two rounds %+v, one %+v", two, one)
	}
}
