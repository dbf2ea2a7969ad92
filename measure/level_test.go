package measure

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestLevelIsSplitOverWindowsAndPhases(t *testing.T) {
	tl := NewTimeline(Grid{
		Length: 3 * time.Second, Window: time.Second,
		Phases: []Phase{{Name: "a", End: 1500 * time.Millisecond}, {Name: "b", Start: 1500 * time.Millisecond, End: 3 * time.Second}},
	})
	tl.Level(Level{At: 500 * time.Millisecond, Max: 2, Integral: time.Second})
	tl.Level(Level{At: 2500 * time.Millisecond, Max: 7, Integral: 9 * time.Second}) // four in flight
	tl.Level(Level{At: 3500 * time.Millisecond, Max: 1, Integral: 10 * time.Second})
	check := func(name string, area, wantArea time.Duration, most, want int) {
		t.Helper()
		if area != wantArea || most != want {
			t.Errorf("%s: %v, at most %d; want %v, %d", name, area, most, wantArea, want)
		}
	}
	w := tl.Windows()
	check("window 0", w[0].Gauge, 3*time.Second, w[0].MaxFlight, 7)
	check("window 1", w[1].Gauge, 4*time.Second, w[1].MaxFlight, 7)
	check("window 2", w[2].Gauge, 2500*time.Millisecond, w[2].MaxFlight, 7)
	check("window 3", w[3].Gauge, 500*time.Millisecond, w[3].MaxFlight, 1)
	s := tl.Stretches()
	check("whole", s[0].Gauge, 9500*time.Millisecond, s[0].MaxFlight, 7) // what is after the end is not in it
	check("a", s[1].Gauge, 5*time.Second, s[1].MaxFlight, 7)
	check("b", s[2].Gauge, 4500*time.Millisecond, s[2].MaxFlight, 7)
}

// A reading on the border of a window tells of the window before it only.
func TestLevelOnABorder(t *testing.T) {
	tl := NewTimeline(Grid{Length: 2 * time.Second, Window: time.Second})
	tl.Level(Level{At: time.Second, Max: 5, Integral: time.Second})
	tl.Level(Level{At: 2 * time.Second, Max: 3, Integral: 3 * time.Second})
	w := tl.Windows()
	if w[0].MaxFlight != 5 || w[1].MaxFlight != 3 || w[0].Gauge != time.Second || w[1].Gauge != 2*time.Second {
		t.Errorf("%v at most %d, %v at most %d", w[0].Gauge, w[0].MaxFlight, w[1].Gauge, w[1].MaxFlight)
	}
}

// What the gauge learned late, and tells of in a second reading of the same
// instant, is not lost.
func TestLevelTwiceAtAnInstant(t *testing.T) {
	tl := NewTimeline(Grid{Length: 2 * time.Second, Window: time.Second})
	tl.Level(Level{At: time.Second, Integral: time.Second})
	tl.Level(Level{At: time.Second, Integral: time.Second + 5, Max: 9})
	if w := tl.Windows(); w[0].Gauge+w[1].Gauge != time.Second+5 || w[1].MaxFlight != 9 {
		t.Errorf("%v and %v, at most %d", w[0].Gauge, w[1].Gauge, w[1].MaxFlight)
	}
}

// Not a nanosecond is lost between the pieces.
func TestLevelConservesArea(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	g := Grid{Length: time.Minute, Window: 700 * time.Millisecond}
	for i := range time.Duration(10) {
		g.Phases = append(g.Phases, Phase{Start: i * 6001 * time.Millisecond, End: (i + 1) * 6001 * time.Millisecond})
	}
	tl := NewTimeline(g)
	var last Level
	for _, l := range randomLevels(r, 59*time.Second) {
		tl.Level(l)
		last = l
	}
	var windows, phases time.Duration
	for _, w := range tl.Windows() {
		windows += w.Gauge
	}
	stretches := tl.Stretches()
	for _, s := range stretches[1:] {
		phases += s.Gauge
	}
	if windows != last.Integral || phases != last.Integral || stretches[0].Gauge != last.Integral {
		t.Errorf("windows %v, phases %v, whole %v; want %v", windows, phases, stretches[0].Gauge, last.Integral)
	}
}
