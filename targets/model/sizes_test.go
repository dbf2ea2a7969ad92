package model

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseSizes(t *testing.T) {
	check := func(text string, want Sizes) {
		t.Helper()
		got, err := ParseSizes(text)
		if err != nil || !reflect.DeepEqual(got, want) || got.String() != text {
			t.Errorf("ParseSizes(%q) = %+v, %v, prints %q", text, got, err, got)
		}
	}
	check("fixed", Sizes{})
	check("exp", Sizes{Shape: Exponential})
	check("lognormal:1.5", Sizes{Shape: Lognormal, CV: 1.5})
	check("file:a/demands.txt", Sizes{Shape: Empirical, File: "a/demands.txt"})

	refuse := func(text, want string) {
		t.Helper()
		if got, err := ParseSizes(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseSizes(%q) = %v, %v, want an error with %q", text, got, err, want)
		}
	}
	refuse("", `sizes "": want fixed, exp`)
	refuse("lognormal", `sizes "lognormal": want fixed, exp`)
	refuse("lognormal:wide", `"wide" is not a number`)
	refuse("lognormal:0", "must be above 0")
	refuse("lognormal:NaN", "must be above 0")
	refuse("lognormal:1e9", "at most 100")
	refuse("file:", `sizes "file:": want fixed, exp`)
}

func FuzzParseSizes(f *testing.F) {
	for _, text := range []string{"fixed", "exp", "lognormal:1.5", "lognormal:0x1p-2", "lognormal:-0", "file:demands.txt"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSizes(text)
		if err != nil {
			return
		}
		written, err := s.MarshalText()
		if err != nil {
			t.Fatalf("ParseSizes(%q) = %+v, which cannot be written: %v", text, s, err)
		}
		var again Sizes
		if err := again.UnmarshalText(written); err != nil || !reflect.DeepEqual(again, s) {
			t.Fatalf("ParseSizes(%q) = %+v, which reads back as %+v, %v", text, s, again, err)
		}
	})
}

// Mean and coefficient of variation within 3σ of many draws; the error of
// the mean is cv/√n, that of the variance is taken from the fourth moment.
func TestDrawsHaveTheirMoments(t *testing.T) {
	const n = 300_000
	check := func(s Sizes, cv, fourth float64) {
		t.Helper()
		draw := s.Draws(time.Hour, 11)
		var sum, squares float64
		for range n {
			x := draw().Hours()
			sum += x
			squares += (x - 1) * (x - 1)
		}
		if mean := sum / n; math.Abs(mean-1) > 3*cv/math.Sqrt(n) {
			t.Errorf("%v: mean %v, want 1", s, mean)
		}
		sigma := math.Sqrt((fourth - cv*cv*cv*cv) / n)
		if variance := squares / n; math.Abs(variance-cv*cv) > 3*sigma {
			t.Errorf("%v: variance %v, want %v ± %v", s, variance, cv*cv, 3*sigma)
		}
	}
	check(Sizes{}, 0, 0)
	check(Sizes{Shape: Exponential}, 1, 9)
	check(Sizes{Shape: Lognormal, CV: 1}, 1, 41) // kurtosis w⁴+2w³+3w²−3 with w = 1+cv²
	check(Sizes{Shape: Lognormal, CV: .5}, .5, math.Pow(.5, 4)*(math.Pow(1.25, 4)+2*math.Pow(1.25, 3)+3*math.Pow(1.25, 2)-3))
	// A third three times, of mean one, and three once: deviations −2/3 and 2.
	check(sizesOf(t, "1ms\n1ms\n1ms\n9ms\n"), math.Sqrt(4./3), (3*math.Pow(2./3, 4)+math.Pow(2, 4))/4)
}

// Stored runs and their repetitions rely on a seed giving the same sizes ever
// after, with any version of Go.
func TestDrawsAreReproducible(t *testing.T) {
	check := func(s Sizes, want ...time.Duration) {
		t.Helper()
		draw := s.Draws(50*time.Millisecond, 1)
		for i, w := range want {
			if got := draw(); got != w {
				t.Errorf("%v: draw %d is %d, want %d", s, i, got, w)
			}
		}
	}
	check(Sizes{}, 50_000_000, 50_000_000)
	check(Sizes{Shape: Exponential}, 29_130_491, 63_027_550, 57_267_885)
	check(Sizes{Shape: Lognormal, CV: 1.5}, 215_719_755, 6_706_285, 13_171_515)
	check(sizesOf(t, "1\n2\n3\n4\n5\n"), 16_666_667, 83_333_333, 66_666_667, 83_333_333, 66_666_667)
}
