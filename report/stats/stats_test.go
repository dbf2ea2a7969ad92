package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/perf/benchmath"

	"matchday/report/stats"
)

func TestMedianInterval(t *testing.T) {
	check := func(n int, confidence, low, high, attained float64) {
		t.Helper()
		x := make([]float64, n)
		for i := range x {
			x[i] = float64((i*7)%n + 1) // 1 … n out of order: seven shares no factor with the sizes below
		}
		got, ok := stats.MedianInterval(x, confidence)
		want := stats.Interval{Low: low, High: high, Confidence: attained}
		if ok != (low > 0) || got != want {
			t.Errorf("MedianInterval of %d at %v = %v, %v; want %v", n, confidence, got, ok, want)
		}
	}
	check(5, 0.95, 0, 0, 0)
	check(6, 0.95, 1, 6, 1-2./64)
	check(8, 0.95, 1, 8, 1-2./256)
	check(9, 0.95, 2, 8, 1-2*10./512)
	check(10, 0.95, 2, 9, 1-2*11./1024)
	check(6, 0.99, 0, 0, 0)
	check(5, 0.9, 1, 5, 1-2./32)
	check(1, 0.5, 0, 0, 0)
	check(0, 0.5, 0, 0, 0)
	if _, ok := stats.MedianInterval([]float64{1, 2, 3, 4, 5, math.NaN(), 7}, 0.5); ok {
		t.Error("there is an interval of what is not a number")
	}
}

// The program that compares benchmarks comes to the same medians, and has an interval
// where we do. It may cut one value more off one end than off the other, so that ours
// holds its own.
func TestMedianAsBenchmath(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	thresholds := benchmath.DefaultThresholds
	for n := 1; n <= 40; n++ {
		x := make([]float64, n)
		for i := range x {
			x[i] = math.Exp(random.NormFloat64())
		}
		want := benchmath.AssumeNothing.Summary(benchmath.NewSample(slices.Clone(x), &thresholds), 0.95)
		if got := stats.Median(x); !near(got, want.Center) {
			t.Errorf("Median of %d = %v, and %v by benchmath", n, got, want.Center)
		}
		got, ok := stats.MedianInterval(x, 0.95)
		if ok != !math.IsInf(want.Lo, 0) || ok && (got.Low > want.Lo || got.High < want.Hi || got.Confidence < want.Confidence-slack) {
			t.Errorf("MedianInterval of %d = %v, %v, and %v by benchmath", n, got, ok, want)
		}
	}
}

func TestNeededForMedian(t *testing.T) {
	for confidence, want := range map[float64]int{0: 1, 0.5: 2, 0.9: 5, 0.95: 6, 0.99: 8, 0.999: 11, 1 - 2./64: 6} {
		if got := stats.NeededForMedian(confidence); got != want {
			t.Errorf("NeededForMedian(%v) = %d, want %d", confidence, got, want)
		}
		if _, ok := stats.MedianInterval(make([]float64, want), confidence); !ok {
			t.Errorf("of %d there is no interval at %v", want, confidence)
		}
	}
}

// A shift lies within the interval just when the test does not reject it.
func TestPairedShiftIsWhatTheTestAccepts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for n := 4; n <= 11; n++ {
		d := make([]float64, n)
		for i := range d {
			d[i] = random.NormFloat64()
		}
		_, got, ok := stats.PairedShift(d, 0.95)
		if !ok {
			t.Fatalf("of %d there is no interval", n)
		}
		level := 1 - got.Confidence
		for _, end := range []float64{got.Low, got.High} {
			inside := math.Copysign(1e-9, got.Low+got.High-2*end)
			if p := plainSignedRank(off(d, end+inside)); p <= level+slack {
				t.Errorf("n %d: a shift within %v has p %v", n, got, p)
			}
			if p := plainSignedRank(off(d, end-inside)); p > level+slack {
				t.Errorf("n %d: a shift out of %v has p %v", n, got, p)
			}
		}
		if n >= 6 && got.Confidence < 0.95 || n < 6 && got.Confidence != 1-math.Ldexp(2, -n) {
			t.Errorf("n %d: %v", n, got)
		}
	}
}

