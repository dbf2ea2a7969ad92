package profiles

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
)

func TestCheck(t *testing.T) {
	check := func(c Curve, want string) {
		t.Helper()
		err := c.Check()
		if err == nil || err.Error() != want {
			t.Errorf("%v: %v, want %s", c, err, want)
		}
	}
	hold := Hold(1, time.Second)
	check(nil, `profile is empty: want at least one segment such as "hold 200/s 60s"`)
	check(hold.Then(Hold(1, 0)), `segment 2 of 2: length "0s" is not positive: want a time such as 30s`)
	check(Ramp(1, -1, time.Second), `segment 1 of 1: rate "-1/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
	check(Ramp(math.NaN(), 1, time.Second), `segment 1 of 1: rate "NaN/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
	check(hold.Mark("Peak 1"), `segment 1 of 1: phase "Peak 1" is not made of lower-case words and dashes: want a name such as peak-1`)
	check(Hold(1, MaxLength).Then(hold), `profile is longer than 87600h: want a length such as 15m`)
	check(Hold(1, math.MaxInt64).Repeat(3), `profile is longer than 87600h: want a length such as 15m`)
	check(hold.Repeat(MaxSegments+1), `profile has 1048577 segments: want at most 1048576, so make the steps longer`)
	if err := hold.Then(Hold(0, 1)).Mark("after-peak-1").Check(); err != nil {
		t.Error(err)
	}
}

func TestRate(t *testing.T) {
	c := Ramp(100, 200, 10*time.Second).Then(Hold(50, time.Second))
	for at, want := range map[time.Duration]float64{
		-1: 0, 0: 100, 5 * time.Second: 150, 10 * time.Second: 50, 11 * time.Second: 50, 11*time.Second + 1: 0,
	} {
		if got := c.Rate(at); got != want {
			t.Errorf("rate at %v is %v, want %v", at, got, want)
		}
	}
	if c.PeakRate() != 200 || c.Duration() != 11*time.Second || c.MeanRate() != 1550.0/11 {
		t.Errorf("peak %v, length %v, mean %v", c.PeakRate(), c.Duration(), c.MeanRate())
	}
	if mean := (Curve)(nil).MeanRate(); mean != 0 {
		t.Errorf("mean of nothing is %v", mean)
	}
}

func TestArrivalsUntil(t *testing.T) {
	c := Ramp(100, 200, 10*time.Second).Then(Hold(0, time.Hour), Hold(.1, 10*time.Second))
	for _, at := range []time.Duration{-5, 0, 1, 3 * time.Second, 10 * time.Second, time.Minute, time.Hour + 13*time.Second, 24 * time.Hour} {
		want, _ := exactUntil(c, new(big.Rat).SetInt64(int64(at))).Float64()
		if got := c.ArrivalsUntil(at); got != want {
			t.Errorf("%v arrivals until %v, want %v", got, at, want)
		}
	}
	if got := c.Arrivals(); got != 1501 {
		t.Errorf("%v arrivals, want 1501", got)
	}
}

func TestSample(t *testing.T) {
	c := Ramp(0, 100, 4*time.Second)
	got := c.Sample(4)
	for i, want := range []float64{12.5, 37.5, 62.5, 87.5} {
		if got[i] != want {
			t.Errorf("bin %d is %v, want %v", i, got[i], want)
		}
	}
	// A needle between two points is not lost, whatever the number of bins.
	needle := Hold(0, time.Hour).Then(Hold(1e6, time.Millisecond), Hold(0, 59*time.Minute))
	for _, n := range []int{1, 7, 100, 12345} {
		var sum float64
		for _, rate := range needle.Sample(n) {
			sum += rate * needle.Duration().Seconds() / float64(n)
		}
		if math.Abs(sum-1000) > 0.001 {
			t.Errorf("%d bins come to %v arrivals, want 1000", n, sum)
		}
	}
	if Curve(nil).Sample(3) != nil || c.Sample(0) != nil {
		t.Error("bins of nothing")
	}
	if bins := Hold(5, 2).Sample(4); len(bins) != 4 {
		t.Errorf("more bins than nanoseconds: %v", bins)
	}
}

func TestPhases(t *testing.T) {
	s := time.Second
	c := Hold(1, s).Mark("base").Then(
		Hold(2, s).Repeat(2).Mark("peak-1"), Hold(1, s), Hold(3, s).Mark("peak"), Hold(1, s).Mark("base"))
	var got strings.Builder
	for _, p := range c.Phases() {
		got.WriteString(p.Name + " " + p.Start.String() + " " + p.End.String())
		if p.Peak() {
			got.WriteString(" peak")
		}
		got.WriteString("\n")
	}
	want := "base 0s 1s\npeak-1 1s 3s peak\npeak 4s 5s peak\nbase 5s 6s\n"
	if got.String() != want {
		t.Errorf("phases:\n%swant:\n%s", got.String(), want)
	}
	for _, name := range []string{"after-peak-1", "peaks", "tail", ""} {
		if (Phase{Name: name}).Peak() {
			t.Errorf("phase %q is a peak", name)
		}
	}
}

func TestHash(t *testing.T) {
	c := Hold(200, time.Minute).Then(Ramp(200, 800, 5*time.Second))
	if got := c.Hash(); got != "a153528f1263" {
		t.Errorf("hash of %q is %s", c, got)
	}
	if c.Hash() == c.Mark("base").Hash() {
		t.Error("a phase does not change the hash")
	}
}

func TestStored(t *testing.T) {
	c := Hold(200, time.Minute).Then(Ramp(.1, 800, 5*time.Second).Mark("peak-1"))
	stored, err := json.Marshal(c)
	if err != nil || string(stored) != `"hold 200/s 1m, peak-1: ramp 0.1/s 800/s 5s"` {
		t.Errorf("stored as %s, %v", stored, err)
	}
	var again Curve
	if err := json.Unmarshal(stored, &again); err != nil || !again.Equal(c) {
		t.Errorf("%s is read back as %v, %v", stored, again, err)
	}
	if err := json.Unmarshal([]byte(`"hold"`), &again); err == nil || !strings.HasPrefix(err.Error(), "1:1: ") {
		t.Errorf("reading %q: %v", "hold", err)
	}
}
