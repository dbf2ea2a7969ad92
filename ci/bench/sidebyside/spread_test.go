package main

import "testing"

func TestSpread(t *testing.T) {
	check := func(want spread, values ...float64) {
		t.Helper()
		if got, ok := spreadOf(values); got != want || ok != (len(values) > 0) {
			t.Errorf("%v: %v, %v; want %v", values, got, ok, want)
		}
	}
	check(spread{})
	check(spread{7, 7, 7, 1}, 7)
	check(spread{2, 1, 9, 3}, 9, 1, 2)
	check(spread{2.5, 1, 9, 4}, 9, 3, 1, 2)
}

func TestQuantile(t *testing.T) {
	var to1000 []float64
	for i := range 1000 {
		to1000 = append(to1000, float64(i+1))
	}
	for q, want := range map[float64]float64{0: 1, .5: 500, .9: 900, .99: 990, .999: 999, 1: 1000} {
		// The plain way: the first value that enough values do not exceed.
		plain := 0.0
		for i, v := range to1000 {
			if plain == 0 && float64(i+1)/1000 >= q {
				plain = v
			}
		}
		if got := quantile(to1000, q); got != want || got != plain {
			t.Errorf("%v: %v; want %v, the plain way says %v", q, got, want, plain)
		}
	}
}

func TestThree(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1.00", 9.876: "9.88", 12.34: "12.3", 99.96: "100", 999.6: "1000", 123456: "123000", 0.01234: "0.0123", 0.0009996: "0.00100",
	} {
		if got := three(v); got != want {
			t.Errorf("%v: %s; want %s", v, got, want)
		}
	}
}
