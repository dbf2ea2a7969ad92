package experiment

import "testing"

func TestUpper(t *testing.T) {
	bounds := []float64{0, 1, 2, 3, 4}
	check := func(counts []uint64, q, want float64) {
		t.Helper()
		if got := upper(counts, bounds, q); got != want {
			t.Errorf("upper(%v, %v) = %v, want %v", counts, q, got, want)
		}
	}
	check([]uint64{0, 0, 0, 0}, .99, 0)
	check([]uint64{99, 1, 0, 0}, .99, 1)
	check([]uint64{98, 2, 0, 0}, .99, 2)
	check([]uint64{0, 0, 5, 0}, .5, 3)
	check([]uint64{0, 0, 0, 5}, .5, 3) // the last bucket has no upper bound to speak of
}
