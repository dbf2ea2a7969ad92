package stats_test

import (
	"math"
	"slices"
	"testing"

	"golang.org/x/perf/benchmath"

	"matchday/report/stats"
)

var tails = [...]stats.Tail{stats.TwoSided, stats.Greater, stats.Less}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-9 || math.IsNaN(a) && math.IsNaN(b)
}

// numbers makes of bytes numbers of which some are equal, and whose sums are rounded.
func numbers(raw []byte, most int) (out []float64) {
	for _, b := range raw[:min(most, len(raw))] {
		out = append(out, float64(int8(b)%24)/10)
	}
	return out
}

func negated(x []float64) (out []float64) {
	for _, v := range x {
		out = append(out, -v)
	}
	return out
}

var swapped = map[stats.Tail]stats.Tail{stats.TwoSided: stats.TwoSided, stats.Greater: stats.Less, stats.Less: stats.Greater}

// Differences: every sign is tried, and the other way round is the other tail.
func FuzzSignFlip(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0})
	f.Add([]byte{7})
	f.Add([]byte{1, 2, 3, 253, 9, 12})
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := numbers(raw, 9)
		kept := slices.Clone(d)
		for _, tail := range tails {
			want := plainSignFlip(d, tail)
			if len(d) == 0 {
				want = math.NaN()
			}
			if got := stats.SignFlip(d, tail); !near(got, want) {
				t.Errorf("SignFlip(%v, %v) = %v, want %v", d, tail, got, want)
			}
			if a, b := stats.SignFlip(d, tail), stats.SignFlip(negated(d), swapped[tail]); !near(a, b) {
				t.Errorf("SignFlip(%v, %v) = %v, and %v of the other sides", d, tail, a, b)
			}
			if p := stats.SignFlip(d, tail); p < stats.LeastSignFlip(len(d), tail) {
				t.Errorf("SignFlip(%v, %v) = %v is below the least", d, tail, p)
			}
		}
		slope, p := stats.Trend(d[:min(7, len(d))])
		if want := plainTrend(d[:min(7, len(d))]); len(d) > 1 && !near(p, want) {
			t.Errorf("Trend(%v) = %v, %v; want p %v", d, slope, p, want)
		}
		if again, q := stats.Trend(negated(d)); len(d) <= 7 && (!near(again, -slope) || !near(p, q)) {
			t.Errorf("Trend(%v) = %v, %v, and %v, %v upside down", d, slope, p, again, q)
		}
		if !slices.Equal(d, kept) {
			t.Errorf("the numbers %v became %v", kept, d)
		}
	})
}

// Two sides: every way to part them is tried; benchmath agrees where its law is
// symmetric, which it is of equal sizes and without ties.
func FuzzRankSum(f *testing.F) {
	f.Add([]byte{}, []byte{1})
	f.Add([]byte{5, 5}, []byte{5, 5, 5})
	f.Add([]byte{1, 2, 3, 4}, []byte{9, 8, 7, 6})
	f.Add([]byte{1, 1}, []byte{3})
	f.Fuzz(func(t *testing.T, one, other []byte) {
		before, after := numbers(one, 5), numbers(other, 5)
		for _, tail := range tails {
			got := stats.RankSum(before, after, tail)
			if len(before) == 0 || len(after) == 0 {
				if !math.IsNaN(got) {
					t.Errorf("RankSum(%v, %v, %v) = %v of nothing", before, after, tail, got)
				}
				continue
			}
			if want := plainRankSum(before, after, tail); !near(got, want) {
				t.Errorf("RankSum(%v, %v, %v) = %v, want %v", before, after, tail, got, want)
			}
			if again := stats.RankSum(after, before, swapped[tail]); !near(got, again) {
				t.Errorf("RankSum(%v, %v, %v) = %v, and %v of the other sides", before, after, tail, got, again)
			}
			if got < stats.LeastRankSum(len(before), len(after), tail)-1e-12 {
				t.Errorf("RankSum(%v, %v, %v) = %v is below the least", before, after, tail, got)
			}
		}
		if len(before) == len(after) || !tied(before, after) {
			agree(t, before, after)
		}
	})
}

func tied(before, after []float64) bool {
	all := slices.Sorted(slices.Values(slices.Concat(before, after)))
	return len(slices.Compact(slices.Clone(all))) != len(all)
}

