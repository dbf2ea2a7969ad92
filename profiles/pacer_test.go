package profiles

import (
	"math"
	"slices"
	"testing"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// paced runs a pacer as an attack does when nothing is ever late.
func paced(p vegeta.Pacer) (at []time.Duration) {
	var now time.Duration
	for {
		wait, stop := p.Pace(now, uint64(len(at)))
		if stop {
			return at
		}
		now += wait
		at = append(at, now)
	}
}

func TestPacerIsTheSchedule(t *testing.T) {
	c := Ramp(0, 200, time.Second).Then(Hold(0, time.Minute), Hold(50, time.Second))
	for _, gap := range []Gap{Even(), Poisson(5)} {
		if got, want := paced(c.Pacer(gap)), slices.Collect(c.Schedule(gap)); !slices.Equal(got, want) {
			t.Errorf("%v: paced at %v, want %v", gap, got, want)
		}
	}
}

func TestPacer(t *testing.T) {
	p := Hold(10, time.Second).Pacer(Even())
	check := func(elapsed time.Duration, hits uint64, want time.Duration, over bool) {
		t.Helper()
		if wait, stop := p.Pace(elapsed, hits); wait != want || stop != over {
			t.Errorf("hit %d at %v: wait %v, stop %v; want %v, %v", hits, elapsed, wait, stop, want, over)
		}
	}
	ms := time.Millisecond
	check(0, 0, 50*ms, false)
	check(10*ms, 0, 40*ms, false) // asked again
	check(200*ms, 1, 0, false)    // late
	check(200*ms, 9, 750*ms, false)
	check(950*ms, 10, 0, true)
	check(950*ms, 10, 0, true)
	check(0, 2, 250*ms, false) // asked for an earlier one
	if p.Rate(500*ms) != 10 || p.Rate(2*time.Second) != 0 {
		t.Errorf("rates %v, %v", p.Rate(500*ms), p.Rate(2*time.Second))
	}
}

// foreign hides the type of a pacer.
type foreign struct{ vegeta.Pacer }

func TestFromPacer(t *testing.T) {
	check := func(p vegeta.Pacer, d time.Duration, want string) {
		t.Helper()
		c, err := FromPacer(p, d)
		got := c.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%v for %v: %s, want %s", p, d, got, want)
		}
	}
	s := time.Second
	rate := vegeta.Rate{Freq: 1000, Per: s}
	check(rate, 10*s, "hold 1000/s 10s")
	check(foreign{rate}, 10*s, "hold 1000/s 10s")
	check(vegeta.Rate{Freq: 700_000, Per: s}, 10*s, "hold 700000/s 10s")
	check(vegeta.Rate{Freq: 1, Per: 10 * s}, 10*s, "hold 0.1/s 10s")
	check(vegeta.LinearPacer{StartAt: vegeta.Rate{Freq: 1, Per: s}, Slope: 10}, 10*s, "ramp 1/s 101/s 10s")
	check(vegeta.LinearPacer{StartAt: vegeta.Rate{Freq: 10, Per: s}, Slope: -1}, 15*s, "ramp 10/s 0/s 10s, hold 0/s 5s")
	check(vegeta.LinearPacer{StartAt: vegeta.Rate{Freq: 10, Per: s}, Slope: -1}, 10*s, "ramp 10/s 0/s 10s")

	again := ": want one such as Constant{200 hits/1s}"
	check(rate, 0, `length "0s" is not in 1ns to 87600h: want a time such as 30s`)
	check(vegeta.Rate{}, s, "pacer Constant{0 hits/0s}: a rate of zero is without limit to vegeta"+again)
	check(vegeta.Rate{Freq: -1, Per: s}, s, "pacer Constant{-1 hits/1s}: a negative rate is no hits at all to vegeta"+again)
	check(vegeta.Rate{Freq: 2e9, Per: s}, s, "pacer Constant{2000000000 hits/1s}: vegeta cannot make more than one hit in a nanosecond"+again)
	check(vegeta.LinearPacer{Slope: 10}, s, "pacer {Constant{0 hits/0s} 10}: a rate of zero is without limit to vegeta"+again)
	check(vegeta.LinearPacer{StartAt: rate, Slope: math.NaN()}, s, "pacer {Constant{1000 hits/1s} NaN}: its slope is not a number"+again)
	check(vegeta.SinePacer{Period: s, Mean: rate, Amp: rate}, s, "pacer Sine{Constant{1000 hits/1s} ± Constant{1000 hits/1s} / 1s, offset 0𝛑}: an amplitude that is not below the mean is no hits at all to vegeta"+again)
	check(vegeta.SinePacer{Mean: rate, Amp: rate}, s, "pacer Sine{Constant{1000 hits/1s} ± Constant{1000 hits/1s} / 0s, offset 0𝛑}: a period that is not positive is no hits at all to vegeta"+again)
	check(foreign{vegeta.Rate{Freq: -1, Per: s}}, s, "pacer {Constant{-1 hits/1s}} plans no hits in 1s: want one that does, such as Constant{200 hits/1s}")
	check(foreign{vegeta.Rate{}}, s, "pacer {Constant{0 hits/0s}} plans more than 16777216 hits in 1s: want one with a limit, such as Constant{200 hits/1s}")
}

func TestFromSinePacer(t *testing.T) {
	p := vegeta.SinePacer{
		Period: 20 * time.Second, StartAt: vegeta.Trough,
		Mean: vegeta.Rate{Freq: 300, Per: time.Second}, Amp: vegeta.Rate{Freq: 100, Per: time.Second},
	}
	c, err := FromPacer(p, 50*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	checkDrawn(t, "sine pacer", c, func(x float64) float64 { return p.Rate(time.Duration(x * 1e9)) })
}

func TestReplayPacer(t *testing.T) {
	check := func(p vegeta.Pacer, want int) {
		t.Helper()
		r, err := ReplayPacer(p, 10*time.Second)
		if err != nil || len(r) != want || !slices.IsSorted(r) || r[len(r)-1] > 10*time.Second {
			t.Errorf("%v: %d hits, %v; want %d", p, len(r), err, want)
		}
	}
	s := time.Second
	check(vegeta.Rate{Freq: 1000, Per: s}, 10_000)
	check(vegeta.Rate{Freq: 1, Per: 10 * s}, 1)
	check(vegeta.Rate{Freq: 700_000, Per: s}, 7_002_801)
	check(vegeta.SinePacer{Period: 5 * s, Mean: vegeta.Rate{Freq: 100, Per: s}, Amp: vegeta.Rate{Freq: 90, Per: s}}, 1000)
	check(Ramp(0, 100, 10*s).Pacer(Even()), 500)
	if _, err := ReplayPacer(vegeta.Rate{Freq: 2e9, Per: s}, s); err == nil {
		t.Error("two hits in a nanosecond are accepted")
	}
}
