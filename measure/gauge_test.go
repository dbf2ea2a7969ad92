package measure

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// A change is one that a gauge was told of.
type change struct {
	at time.Duration
	by int
}

// area integrates changes by brute force up to an instant.
func area(changes []change, to time.Duration) (sum time.Duration) {
	for _, c := range changes {
		sum += time.Duration(c.by) * max(0, to-c.at)
	}
	return sum
}

func TestGaugeAgainstPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var g Gauge
	var told []change
	now, n := time.Duration(0), 0
	for range 10_000 {
		now += time.Duration(r.IntN(1000))
		by := 1 - 2*r.IntN(2)
		n += by
		told = append(told, change{now, by})
		g.Add(now, by)
		if r.IntN(10) == 0 {
			now += time.Duration(r.IntN(1000))
			if l := g.Read(now); l.At != now || l.InFlight != n || l.Integral != area(told, now) {
				t.Fatalf("at %v: %+v, want %d in flight, integral %v", now, l, n, area(told, now))
			}
		}
	}
}

// Changes that come out of order are booked where they belong.
func TestGaugeOutOfOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	var told []change
	for i := range 1000 {
		told = append(told, change{time.Duration(i) * time.Millisecond, 1}, change{time.Duration(i)*time.Millisecond + 5*time.Second, -1})
	}
	slices.SortFunc(told, func(a, b change) int { return int(a.at - b.at) })
	for i := range told[1:] {
		if r.IntN(3) == 0 {
			told[i], told[i+1] = told[i+1], told[i]
		}
	}
	var g Gauge
	for _, c := range told {
		g.Add(c.at, c.by)
	}
	l := g.Read(10 * time.Second)
	if want := area(told, 10*time.Second); l.Integral != want || l.InFlight != 0 {
		t.Errorf("integral %v with %d in flight, want %v with none", l.Integral, l.InFlight, want)
	}
}

// A reading cannot be made of an instant before a change that is known.
func TestGaugeReadInThePast(t *testing.T) {
	var g Gauge
	g.Add(time.Second, 1)
	g.Add(3*time.Second, 1)
	if l := g.Read(2 * time.Second); l.At != 3*time.Second || l.Integral != 2*time.Second {
		t.Errorf("%+v, want the integral of 3s", l)
	}
}

func TestGaugeMaxStartsAnewWithEachReading(t *testing.T) {
	var g Gauge
	check := func(at time.Duration, want int) {
		t.Helper()
		if got := g.Read(at).Max; got != want {
			t.Errorf("at most %d before %v, want %d", got, at, want)
		}
	}
	g.Add(1, 3)
	g.Add(2, -2)
	check(3, 3)
	check(4, 1) // one was in flight all along
	g.Add(5, 1)
	g.Add(6, -2)
	check(7, 2)
	check(8, 0)
}

func TestGaugeConcurrent(t *testing.T) {
	var g Gauge
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 1000 {
				at := time.Duration(i + 8*j)
				g.Add(at, 1)
				g.Add(at+1000, -1)
				g.Read(at)
			}
		})
	}
	all.Wait()
	if l := g.Read(20_000); l.InFlight != 0 || l.Integral != 8*1000*1000 {
		t.Errorf("%d in flight, integral %d; want 0, 8000000", l.InFlight, l.Integral)
	}
}