func TestUnpairedShiftIsWhatTheTestAccepts(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, size := range [][2]int{{4, 4}, {4, 7}, {5, 5}, {6, 4}} {
		before, after := make([]float64, size[0]), make([]float64, size[1])
		for i := range before {
			before[i] = random.NormFloat64()
		}
		for i := range after {
			after[i] = random.NormFloat64()
		}
		_, got, ok := stats.UnpairedShift(before, after, 0.95)
		if !ok || got.Confidence < 0.95 {
			t.Fatalf("%v: %v, %v", size, got, ok)
		}
		level := 1 - got.Confidence
		for _, end := range []float64{got.Low, got.High} {
			inside := math.Copysign(1e-9, got.Low+got.High-2*end)
			if p := plainRankSum(before, off(after, end+inside), stats.TwoSided); p <= level+slack {
				t.Errorf("%v: a shift within %v has p %v", size, got, p)
			}
			if p := plainRankSum(before, off(after, end-inside), stats.TwoSided); p > level+slack {
				t.Errorf("%v: a shift out of %v has p %v", size, got, p)
			}
		}
	}
}

func off(x []float64, by float64) (out []float64) {
	for _, v := range x {
		out = append(out, v-by)
	}
	return out
}

func TestShiftsOfFewAndOfNone(t *testing.T) {
	check := func(name string, estimate float64, i stats.Interval, ok bool, want float64, wantOK bool) {
		t.Helper()
		if !near(estimate, want) || ok != wantOK || !ok && i != (stats.Interval{}) {
			t.Errorf("%s: %v, %v, %v; want %v, %v", name, estimate, i, ok, want, wantOK)
		}
	}
	nan := math.NaN()
	e, i, ok := stats.PairedShift(nil, 0.95)
	check("no pair", e, i, ok, nan, false)
	e, i, ok = stats.PairedShift([]float64{1, nan, 2, 3, 4}, 0.95)
	check("not a number", e, i, ok, nan, false)
	e, i, ok = stats.PairedShift([]float64{4}, 0.95)
	check("one pair", e, i, ok, 4, false)
	e, i, ok = stats.PairedShift([]float64{1, 2, 9}, 0.95) // means 1 1.5 2 5 5.5 9
	check("three pairs", e, i, ok, 3.5, false)
	e, i, ok = stats.PairedShift([]float64{2, 2, 2, 2}, 0.95)
	check("equal pairs", e, i, ok, 2, true)
	if want := (stats.Interval{Low: 2, High: 2, Confidence: 0.875}); i != want {
		t.Errorf("equal pairs: %v, want %v", i, want)
	}
	e, i, ok = stats.UnpairedShift(nil, []float64{1}, 0.95)
	check("no side", e, i, ok, nan, false)
	e, i, ok = stats.UnpairedShift([]float64{1, 2, 3}, []float64{5, 5, 5, 5}, 0.95)
	check("three against four", e, i, ok, 3, false)
	e, i, ok = stats.UnpairedShift([]float64{1, 2, 3, 4}, []float64{11, 12, 13, 14}, 0.99)
	check("four against four", e, i, ok, 10, true)
	if want := (stats.Interval{Low: 7, High: 13, Confidence: 1 - 2./70}); math.Abs(i.Confidence-want.Confidence) > slack || i.Low != want.Low || i.High != want.High {
		t.Errorf("four against four at 99 %%: %v, want %v", i, want)
	}
}

