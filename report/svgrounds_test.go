package report

import (
	"math"
	"testing"
	"time"
)

// Of two rounds the band is from the lower to the higher, over all windows of a
// span; of one there is none.
func TestRangesOf(t *testing.T) {
	window := func(at, inSLO int32, p99 time.Duration) Window {
		return Window{Start: time.Duration(at) * time.Second, Length: time.Second, InSLO: inSLO, Gauge: time.Duration(inSLO) * time.Second, P99: p99}
	}
	one := []Window{window(0, 10, 30), window(1, 20, 50), window(2, 7, 0)}
	two := []Window{window(0, 30, 40), window(1, 40, 20), window(2, 9, 60)}
	all := []span{{Point: Point{At: 0}, length: 2 * time.Second}, {Point: Point{At: 2 * time.Second}, length: time.Second}}

	got := rangesOf(Variant{ByWindow: [][]Window{one, two}}, all)
	want := ranges{
		inSLO:  []extent{{15, 35}, {7, 9}},
		flight: []extent{{15, 35}, {7, 9}},
		p99:    []extent{{40e-9, 50e-9}, {0, 60e-9}},
	}
	same := func(name string, got, want []extent) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", name, got, want)
		}
		for i := range got {
			if math.Abs(got[i].low-want[i].low)+math.Abs(got[i].high-want[i].high) > 1e-12 {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
	}
	same("in SLO", got.inSLO, want.inSLO)
	same("in flight", got.flight, want.flight)
	same("p99", got.p99, want.p99)
	if known := knownIn(got.p99); len(known) != 1 || known[0] != [2]int{0, 1} {
		t.Errorf("p99 is known in all rounds in %v", known)
	}
	if got := rangesOf(Variant{ByWindow: [][]Window{one}}, all); got.inSLO != nil {
		t.Errorf("one round has a band: %v", got.inSLO)
	}
}

// A word stands where its band is thickest over its whole width, or nowhere.
func TestWidest(t *testing.T) {
	f := frame{width: 300, time: axis{to: 100, lo: marginLeft, hi: 270}, rate: axis{to: 100, lo: 100, hi: 0}}
	var all []span
	for i := range 100 {
		s := span{Point: Point{At: time.Duration(i) * time.Second}, length: time.Second}
		switch {
		case i == 10:
			s.InSLO = 90 // high, but narrow
		case i >= 40 && i < 80:
			s.InSLO = 40
		}
		all = append(all, s)
	}
	ground, top := func(Point) float64 { return 0 }, func(p Point) float64 { return p.InSLO }
	at, ok := f.widest(all, ground, top, 50)
	if x := f.time.at(40); !ok || at.x < x+20 || at.x > f.time.at(80)-20 || math.Abs(at.y-83.5) > .1 {
		t.Errorf("the word stands at %v, %v", at, ok)
	}
	if at, ok := f.widest(all, ground, top, 150); ok {
		t.Errorf("a long word stands at %v", at)
	}
}
