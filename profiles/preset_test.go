package profiles

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// overload is where a curve lies above capacity: from, to, and the area between.
type overload struct {
	from, to time.Duration
	excess   float64
}

// overloads is found by plain summing in small steps, apart from the package's
// own integral.
func overloads(c Curve, capacity float64, step time.Duration) []overload {
	var list []overload
	above := false
	for at, length := step/2, c.Duration(); at < length; at += step {
		over := c.Rate(at) - capacity
		if over > 0 && !above {
			list = append(list, overload{from: at})
		}
		if above = over > 0; above {
			last := &list[len(list)-1]
			last.to = at
			last.excess += over * step.Seconds()
		}
	}
	return list
}

// The figures are those of an independent model of the evening, to the digits
// they were printed with: loads at the peaks in C, over-capacity intervals in D
// with their excess in C·D, users in C·D.
func TestMatchDayFigures(t *testing.T) {
	type want struct {
		loads     [3]float64
		overloads [3][3]float64
		users     float64
	}
	low := want{[3]float64{1.08, 1.99, 1.55}, [3][3]float64{{143, 158, 0.8}, {248, 293, 24.6}, {371, 408, 11.8}}, 642}
	high := want{[3]float64{1.18, 2.15, 1.69}, [3][3]float64{{138, 164, 3.0}, {242, 301, 32.6}, {364, 412, 17.5}}, 720}
	for shape, w := range map[string]want{"linear": high, "retry": low} {
		const capacity, demand = 400.0, 50 * time.Millisecond
		c, err := MatchDay(shape, capacity, demand)
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, got, want, digit float64) {
			t.Helper()
			// Half a digit of printing, and a little for the drawing.
			if math.Abs(got-want) > digit*.52 {
				t.Errorf("%s: %s is %v, want %v", shape, what, got, want)
			}
		}
		over := overloads(c, capacity, demand/100)
		if len(over) != 3 {
			t.Fatalf("%s is above capacity %d times", shape, len(over))
		}
		for i, middle := range []time.Duration{150 * demand, 270 * demand, 390 * demand} {
			check("load", c.Rate(middle)/capacity, w.loads[i], .01)
			check("start", over[i].from.Seconds()/demand.Seconds(), w.overloads[i][0], 1)
			check("end", over[i].to.Seconds()/demand.Seconds(), w.overloads[i][1], 1)
			check("excess", over[i].excess/capacity/demand.Seconds(), w.overloads[i][2], .1)
		}
		check("users", c.Arrivals()/capacity/demand.Seconds(), w.users, 1)
	}
}

func TestMatchDayIsItsFormula(t *testing.T) {
	const capacity, demand = 1000.0, 100 * time.Millisecond
	for shape, b := range map[string][2]float64{"linear": {.6, .36}, "retry": {.55, .25}} {
		c, _ := MatchDay(shape, capacity, demand)
		for i := range 90_000 {
			x := float64(i) / 100
			want := b[0]
			if x < 600 {
				want += b[1] * math.Pow(math.Sin(math.Pi*x/600), 2)
			}
			for _, p := range [][2]float64{{150, 1}, {270, 3}, {390, 2}} {
				want += .4 * p[1] * math.Exp(-math.Pow(x-p[0], 2)/288)
			}
			if got := c.Rate(portion(demand, x)) / capacity; math.Abs(got-want) > .0005 {
				t.Fatalf("%s: %v at %v D, want %v", shape, got, x, want)
			}
		}
		if len(c) > 300 {
			t.Errorf("%s has %d segments, want at most 300", shape, len(c))
		}
	}
}

// What keeps the service down is not in the curve.
func TestMatchDayShapesInCommon(t *testing.T) {
	retry, _ := MatchDay("retry", 400, 50*time.Millisecond)
	for _, shape := range []string{"linear-low", "overhead"} {
		if c, err := MatchDay(shape, 400, 50*time.Millisecond); err != nil || !c.Equal(retry) {
			t.Errorf("%s differs from retry, %v", shape, err)
		}
	}
}

func TestMatchDayPhases(t *testing.T) {
	const demand = 50 * time.Millisecond
	show := func(c Curve) string {
		var b strings.Builder
		for _, p := range c.Phases() {
			fmt.Fprintf(&b, "%s %d–%d ", p.Name, p.Start/demand, p.End/demand)
		}
		return b.String()
	}
	c, _ := MatchDay("retry", 400, demand)
	want := "warm-up 0–20 base 20–126 peak-1 126–174 after-peak-1 174–246 peak-2 246–294 " +
		"after-peak-2 294–366 peak-3 366–414 after-peak-3 414–600 tail 600–900 "
	if got := show(c); got != want {
		t.Errorf("phases %s, want %s", got, want)
	}
	if got := show(c.Cut(32 * time.Second)); got != strings.Replace(want, "900", "640", 1) {
		t.Errorf("cut at 640: %s", got)
	}
	if got := show(c.Cut(450 * demand)); !strings.HasSuffix(got, "after-peak-3 414–450 ") {
		t.Errorf("cut at 450: %s", got)
	}
}

