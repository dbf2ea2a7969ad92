package measure

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// sorted is the plain histogram: it keeps all values.
type sorted []time.Duration

// rank returns the k-th smallest value, k from 1.
func (s sorted) rank(k int) time.Duration { return s[min(len(s), max(1, k))-1] }

func hist(values ...time.Duration) Hist {
	var h Hist
	for _, d := range values {
		h.Record(d)
	}
	return h
}

// near tells whether a histogram may have returned got for want: not below, and
// above by no more than it promises; zero for what it cannot tell from it.
func near(got, want time.Duration) bool {
	if want < 512 {
		return got == 0
	}
	return want <= got && got <= want+max(want/1000, time.Microsecond/2+12)
}

// permille are the quantiles tested, as exact numbers.
var permille = []int{0, 1, 70, 290, 500, 570, 900, 990, 999, 1000}

func checkHist(t *testing.T, values []time.Duration) {
	t.Helper()
	h, s := hist(values...), slices.Clone(values)
	slices.Sort(s)
	for _, q := range permille {
		k := (q*len(s) + 999) / 1000
		if got, want := h.Quantile(float64(q)/1000), sorted(s).rank(k); !near(got, want) {
			t.Fatalf("n %d: quantile %d/1000 is %v, want %v", len(s), q, got, want)
		}
	}
	if got, want := h.Max(), s[len(s)-1]; !near(got, want) {
		t.Fatalf("n %d: max %v, want %v", len(s), got, want)
	}
	var sum float64
	for _, d := range s {
		sum += float64(d)
	}
	mean := sum / float64(len(s))
	if got := float64(h.Mean()); math.Abs(got-mean) > max(mean/1000, 512) {
		t.Fatalf("n %d: mean %v, want %v", len(s), h.Mean(), time.Duration(mean))
	}
	if h.Count() != int64(len(s)) || h.Over() != 0 {
		t.Fatalf("n %d: count %d, over %d", len(s), h.Count(), h.Over())
	}
}

func TestHistAgainstSort(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := map[string]func() float64{
		"random":   func() float64 { return r.Float64() * 1e9 },
		"constant": func() float64 { return 5e7 },
		"bimodal":  func() float64 { return []float64{1e6, 5e9}[r.IntN(2)] * (1 + r.Float64()/10) },
		"heavy":    func() float64 { return min(5e11, 1e6/math.Pow(1-r.Float64(), 2)) },
		"tiny":     func() float64 { return r.Float64() * 2e4 },
	}
	for name, value := range kinds {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1, 2, 3, 7, 9, 10, 11, 99, 100, 101, 999, 1000, 1001, 10_000} {
				values := make([]time.Duration, n)
				for i := range values {
					values[i] = time.Duration(value())
				}
				checkHist(t, values)
			}
		})
	}
}

// Every rank is hit, not its neighbour, however the percentage that stands for
// it is rounded.
func TestHistRank(t *testing.T) {
	for n := 1; n <= 500; n++ {
		var h Hist
		for k := 1; k <= n; k++ {
			h.Record(time.Duration(k) * 512) // exactly one value in a bucket
		}
		for k := 1; k <= n; k++ {
			if got, want := h.rank(int64(k)), time.Duration(k)*512+511; got != want {
				t.Fatalf("n %d: rank %d is %d, want %d", n, k, got, want)
			}
		}
	}
}

func TestHistRankOfMany(t *testing.T) {
	const low, high = time.Millisecond, time.Second
	for _, n := range []int64{999_983, 1 << 32, 3_000_000_019, 1 << 50} {
		for _, below := range []int64{1, 7, n / 3, n / 2, n - 7, n - 1} {
			var h Hist
			h.RecordN(low, below)
			h.RecordN(high, n-below)
			if got := h.rank(below); !near(got, low) {
				t.Errorf("n %d: rank %d is %v, want %v", n, below, got, low)
			}
			if got := h.rank(below + 1); !near(got, high) {
				t.Errorf("n %d: rank %d is %v, want %v", n, below+1, got, high)
			}
		}
	}
}

func TestQuantileRank(t *testing.T) {
	for n := int64(1); n <= 10_000; n++ {
		for q := int64(0); q <= 1000; q++ {
			if got, want := quantileRank(float64(q)/1000, n), (q*n+999)/1000; got != want {
				t.Fatalf("n %d: quantile %d/1000 is value %d, want %d", n, q, got, want)
			}
		}
	}
}

func TestHistZero(t *testing.T) {
	var h Hist
	h.Merge(Hist{})
	h.RecordN(time.Second, 0)
	h.RecordN(time.Second, -1)
	if h.Packed() != nil {
		t.Error("an empty histogram takes memory")
	}
	if h.Count() != 0 || h.Quantile(.99) != 0 || h.Mean() != 0 || h.Max() != 0 || h.Over() != 0 {
		t.Errorf("an empty histogram says %+v", LatencyOf(h))
	}
}

