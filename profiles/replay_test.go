package profiles

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestReadCSV(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		c, err := ReadCSV("orders.csv", strings.NewReader(text))
		got := c.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	check("0,200\n60,800\n", "ramp 200/s 800/s 1m")
	check("time,rate\n0,200\n60,200", "hold 200/s 1m")
	check("\ufeffTime;s,Orders/s\n# a comment\n10, 200\n\n10.5, 12000/min\n", "hold 200/s 500ms")
	check("0s,1\n1m30s,2\n", "ramp 1/s 2/s 1m30s")
	check("2026-11-22T08:15:00Z,1\n2026-11-22T09:15:00.5+01:00,2\n", "ramp 1/s 2/s 500ms")
	check("1795335300.000000001,1\n1795335301,2\n", "ramp 1/s 2/s 999.999999ms")
	check("0,1\n5,2\n5,9\n10,9", "ramp 1/s 2/s 5s, hold 9/s 5s")
	check("time,rate,phase\n0,2,base\n5,2,peak-1\n6,8,\n7,2,tail\n9,2", "base: hold 2/s 5s, peak-1: (ramp 2/s 8/s 1s, ramp 8/s 2/s 1s), tail: hold 2/s 2s")
	check("\"0\",\"1\"\n-1.5,1", `orders.csv:2: time "-1.5" is before the one above it: want rows in the order of time`)
	check("0,1\nx,2\n", `orders.csv:2: time "x" is not a time such as 60, 1m30s or 2026-11-22T08:15:00Z`)
	check("0,1\n1,x\n", `orders.csv:2: rate "x" is not a rate from 0 to 1000000000/s such as 800 or 12000/min`)
	check("0,1\n1,-1\n", `orders.csv:2: rate "-1" is not a rate from 0 to 1000000000/s such as 800 or 12000/min`)
	check("0,1\na,b\n", `orders.csv:2: row "a,b" has neither: want a time and a rate such as "60,800"`)
	check("0,b\n1,2", `orders.csv:1: rate "b" is not a rate from 0 to 1000000000/s such as 800 or 12000/min`)
	check("time,rate\ntime,rate\n", `orders.csv:2: row "time,rate" has neither: want a time and a rate such as "60,800"`)
	check("0\n1,2", `orders.csv:1: row has 1 fields: want time, rate and perhaps a phase, such as "60,800,peak-1"`)
	check("0,1,Peak\n1,2", `orders.csv:1: phase "Peak" is not made of lower-case words and dashes: want a name such as peak-1`)
	check("", `orders.csv: want at least two rows of different times, such as "0,200" and "60,800"`)
	check("0,1\n0,1\n", `orders.csv: want at least two rows of different times, such as "0,200" and "60,800"`)
	check("0,1\n\"1,2\n", `orders.csv:2:6: extraneous or missing " in quoted-field: want a row such as "60,800"`)
	check("1700-06-01T00:00:00Z,1\n1,2", `orders.csv:1: time "1700-06-01T00:00:00Z" is not a time such as 60, 1m30s or 2026-11-22T08:15:00Z`)
	check("-9223372036,1\n9223372036,2", `orders.csv:2: time "9223372036" is more than 87600h after the one above it: want a time such as 60`)
}

func TestReadReplay(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		r, err := ReadReplay("access.log", strings.NewReader(text))
		got := fmt.Sprint([]time.Duration(r))
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	common := func(stamp string) string {
		return `192.0.2.1 - frank [` + stamp + `] "GET /order?x=[1] HTTP/1.0" 200 2326` + "\n"
	}
	check(common("22/Nov/2026:08:15:00 +0000")+common("22/Nov/2026:09:15:02 +0100"), "[0s 2s]")
	check(common("22/Nov/2026:08:15:05 +0000")+"\n \n"+common("22/Nov/2026:08:15:00 +0000"), "[0s 5s]")
	check(`[::1] - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 1 "-" "curl"`, "[0s]")
	check(`{"time":"2026-11-22T08:15:00.25Z","status":200}`+"\r\n"+`{"status":200,"time":"2026-11-22T08:15:01Z"}`, "[0s 750ms]")
	check(`{"ts":1795335300.123}`+"\n"+`{"ts":1795335300.124456789}`, "[0s 1.456789ms]")
	check(`{"timestamp":1795335300123}`+"\n"+`{"timestamp":1795335300124.5}`, "[0s 1.5ms]")
	check(`{"@timestamp":1795335300123456}`+"\n"+`{"@timestamp":1795335300123456789}`, "[0s 789ns]")
	check(`{"ts":"1795335300"}`+"\n"+`{"ts":1.7953353e9}`+"\n"+`{"ts":1.795335301E9}`, "[0s 0s 1s]")
	check("", `access.log: log is empty: want at least one line such as 192.0.2.1 - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 512`)
	check("GET /\n", `access.log:1: line has no time in brackets: want one such as 192.0.2.1 - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 512`)
	check(common("22/Nov/2026:08:15:00 +0000")+common("22/Nov/26"), `access.log:2: line has no time in brackets: want one such as 192.0.2.1 - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 512`)
	check(`{"level":"info"}`, `access.log:1: line has no time: want a key time, ts, timestamp or @timestamp, such as {"time":"2026-11-22T08:15:00Z"}`)
	check(`{"time":true}`, `access.log:1: time true is not a time such as "2026-11-22T08:15:00Z", 1795335300 or 1795335300000`)
	check(`{"time":"soon"}`, `access.log:1: time "soon" is not a time such as "2026-11-22T08:15:00Z", 1795335300 or 1795335300000`)
	check(`{"time":1`, `access.log:1: line is not a JSON object: want one such as {"time":"2026-11-22T08:15:00Z"}: unexpected end of JSON input`)
	check(strings.Repeat("x", maxLine+1), `access.log:1: line is longer than 1048576 bytes: want one request to a line`)
	check(`{"ts":1}`+"\n"+`{"ts":1795335300}`, `access.log: log is longer than 87600h: want times that belong together`)
}