// One curve in other units: the same loads at the same multiples of the demand.
func TestMatchDayScales(t *testing.T) {
	quick, _ := MatchDay("retry", 400, 50*time.Millisecond)
	full, _ := MatchDay("retry", 100, time.Second)
	if a, b := quick.Arrivals()/20, full.Arrivals()/100; math.Abs(a-b) > .01 {
		t.Errorf("users in C·D: %v quick, %v full", a, b)
	}
	if n := quick.Arrivals(); math.Abs(n-12844) > 1 {
		t.Errorf("%v users in the quick evening, want 12844", n)
	}
}

func TestMatchDayErrors(t *testing.T) {
	check := func(err error, want string) {
		t.Helper()
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	_, err := MatchDay("retries", 400, 50*time.Millisecond)
	check(err, `shape "retries" is unknown: did you mean "retry"? want one of retry, linear, linear-low, overhead`)
	_, err = MatchDay("retry", 400, 0)
	check(err, `match day of 400/s and 0s: segment 1 of 12: length "0s" is not positive: want a time such as 30s`)
	_, err = MatchDay("retry", 9e8, time.Second)
	if err == nil {
		t.Error("two in each nanosecond are accepted")
	}
}

func TestPresets(t *testing.T) {
	var b strings.Builder
	for _, p := range Presets() {
		c, err := p.Curve(nil)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		fmt.Fprintf(&b, "%s: %s\n  %d segments, %s, %.0f arrivals, at most %.0f/s, %s\n", p.Name, p.Doc, len(c), clock(c.Duration()), c.Arrivals(), c.PeakRate(), c.Hash())
		for _, param := range p.Params {
			fmt.Fprintf(&b, "  %s = %s: %s\n", param.Name, param.Default, param.Doc)
		}
		for _, ph := range c.Phases() {
			fmt.Fprintf(&b, "  %-13s%s to %s, mean %.1f/s\n", ph.Name, clock(ph.Start), clock(ph.End),
				(c.ArrivalsUntil(ph.End)-c.ArrivalsUntil(ph.Start))/(ph.End-ph.Start).Seconds())
		}
		if again, err := Parse("", c.String()); err != nil || !again.Equal(c) {
			t.Errorf("%s does not read back: %v", p.Name, err)
		}
	}
	golden(t, "presets.golden", b.String())
}

func TestPresetSettings(t *testing.T) {
	check := func(name string, settings map[string]string, want string) {
		t.Helper()
		p, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := p.Curve(settings)
		if got := c.String(); err != nil && err.Error() != want || err == nil && got != want {
			t.Errorf("%s %v: %s, %v; want %s", name, settings, got, err, want)
		}
	}
	unit := func(more ...string) map[string]string {
		m := map[string]string{"capacity": "100/s", "demand": "1s"}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		return m
	}
	check("spike", unit(), "warm-up: hold 50/s 20s, base: hold 50/s 1m20s, peak-1: hold 200/s 50s, tail: hold 50/s 7m30s")
	check("ramp", unit("to", "1.8"), "warm-up: hold 20/s 20s, base: ramp 20/s 100/s 5m, peak-1: ramp 100/s 180/s 5m, tail: hold 20/s 5m")
	check("ramp", unit("to", "0.8"), "warm-up: hold 20/s 20s, base: ramp 20/s 80/s 10m, tail: hold 20/s 5m")
	check("steps", unit("count", "2"), "warm-up: hold 20/s 20s, step-1: hold 20/s 1m40s, step-2: hold 140/s 1m40s")
	check("constant", unit("length", "1m", "load", "1.5"), "warm-up: hold 150/s 20s, base: hold 150/s 40s")
	check("constant", unit("length", "10s"), "warm-up: hold 80/s 5s, base: hold 80/s 5s")

	check("spike", unit("hight", "2"), `setting "hight" of preset "spike" is unknown: want one of capacity, demand, base, peak`)
	check("spike", unit("capacity", "0/s"), `preset "spike": capacity: rate "0/s" is zero: want a rate such as 200/s`)
	check("spike", unit("demand", "2h"), `preset "spike": demand: time "2h" is longer than 1h: want the time of one request such as 50ms`)
	check("spike", unit("peak", "-1"), `preset "spike": peak: "-1" is not a positive number such as 0.8`)
	check("spike", unit("peak", "1e9"), `preset "spike": segment 3 of 4: rate "100000000000/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
	check("steps", unit("count", "501"), `preset "steps": count: count "501" is above 500: want a number such as 7`)
	check("match-day", unit("shape", "liner"), `preset "match-day": shape: "liner" is unknown: did you mean "linear"? want one of retry, linear, linear-low, overhead`)
	if _, err := Lookup("matchday"); err == nil || err.Error() != `preset "matchday" is unknown: did you mean "match-day"? want one of match-day, spike, ramp, steps, constant, soak` {
		t.Error(err)
	}
	for _, p := range Presets() {
		if _, err := p.Curve(map[string]string{"demand": "1h"}); err != nil {
			t.Errorf("%s with the longest demand: %v", p.Name, err)
		}
		if _, err := p.Curve(map[string]string{"demand": "1ns"}); err != nil {
			t.Errorf("%s with the shortest demand: %v", p.Name, err)
		}
	}
}
