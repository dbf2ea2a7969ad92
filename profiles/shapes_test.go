package profiles

import (
	"math"
	"testing"
	"time"
)

// checkDrawn checks that c is within the documented tolerance of f everywhere.
func checkDrawn(t *testing.T, name string, c Curve, f func(seconds float64) float64) {
	t.Helper()
	const points = 20_000
	worst, where := 0.0, time.Duration(0)
	for i := range points + 1 {
		at := portion(c.Duration(), float64(i)/points)
		if off := math.Abs(c.Rate(at) - f(at.Seconds())); off > worst {
			worst, where = off, at
		}
	}
	if allowed := c.PeakRate() * tolerance; worst > allowed {
		t.Errorf("%s: off by %v at %v, allowed are %v", name, worst, where, allowed)
	}
	if err := c.Check(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestCurvedShapes(t *testing.T) {
	s := time.Second
	sine := func(mean, amplitude, period float64) func(float64) float64 {
		return func(x float64) float64 { return max(0, mean+amplitude*math.Sin(2*math.Pi*x/period)) }
	}
	gauss := func(base, peak, sigma, middle float64) func(float64) float64 {
		return func(x float64) float64 {
			return base + (peak-base)*math.Exp(-(x-middle)*(x-middle)/(2*sigma*sigma))
		}
	}
	checkDrawn(t, "sine", Sine(300, 100, 20*s, 47*s), sine(300, 100, 20))
	checkDrawn(t, "sine down to zero", Sine(300, 300, 20*s, 20*s), sine(300, 300, 20))
	checkDrawn(t, "sine cut at zero", Sine(100, 300, 20*s, 40*s), sine(100, 300, 20))
	checkDrawn(t, "part of a period", Sine(300, 100, 20*s, s), sine(300, 100, 20))
	checkDrawn(t, "gauss", Gauss(200, 800, 5*s, 40*s), gauss(200, 800, 5, 20))
	checkDrawn(t, "dip", Gauss(800, 200, 5*s, 40*s), gauss(800, 200, 5, 20))
	checkDrawn(t, "needle on a plain", Gauss(200, 800, s/100, 3600*s), gauss(200, 800, .01, 1800))
	checkDrawn(t, "wide bell", Gauss(200, 800, 100*s, 40*s), gauss(200, 800, 100, 20))
}

// What is above the chords in one half of a bell is below them in the other.
func TestCurvedShapesKeepTheirArea(t *testing.T) {
	check := func(name string, c Curve, want float64) {
		t.Helper()
		if off := math.Abs(c.Arrivals()/want - 1); off > tolerance/2 {
			t.Errorf("%s: %v arrivals, want %v", name, c.Arrivals(), want)
		}
	}
	s := time.Second
	check("sine", Sine(300, 100, 20*s, 60*s), 300*60)
	check("gauss", Gauss(200, 800, 5*s, 60*s), 200*60+600*5*math.Sqrt(2*math.Pi))
}

func TestSizeOfCurvedShapes(t *testing.T) {
	s := time.Second
	for _, c := range []Curve{Sine(300, 300, 20*s, 20*s), Gauss(0, 800, 5*s, 40*s), Gauss(200, 800, s/100, 3600*s)} {
		if len(c) > 80 {
			t.Errorf("%d segments, want about sixty", len(c))
		}
	}
}

func TestShapesWithoutLength(t *testing.T) {
	for _, c := range []Curve{Hold(1, 0), Ramp(1, 2, 0), Spike(1, 2, 0), Sine(1, 1, 0, 1), Sine(1, 1, 1, 0), Gauss(1, 2, 0, 0), Steps(1, 2, 3, 0), Steps(1, 2, -1, 1)} {
		if n := c.Arrivals(); n > 1 {
			t.Errorf("%v has %v arrivals", c, n)
		}
	}
}

func TestStepsFillTheTime(t *testing.T) {
	if c := Steps(10, 90, 7, time.Second); c.Duration() != time.Second || c[0].From != 10 || c[6].To != 90 {
		t.Errorf("seven steps: %v", c)
	}
}

func TestCombine(t *testing.T) {
	check := func(name string, got Curve, want string) {
		t.Helper()
		if got.String() != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	s := time.Second
	c := Hold(200, 10*s).Mark("base").Then(Ramp(200, 800, 6*s).Mark("peak"))
	check("scale", c.Scale(.5), "base: hold 100/s 10s, peak: ramp 100/s 400/s 6s")
	check("stretch", c.Stretch(.5), "base: hold 200/s 5s, peak: ramp 200/s 800/s 3s")
	check("speed", c.Speed(2), "base: hold 400/s 5s, peak: ramp 400/s 1600/s 3s")
	check("stretch to nothing", Hold(1, s).Then(Hold(2, 1), Hold(3, s)).Stretch(.25), "hold 1/s 250ms, hold 3/s 250ms")
	check("cut inside", c.Cut(12*s), "base: hold 200/s 10s, peak: ramp 200/s 400/s 2s")
	check("cut at a boundary", c.Cut(10*s), "base: hold 200/s 10s")
	check("cut behind the end", c.Cut(time.Hour), c.String())
	check("cut at the start", c.Cut(0), "")
	check("repeat", Hold(1, s).Mark("base").Repeat(2), "base: (hold 1/s 1s, hold 1/s 1s)")
	check("repeat never", c.Repeat(-1), "")
	check("sum of shifted ramps", Sum(Ramp(0, 10, 10*s), Hold(0, 5*s).Then(Ramp(10, 0, 10*s).Mark("peak-1"))),
		"ramp 0/s 5/s 5s, peak-1: (hold 15/s 5s, ramp 5/s 0/s 5s)")
	check("sum of one", Sum(c), c.String())
	check("sum of nothing", Sum(), "")
	if !c.Stretch(3).Equal(Curve{{30 * s, 200, 200, "base"}, {18 * s, 200, 800, "peak"}}) {
		t.Errorf("stretch: %v", c.Stretch(3))
	}
	// Rounding each length by itself would be off by a third of a second.
	if got := Hold(1, 1).Repeat(1_000_000).Stretch(1e3 / 3.0).Duration(); got != 333333333 {
		t.Errorf("a million pieces stretched last %v", got)
	}
	parts := Sum(Sine(300, 100, 7*s, 20*s), Gauss(0, 800, s, 13*s), Steps(1, 9, 3, 10*s))
	want := Sine(300, 100, 7*s, 20*s).Arrivals() + Gauss(0, 800, s, 13*s).Arrivals() + Steps(1, 9, 3, 10*s).Arrivals()
	if got := parts.Arrivals(); math.Abs(got-want) > 1e-6 {
		t.Errorf("the sum has %v arrivals, its parts %v", got, want)
	}
}

// No method may write into the curve it was called on.
func TestCombineCopies(t *testing.T) {
	c := Hold(200, time.Second).Then(Ramp(0, 9, time.Second))
	before := c.String()
	short := c[:1]
	short.Then(Hold(1, time.Second))
	c.Scale(2)
	c.Mark("peak")
	c.Stretch(2)
	c.Cut(time.Second / 2)
	Sum(c, c)
	if c.String() != before {
		t.Errorf("%s became %s", before, c)
	}
}