func TestReadersPassErrorsOn(t *testing.T) {
	broken := errors.New("disk is gone")
	if _, err := ReadCSV("a.csv", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := ReadAccessLog("a.log", iotest.ErrReader(broken), time.Second); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestReplayCurve(t *testing.T) {
	check := func(r Replay, bin time.Duration, want string) {
		t.Helper()
		c, err := r.Curve(bin)
		got := c.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%v in bins of %v: %s, want %s", r, bin, got, want)
		}
	}
	s := time.Second
	check(Replay{0, 1, s - 1, s, 3 * s, 3*s + 1}, s, "hold 3/s 1s, hold 1/s 1s, hold 0/s 1s, hold 2/s 1s")
	check(Replay{0, s, 2 * s}, s, "hold 1/s 3s")
	check(Replay{0, s, 2 * s}, 2*s, "hold 1/s 2s, hold 0.5/s 2s")
	check(Replay{5}, time.Minute, "hold 0.016666666666666666/s 1m")
	check(nil, s, errEmpty.Error())
	check(Replay{0}, 0, `bin "0s" is not positive: want a time such as 1s`)
	check(Replay{0, 24 * time.Hour}, time.Millisecond, `bin "1ms" is too fine for 24h of traffic: want at most 1048576 bins of a time such as 1m`)
	check(Replay{0, 0, 0}, 1, `segment 1 of 1: rate "3000000000/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
}

// Binned, a recording keeps its arrivals; recorded again from the curve they are
// in the bin they were in.
func TestReplayKeepsItsArrivals(t *testing.T) {
	r := Replay(slices.Collect(Gauss(10, 500, 2*time.Second, 20*time.Second).Schedule(Poisson(3))))
	for _, bin := range []time.Duration{time.Second, 333 * time.Millisecond, 20 * time.Millisecond} {
		c, err := r.Curve(bin)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Arrivals(); math.Abs(got-float64(len(r))) > 1e-6 {
			t.Errorf("bins of %v: %v arrivals, want %d", bin, got, len(r))
		}
		half, _ := slices.BinarySearch(r, 10*bin)
		if got := c.ArrivalsUntil(10 * bin); math.Abs(got-float64(half)) > 1e-6 {
			t.Errorf("bins of %v: %v arrivals in ten of them, want %d", bin, got, half)
		}
	}
}

func TestReplaySchedule(t *testing.T) {
	r := Replay{0, 10, 30}
	if got := slices.Collect(r.Speed(2).Schedule()); !slices.Equal(got, []time.Duration{0, 5, 15}) {
		t.Errorf("twice as fast: %v", got)
	}
	if got := r.Speed(0); !slices.Equal(got, r) || &got[0] == &r[0] {
		t.Errorf("factor zero: %v", got)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("time,rate\n0,200\n60,800\n")
	f.Add("0s,1,base\n1m30s,5k/s,\n# x\n2m,2,peak-1\n")
	f.Add("2026-11-22T08:15:00Z,1\n2026-11-22T08:15:01Z,2")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ReadCSV("f.csv", strings.NewReader(text))
		if err != nil {
			checkPlaced(t, err)
			return
		}
		if err := c.Check(); err != nil {
			t.Fatalf("%q does not pass the check: %v", text, err)
		}
	})
}

func FuzzAccessLog(f *testing.F) {
	f.Add(`192.0.2.1 - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 512` + "\n")
	f.Add(`{"time":"2026-11-22T08:15:00Z"}` + "\n" + `{"ts":1795335300}` + "\n" + `{"@timestamp":"1795335300123.5"}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadReplay("f.log", strings.NewReader(text))
		if err != nil {
			checkPlaced(t, err)
			return
		}
		if !slices.IsSorted(r) || r[0] != 0 {
			t.Fatalf("%q is read as %v", text, r)
		}
		c, err := ReadAccessLog("f.log", strings.NewReader(text), time.Minute)
		if err != nil {
			checkPlaced(t, err)
			return
		}
		if got := c.Arrivals(); c.Check() != nil || math.Abs(got-float64(len(r))) > 1e-6 {
			t.Fatalf("%q has %v arrivals, want %d; %v", text, got, len(r), c.Check())
		}
	})
}

// checkPlaced checks that err tells at least the file.
func checkPlaced(t *testing.T, err error) {
	t.Helper()
	var at *SyntaxError
	if !errors.As(err, &at) || at.Name == "" {
		t.Fatalf("%v has no place", err)
	}
}