// agree holds the test of both tails against benchmath.
func agree(t *testing.T, before, after []float64) {
	t.Helper()
	thresholds := benchmath.DefaultThresholds
	sample := func(x []float64) *benchmath.Sample { return benchmath.NewSample(slices.Clone(x), &thresholds) }
	want := benchmath.AssumeNothing.Compare(sample(before), sample(after)).P
	if got := stats.RankSum(before, after, stats.TwoSided); len(before) > 0 && len(after) > 0 && !near(got, want) {
		t.Errorf("RankSum(%v, %v) = %v, and %v by benchmath", before, after, got, want)
	}
}

// The shape: every relabelling is tried.
func FuzzMaxShift(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, byte(3), byte(10))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0}, byte(1), byte(0))
	f.Add([]byte{9, 2, 17, 4, 250, 1, 7, 23, 8, 240, 11, 3, 5, 14, 19, 2, 6, 21}, byte(2), byte(10)) // columns that go their own ways
	f.Fuzz(func(t *testing.T, raw []byte, size, margin byte) {
		const quantiles = 3
		var rows [][]float64
		for row := range slices.Chunk(numbers(raw, 7*quantiles), quantiles) {
			if len(row) == quantiles {
				rows = append(rows, row)
			}
		}
		if len(rows) < 2 {
			return
		}
		margins := []float64{float64(margin) / 100, 0, 1}
		n := 1 + int(size)%(len(rows)-1)
		for _, tail := range tails {
			got, want := stats.MaxShift(rows[:n], rows[n:], margins, tail), plainMaxShift(rows[:n], rows[n:], margins, tail)
			if !slices.EqualFunc(got, want, near) {
				t.Errorf("MaxShift(%v, %v, %v, %v) = %v, want %v", rows[:n], rows[n:], margins, tail, got, want)
			}
			if again := stats.MaxShift(rows[n:], rows[:n], margins, swapped[tail]); !slices.EqualFunc(got, again, near) {
				t.Errorf("MaxShift(%v, %v, %v, %v) = %v, and %v of the other sides", rows[:n], rows[n:], margins, tail, got, again)
			}
		}
	})
}

// Figures of pairs: every sign is tried.
func FuzzMaxFlip(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, byte(10))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0}, byte(0))
	f.Add([]byte{9, 2, 17, 4, 250, 1, 7, 23, 8, 240, 11, 3, 5, 14, 19, 2, 6, 21}, byte(10)) // columns that go their own ways
	f.Fuzz(func(t *testing.T, raw []byte, margin byte) {
		const figures = 3
		var rows, back [][]float64
		for row := range slices.Chunk(numbers(raw, 7*figures), figures) {
			if len(row) == figures {
				rows = append(rows, []float64{row[0] - 1, row[1] - row[0], row[2]})
				back = append(back, []float64{1 - row[0], row[0] - row[1], -row[2]})
			}
		}
		if len(rows) < 1 {
			return
		}
		margins := []float64{float64(margin) / 100, 0, 1}
		for _, tail := range tails {
			got, want := stats.MaxFlip(rows, margins, tail), plainMaxFlip(rows, margins, tail)
			if !slices.EqualFunc(got, want, near) {
				t.Errorf("MaxFlip(%v, %v, %v) = %v, want %v", rows, margins, tail, got, want)
			}
			if again := stats.MaxFlip(back, margins, swapped[tail]); !slices.EqualFunc(got, again, near) {
				t.Errorf("MaxFlip(%v, %v, %v) = %v, and %v of the other sides", rows, margins, tail, got, again)
			}
		}
	})
}

// Adjusted p are no less than what they were, in the same order, and of the least of
// n it is n times as much.
func FuzzHolm(f *testing.F) {
	f.Add([]byte{1, 4, 3, 255})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var p []float64
		tests := 0
		for _, b := range raw[:min(12, len(raw))] {
			p = append(p, float64(b)/100)
			if b > 100 {
				p[len(p)-1] = math.NaN()
				continue
			}
			tests++
		}
		for i, got := range stats.Holm(p) {
			want := 0.0
			for _, v := range p { // by definition: no less than any that comes before
				if v <= p[i] {
					want = max(want, v*float64(count(p, func(o float64) bool { return o >= v })))
				}
			}
			if want = min(1, want); math.IsNaN(p[i]) {
				want = math.NaN()
			}
			if !near(got, want) {
				t.Errorf("Holm(%v)[%d] = %v, want %v of %d", p, i, got, want, tests)
			}
		}
	})
}

func count(p []float64, is func(float64) bool) (n int) {
	for _, v := range p {
		if is(v) {
			n++
		}
	}
	return n
}