func TestLeastP(t *testing.T) {
	check := func(name string, got, want float64) {
		t.Helper()
		if !near(got, want) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	check("LeastSignFlip(0)", stats.LeastSignFlip(0, stats.TwoSided), 1)
	check("LeastSignFlip(1)", stats.LeastSignFlip(1, stats.TwoSided), 1)
	check("LeastSignFlip(5)", stats.LeastSignFlip(5, stats.TwoSided), 1./16)
	check("LeastSignFlip(5) of one tail", stats.LeastSignFlip(5, stats.Less), 1./32)
	check("LeastSignFlip(6)", stats.LeastSignFlip(6, stats.TwoSided), 1./32)
	check("LeastRankSum(0, 3)", stats.LeastRankSum(0, 3, stats.TwoSided), 1)
	check("LeastRankSum(1, 1)", stats.LeastRankSum(1, 1, stats.TwoSided), 1)
	check("LeastRankSum(3, 3)", stats.LeastRankSum(3, 3, stats.TwoSided), 0.1)
	check("LeastRankSum(5, 5)", stats.LeastRankSum(5, 5, stats.TwoSided), 2./252)
	check("LeastRankSum(5, 5) of one tail", stats.LeastRankSum(5, 5, stats.Less), 1./252)
	for _, n := range []int{3, 20, 21, 30} {
		ones := slices.Repeat([]float64{1}, n)
		check("SignFlip of equal signs", stats.SignFlip(ones, stats.Greater), stats.LeastSignFlip(n, stats.Greater))
	}
}

// Of ties between sides of different sizes p is the same whichever comes first, and no
// more than 1. By benchmath it is neither.
func TestTiesBetweenUnequalSides(t *testing.T) {
	if got := stats.RankSum([]float64{1, 1}, []float64{3}, stats.TwoSided); !near(got, 2./3) {
		t.Errorf("p = %v, want two in three", got)
	}
	thresholds := benchmath.DefaultThresholds
	pair, single := benchmath.NewSample([]float64{1, 1}, &thresholds), benchmath.NewSample([]float64{3}, &thresholds)
	if p, q := benchmath.AssumeNothing.Compare(pair, single).P, benchmath.AssumeNothing.Compare(single, pair).P; p == q {
		t.Errorf("by benchmath p = %v either way: it has been mended, and could be built upon", p)
	}
}

// Beyond what is counted the figures go on as they were.
func TestMany(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	many := func(n int, by float64) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = random.NormFloat64() + by
		}
		return x
	}
	before, after := many(100, 0), many(100, 0.3)
	agree(t, before, after)
	_, i, ok := stats.UnpairedShift(before, after, 0.95)
	if p := stats.RankSum(before, after, stats.TwoSided); !ok || (p <= 0.05) != (i.Low > 0 || i.High < 0) {
		t.Errorf("a hundred a side: p %v, interval %v", p, i)
	}
	if least := stats.LeastRankSum(100, 100, stats.Greater); least <= 0 || least > 1e-30 {
		t.Errorf("LeastRankSum(100, 100) = %v", least)
	}
	for _, n := range []int{100, 101} { // counted and not
		_, i, ok := stats.PairedShift(many(n, 0), 0.95)
		if !ok || i.Confidence < 0.95 || i.Confidence > 0.951 || i.Low >= i.High {
			t.Errorf("%d pairs: %v, %v", n, i, ok)
		}
	}
	flips := many(21, 0.4)
	if p, q := stats.SignFlip(flips, stats.Greater), stats.SignFlip(flips[:20], stats.Greater); p < q/4 || p > q*4 {
		t.Errorf("of 21 differences p %v, of 20 %v", p, q)
	}
	rising := make([]float64, 60)
	for i := range rising {
		rising[i] = float64(3 * i)
	}
	if slope, p := stats.Trend(rising); slope != 3 || p > 1e-20 || p <= 0 {
		t.Errorf("a steady rise of 60: %v, %v", slope, p)
	}
	if slope, p := stats.Trend(make([]float64, 60)); slope != 0 || p != 1 {
		t.Errorf("no rise of 60: %v, %v", slope, p)
	}
}

func TestTrend(t *testing.T) {
	check := func(x []float64, slope, p float64) {
		t.Helper()
		if s, q := stats.Trend(x); !near(s, slope) || !near(q, p) {
			t.Errorf("Trend(%v) = %v, %v; want %v, %v", x, s, q, slope, p)
		}
	}
	check(nil, math.NaN(), math.NaN())
	check([]float64{1}, math.NaN(), math.NaN())
	check([]float64{1, 2}, 1, 1)
	check([]float64{1, 2, 3}, 1, 2./6)
	check([]float64{1, 2, 3, 4, 5}, 1, 2./120)
	check([]float64{5, 5, 5, 5, 5}, 0, 1)
	check([]float64{1, math.Inf(1), 3}, math.NaN(), math.NaN())
}

