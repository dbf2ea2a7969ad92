package experiment

import (
	"slices"
	"strings"
	"testing"
)

func TestParseSpan(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		got, err := ParseSpan(text)
		if err != nil || got.String() != want {
			t.Errorf("%q = %v, %v; want %s", text, got, err, want)
		}
	}
	check("20", "20")
	check("5..40..5", "5,10,15,20,25,30,35,40")
	check("0.4..0.9..0.05", "0.4,0.45,0.5,0.55,0.6,0.65,0.7,0.75,0.8,0.85,0.9")
	check("0..0.6..0.1", "0,0.1,0.2,0.3,0.4,0.5,0.6")
	check("0..10..4", "0,4,8")
	check("7..7..1", "7")
	check("40, 5,10..20..5 ,20", "5,10,15,20,40")
	check("1e2", "100")
	check("0..199..1", strings.Join(Span(counted(200)).Texts(), ","))
}

func counted(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

func TestParseSpanRefuses(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got, err := ParseSpan(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q = %v, %v; want an error with %s", text, got, err, want)
		}
	}
	check("", `"" is not a number`)
	check("5..40", `"5..40" is neither a number nor from..to..step`)
	check("5..40..5..1", "neither")
	check("5..40..0", "step 0 is not above zero")
	check("40..5..5", `"40..5..5" ends below its start`)
	check("a", `"a" is not a number`)
	check("-1", `"-1" is not a number from 0`)
	check("NaN", "not a number")
	check("inf", "not a number")
	check("1..2..1e-9", "more than 200 values")
	check("0..150..1,200..300..1", "more than 200 values")
	check("5,", `"" is not a number`)
}

func TestSpanWhole(t *testing.T) {
	if got, err := (Span{1, 20}).Whole(1); err != nil || !slices.Equal(got, []int{1, 20}) {
		t.Errorf("Whole = %v, %v", got, err)
	}
	for _, s := range []Span{{0}, {1.5}} {
		if got, err := s.Whole(1); err == nil || !strings.Contains(err.Error(), "whole number from 1") {
			t.Errorf("%v: Whole = %v, %v", s, got, err)
		}
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, text := range []string{"20", "5..40..5", "0.4..0.9..0.05", "0,20..100..20", "1e6", "..", "999999.999999999", "0.1..0.3..0.1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSpan(text)
		if err != nil {
			return
		}
		if len(s) == 0 || len(s) > mostValues || !slices.IsSorted(s) {
			t.Fatalf("ParseSpan(%q) = %v", text, s)
		}
		again, err := ParseSpan(s.String())
		if err != nil || !slices.Equal(s, again) {
			t.Fatalf("ParseSpan(%q) = %v, which reads back as %v, %v", text, s, again, err)
		}
	})
}
