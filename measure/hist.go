package measure

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// The range and the resolution of every histogram. Values are nanoseconds.
const (
	histLowest  = int64(time.Microsecond)
	histHighest = int64(10 * time.Minute)
	histDigits  = 3 // a quantile is at most 0.1 % above the true one
)

// A Hist counts durations. The zero value is empty and ready; it takes memory
// with its first value. Values above ten minutes are counted as ten minutes and
// told apart by [Hist.Over]. A Hist is not safe for concurrent use.
type Hist struct {
	packed *hdrhistogram.PackedHistogram
	over   int64
}

// Record counts one duration; negative ones count as zero.
func (h *Hist) Record(d time.Duration) { h.RecordN(d, 1) }

// RecordN counts the same duration n times.
func (h *Hist) RecordN(d time.Duration, n int64) {
	if n <= 0 {
		return
	}
	if h.packed == nil {
		h.packed = hdrhistogram.NewPacked(histLowest, histHighest, histDigits)
	}
	v := max(0, int64(d))
	if v > histHighest {
		v = histHighest
		h.over += n
	}
	// The only error is a value out of range, which v cannot be.
	_ = h.packed.RecordValues(v, n)
}

// Merge adds all of from's values to h. It leaves from as it is.
func (h *Hist) Merge(from Hist) {
	h.over += from.over
	if from.packed == nil {
		return
	}
	if h.packed == nil {
		h.packed = from.packed.Clone()
		return
	}
	h.packed.Merge(from.packed)
}

// Count returns how many values were recorded.
func (h Hist) Count() int64 {
	if h.packed == nil {
		return 0
	}
	return h.packed.TotalCount()
}

// Over returns how many of the values lay above the histogram's range.
func (h Hist) Over() int64 { return h.over }

// Quantile returns the ⌈q·n⌉-th smallest of the n values, at most 0.1 % above
// the true one; q is clipped to [0,1]. An empty histogram has no quantile: it
// returns 0, and whoever must not take that for a quick answer asks
// [Hist.Count] first.
func (h Hist) Quantile(q float64) time.Duration {
	n := h.Count()
	if n == 0 {
		return 0
	}
	return h.rank(int64(math.Ceil(min(1, max(0, q)) * float64(n))))
}

// rank returns the k-th smallest value, k from 1.
func (h Hist) rank(k int64) time.Duration {
	n := h.Count()
	k = min(n, max(1, k))
	// Half a rank less keeps the library's own rounding on the k-th value.
	v := h.packed.ValueAtPercentile(100 * (float64(k) - 0.5) / float64(n))
	return time.Duration(min(v, h.packed.Max()))
}

// Mean returns the mean, within 0.1 %; 0 when there are no values.
func (h Hist) Mean() time.Duration {
	if h.Count() == 0 {
		return 0
	}
	return time.Duration(h.packed.Mean())
}

// Max returns the largest value, within 0.1 %; 0 when there are no values.
func (h Hist) Max() time.Duration {
	if h.Count() == 0 {
		return 0
	}
	return time.Duration(h.packed.Max())
}

// Packed returns the library's histogram behind h, for encoding; nil when h is
// empty. It must not be changed.
func (h Hist) Packed() *hdrhistogram.PackedHistogram { return h.packed }

// FromPacked returns a Hist over p, which it then owns.
func FromPacked(p *hdrhistogram.PackedHistogram) Hist { return Hist{packed: p} }