func TestHistClamps(t *testing.T) {
	h := hist(-time.Second, 0, time.Minute, 10*time.Minute, 10*time.Minute+1, time.Hour, math.MaxInt64)
	if h.Count() != 7 || h.Over() != 3 {
		t.Errorf("count %d, over %d; want 7, 3", h.Count(), h.Over())
	}
	check := func(q float64, want time.Duration) {
		t.Helper()
		if got := h.Quantile(q); !near(got, want) {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	check(-1, 0)
	check(0, 0)
	check(2./7, 0)
	check(3./7, time.Minute)
	check(4./7, 10*time.Minute)
	check(1, 10*time.Minute)
	check(2, 10*time.Minute)
	if h.Max() != 10*time.Minute {
		t.Errorf("max %v, want 10m", h.Max())
	}
}

// Who did not wait is not told to have waited, not even for half a microsecond.
func TestHistTellsNothingFromZero(t *testing.T) {
	h := hist(0, 0, 511)
	if got, want := LatencyOf(h), (Latency{Count: 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	h.Record(512)
	if h.Max() != 1023 || h.Quantile(.75) != 0 {
		t.Errorf("the longest is %v, the third %v; want 1.023µs, 0s", h.Max(), h.Quantile(.75))
	}
}

// buckets returns what a histogram holds, to compare it with another.
func buckets(h Hist) string {
	if h.Packed() == nil {
		return ""
	}
	var out []byte
	for value, count := range h.Packed().ForEachBucket {
		out = fmt.Appendf(out, "%d×%d ", count, value)
	}
	return string(out)
}

func TestHistMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var all, merged Hist
	parts := make([]Hist, 8)
	for range 10_000 {
		d, i := time.Duration(r.ExpFloat64()*float64(time.Minute)), r.IntN(len(parts))
		all.Record(d)
		parts[i].Record(d)
	}
	before := buckets(parts[0])
	for _, p := range parts {
		merged.Merge(p)
	}
	if buckets(merged) != buckets(all) || merged.Over() != all.Over() || merged.Count() != all.Count() {
		t.Error("merging the parts is not recording all")
	}
	merged.Record(time.Second)
	if buckets(parts[0]) != before {
		t.Error("merging ties the histograms together")
	}
}

// What a histogram of another make cannot be asked to hold is over, not lost.
func TestHistMergeForeign(t *testing.T) {
	wide := hdrhistogram.NewPacked(1, int64(24*time.Hour), 3)
	for _, d := range []time.Duration{time.Second, time.Hour, 2 * time.Hour} {
		if err := wide.RecordValue(int64(d)); err != nil {
			t.Fatal(err)
		}
	}
	h := hist(time.Millisecond)
	h.Merge(FromPacked(wide))
	if h.Count() != 4 || h.Over() != 2 {
		t.Errorf("count %d, over %d; want 4, 2", h.Count(), h.Over())
	}
}

func TestHistPackedReadsBack(t *testing.T) {
	h := hist(0, time.Microsecond, 53*time.Millisecond, 10*time.Minute, time.Hour)
	check := func(name string, got Hist) {
		t.Helper()
		if buckets(got) != buckets(h) || got.Over() != h.Over() || LatencyOf(got) != LatencyOf(h) {
			t.Errorf("%s: %+v over %d, want %+v over %d", name, LatencyOf(got), got.Over(), LatencyOf(h), h.Over())
		}
	}
	check("as it is", FromPacked(h.Packed()))
	check("empty", func() Hist { g := FromPacked(Hist{}.Packed()); g.Merge(h); return g }())
	text, err := h.Packed().Encode()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := hdrhistogram.DecodePacked(text)
	if err != nil {
		t.Fatal(err)
	}
	check("encoded", FromPacked(decoded))
}

func TestHistRecordDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]time.Duration, 1000)
	for i := range values {
		values[i] = time.Duration(r.ExpFloat64() * float64(time.Second))
	}
	h := hist(values...)
	h.RecordN(time.Second, 1<<32) // counts as wide as they get
	i := 0
	if n := testing.AllocsPerRun(1000, func() { h.Record(values[i%len(values)]); i++ }); n != 0 {
		t.Errorf("recording a known value allocates %v times", n)
	}
}

// FuzzHist holds a histogram, recorded at once and merged of two, against a sort.
func FuzzHist(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 1})
	f.Add([]byte("a histogram must be tested against a sort, whatever is recorded"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var values []time.Duration
		for ; len(in) >= 6; in = in[6:] {
			high := binary.BigEndian.Uint16(in)
			values = append(values, time.Duration(uint64(high)<<32|uint64(binary.BigEndian.Uint32(in[2:])))%(10*time.Minute))
		}
		if len(values) == 0 {
			return
		}
		checkHist(t, values)
		merged := hist(values[:len(values)/2]...)
		merged.Merge(hist(values[len(values)/2:]...))
		if buckets(merged) != buckets(hist(values...)) {
			t.Errorf("merging halves of %v is not recording all", values)
		}
	})
}
