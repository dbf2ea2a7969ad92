package model

import (
	"bufio"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// sizesOf returns the distribution that a file says.
func sizesOf(t testing.TB, text string) Sizes {
	t.Helper()
	s, err := ReadSizes("demands.txt", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Only the proportions count, and durations tell their mean.
func TestReadSizes(t *testing.T) {
	check := func(text string, mean time.Duration, want ...time.Duration) {
		t.Helper()
		s := sizesOf(t, text)
		if s.Mean() != mean || s.String() != "file:demands.txt" || s.Check() != nil {
			t.Errorf("%q: mean %v, %v, %v", text, s.Mean(), s, s.Check())
		}
		draw := s.Draws(20*time.Millisecond, 1)
		var got []time.Duration
		for range 100 {
			got = append(got, draw())
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%q: drew %v, want %v", text, got, want)
		}
	}
	const ms = time.Millisecond
	check("10ms\n30ms\n", 20*ms, 10*ms, 30*ms)
	check("1s\n3s\n", 2*time.Second, 10*ms, 30*ms)
	check("1\n3", 0, 10*ms, 30*ms)
	check("# a\n\n  0.5 # b\r\n\t1.5e0\n#\n", 0, 10*ms, 30*ms)
	check("2h", 2*time.Hour, 20*ms)
	check("1ns\n2ns\n", 2, 13_333_333, 26_666_667) // the mean is rounded, the proportions are not
	check("1e15\n1e-300\n", 0, 1, 40*ms)
}

func TestReadSizesSaysWhatItWanted(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if _, err := ReadSizes("demands.txt", strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%.60q: %v\nwant %s", text, err, want)
		}
	}
	const neither = "is neither a positive duration such as 12ms nor a plain number such as 0.5"
	const number = "is not a number above 0 and at most 1e+15, for example 0.5"
	check("", "demands.txt: there are no demands: want one a line, for example 12ms or 0.5")
	check("# none\n\n", "demands.txt: there are no demands: want one a line, for example 12ms or 0.5")
	check("12ms\n\n  soon\n", `demands.txt:3:3: "soon" `+neither)
	check("12ms 13ms\n", `demands.txt:1:1: "12ms 13ms" `+neither)
	check("-12ms\n", `demands.txt:1:1: "-12ms" `+neither)
	check("0s\n", `demands.txt:1:1: "0s" `+neither)
	check("2000000h\n", `demands.txt:1:1: "2000000h" `+neither)
	check("1\n0\n", `demands.txt:2:1: "0" `+number)
	check("-1\n", `demands.txt:1:1: "-1" `+number)
	check("NaN\n", `demands.txt:1:1: "NaN" `+number)
	check("1e16\n", `demands.txt:1:1: "1e16" `+number)
	check("12ms\n 13\n", `demands.txt:2:2: "13" is of another kind than the demands above: want either durations such as 12ms or plain numbers such as 0.5`)
	check(strings.Repeat("x", 1000), `demands.txt:1:1: "`+strings.Repeat("x", 40)+`…" `+neither)
	check("1\n"+strings.Repeat("x", bufio.MaxScanTokenSize), "demands.txt:2:1: line is longer than 65536 bytes: want one demand, for example 12ms")
	check(strings.Repeat("1\n", MaxSample+1), "demands.txt:1048577:1: want at most 1048576 demands: a sample of them, for example every tenth")

	if _, err := ReadSizes("demands.txt", iotest.ErrReader(fmt.Errorf("no such disk"))); err == nil || err.Error() != "demands.txt: no such disk" {
		t.Errorf("unreadable: %v", err)
	}
	if err := (Sizes{Shape: Empirical, File: "demands.txt"}).Check(); err == nil {
		t.Error("sizes can be drawn from a file that was not read")
	}
}

// plainSizes reads demands line by line, and forgives nothing.
func plainSizes(text string) (demands []float64, ok bool) {
	timed := 0
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n, err := strconv.ParseFloat(line, 64)
		if err != nil {
			d, err := time.ParseDuration(line)
			if err != nil {
				return nil, false
			}
			n = float64(d)
			timed++
		}
		demands = append(demands, n)
	}
	return demands, len(demands) > 0 && slices.Min(demands) > 0 && (timed == 0 || timed == len(demands))
}

// Whatever is read has the mean and the proportions of the plain way, and what
// is not says where.
func FuzzReadSizes(f *testing.F) {
	for _, text := range []string{"12ms\n340ms # a report\n", "1\n0.5\n\n# none\n3", "1e15\n2e-9", "12ms\n1\n", "0x1p-2\r\n+4", "1h2m\n.5s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSizes("f", strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		want, ok := plainSizes(text)
		if !ok || len(want) != len(s.sample) {
			t.Fatalf("%q: %d sizes, the plain way %v, %v", text, len(s.sample), want, ok)
		}
		mean := 0.0
		for i, x := range s.sample {
			mean += x / float64(len(want))
			if got, plain := x/s.sample[0], want[i]/want[0]; math.Abs(got-plain) > 1e-9*plain {
				t.Fatalf("%q: demand %d is %v times the first, want %v", text, i, got, plain)
			}
		}
		if math.Abs(mean-1) > 1e-9 || s.Check() != nil {
			t.Fatalf("%q: mean %v, %v", text, mean, s.Check())
		}
		for draw, n := s.Draws(time.Second, 1), 0; n < 10; n++ {
			if size := draw(); size < 1 || size > longest {
				t.Fatalf("%q: drew %d", text, size)
			}
		}
	})
}