func TestHolm(t *testing.T) {
	nan := math.NaN()
	got := stats.Holm([]float64{0.04, nan, 0.01, 0.03, 0.9})
	want := []float64{0.09, nan, 0.04, 0.09, 0.9}
	if !slices.EqualFunc(got, want, near) {
		t.Errorf("Holm = %v, want %v", got, want)
	}
}

// A group passes its share of the error on only when nothing in it is in doubt.
func TestHolmGroups(t *testing.T) {
	nan := math.NaN()
	check := func(groups, want [][]float64) {
		t.Helper()
		if got := stats.HolmGroups(groups); !slices.EqualFunc(got, want, func(a, b []float64) bool { return slices.EqualFunc(a, b, near) }) {
			t.Errorf("HolmGroups(%v) = %v, want %v", groups, got, want)
		}
	}
	check([][]float64{{.01}, {.02}}, [][]float64{{.02}, {.02}})
	check([][]float64{{.01, .02}, {.03}}, [][]float64{{.02, .04}, {.04}})
	check([][]float64{{.01, .5}, {.03}}, [][]float64{{.02, .5}, {.06}}) // the first group comes after the second
	check([][]float64{{.01, .5}, {.03, .6}}, [][]float64{{.02, 1}, {.06, 1}})
	check([][]float64{{.01, nan}, {nan}, {}}, [][]float64{{.01, nan}, {nan}, {}})
}

// One quantile of many that has clearly moved comes to the least p of a single test,
// however noisy the others are.
func TestMaxShiftPaysNothingForManyQuantiles(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	round := func(p99 float64) []float64 {
		row := make([]float64, 12)
		for q := range row {
			row[q] = 100 + 5*random.NormFloat64()
		}
		row[7] = p99 + 0.1*random.NormFloat64()
		return row
	}
	var before, after [][]float64
	for range 5 {
		before, after = append(before, round(100)), append(after, round(120))
	}
	margins := slices.Repeat([]float64{2}, 12)
	got := stats.MaxShift(before, after, margins, stats.TwoSided)
	if !near(got[7], stats.LeastRankSum(5, 5, stats.TwoSided)) {
		t.Errorf("p of the quantile that moved is %v of %v", got[7], got)
	}
	for q, p := range got {
		if q != 7 && p < 0.05 {
			t.Errorf("p of quantile %d, which did not move, is %v", q, p)
		}
	}
	before[0][3] = math.NaN()
	if got := stats.MaxShift(before, after, margins, stats.TwoSided); !math.IsNaN(got[3]) || math.IsNaN(got[7]) {
		t.Errorf("with a quantile missing p is %v", got)
	}
	if got := stats.MaxShift(nil, after, margins, stats.TwoSided); len(got) != 12 || count(got, math.IsNaN) != 12 {
		t.Errorf("against nothing p is %v", got)
	}
}

// Of more rounds than are counted some are drawn, always the same.
func TestMaxShiftDraws(t *testing.T) {
	var before, after [][]float64
	for i := range 11 {
		before, after = append(before, []float64{float64(i % 5), 1}), append(after, []float64{float64(i%5) + 9, 1})
	}
	got := stats.MaxShift(before, after, []float64{1, 1}, stats.Greater)
	if got[0] != 1./100_001 || got[1] != 1 {
		t.Errorf("p %v", got)
	}
}

// Of more pairs than are counted some changes of sides are drawn: the same p as one
// column by itself, the least there is where every pair shows it, and 1 where none does.
func TestMaxFlipDraws(t *testing.T) {
	var some, shown [][]float64
	var column []float64
	for i := range 25 {
		column = append(column, math.Sin(float64(i))+.35)
		some, shown = append(some, column[i:i+1:i+1]), append(shown, []float64{9 + float64(i%5), 0})
	}
	for _, tail := range []stats.Tail{stats.Greater, stats.Less} {
		got, want := stats.MaxFlip(some, []float64{1e-9}, tail)[0], stats.SignFlip(column, tail)
		if math.Abs(got-want) > .01 {
			t.Errorf("tail %v: p %v, want about %v", tail, got, want)
		}
	}
	if got := stats.MaxFlip(shown, []float64{1, 1}, stats.Greater); got[0] != 1./100_001 || got[1] != 1 {
		t.Errorf("p %v", got)
	}
}
