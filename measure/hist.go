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
	histDigits  = 3

	// histOver is the value that stands for all above the range. It has a bucket
	// of its own, beyond that of ten minutes, so that what was over is still
	// known after a histogram was stored, read back and merged.
	histOver = histHighest + histHighest/1000
)

// A Hist counts durations. The zero value is empty and ready; it takes memory
// with its first value, and then for each value that it has not seen before.
// What it returns is at most 0.1 %, or below half a millisecond at most 0.5 µs,
// above what was recorded; what it cannot tell from zero it returns as zero.
// Values above ten minutes count as ten minutes and are told apart by [Hist.Over].
//
// A copy of a Hist is the same histogram; Merge into a zero Hist makes one of
// its own. A Hist is not safe for concurrent use.
type Hist struct {
	packed *hdrhistogram.PackedHistogram
}

// Record counts one duration; negative ones count as zero.
func (h *Hist) Record(d time.Duration) { h.RecordN(d, 1) }

// RecordN counts the same duration n times; nothing for n below one.
func (h *Hist) RecordN(d time.Duration, n int64) {
	if n <= 0 {
		return
	}
	if h.packed == nil {
		h.packed = hdrhistogram.NewPacked(histLowest, histHighest, histDigits)
	}
	// The only error is a value out of range, which this cannot be.
	_ = h.packed.RecordValues(histValue(d), n)
}

// histValue returns the value that stands for a duration in a histogram.
func histValue(d time.Duration) int64 {
	v := max(0, int64(d))
	if v > histHighest {
		return histOver
	}
	return v
}

// Merge adds all of from's values to h. It leaves from as it is.
func (h *Hist) Merge(from Hist) {
	if from.packed == nil {
		return
	}
	if h.packed == nil {
		h.packed = from.packed.Clone()
		return
	}
	// Only a histogram of another make can hold what ours has no place for.
	dropped := h.packed.Merge(from.packed)
	h.RecordN(time.Duration(histOver), dropped)
}

// Count returns how many values were recorded.
func (h Hist) Count() int64 {
	if h.packed == nil {
		return 0
	}
	return h.packed.TotalCount()
}

// Over returns how many of the values lay above the histogram's range.
func (h Hist) Over() int64 {
	if h.packed == nil {
		return 0
	}
	return h.packed.CountAtValue(histOver)
}

// Quantile returns the ⌈q·n⌉-th smallest of the n values, the first for q = 0;
// q is clipped to [0,1]. An empty histogram has no quantile: it returns 0, and
// whoever must not take that for a quick answer asks [Hist.Count] first.
func (h Hist) Quantile(q float64) time.Duration { return h.rank(quantileRank(q, h.Count())) }

// quantileRank returns ⌈q·n⌉. A product such as 0.07·100 is a little more than 7
// in floating point, by one unit in the last place at most: one step back is
// enough.
func quantileRank(q float64, n int64) int64 {
	return int64(math.Ceil(math.Nextafter(min(1, max(0, q))*float64(n), 0)))
}

// rank returns the k-th smallest value, k clipped to what there is, 0 when
// there are no values.
func (h Hist) rank(k int64) time.Duration {
	n := h.Count()
	if n == 0 {
		return 0
	}
	k = min(n, max(1, k))
	// The library takes a percentage and rounds it to the nearest rank.
	v := h.packed.ValueAtPercentile(100 * float64(k) / float64(n))
	return fromZero(time.Duration(min(v, histHighest)))
}

// fromZero takes for zero what a histogram cannot tell from it, which is all in
// its first bucket: mostly nobody waits, and half a microsecond would read as if
// somebody did.
func fromZero(d time.Duration) time.Duration {
	if d < 1<<bucketWidth {
		return 0
	}
	return d
}

// Mean returns the mean, 0 when there are no values.
func (h Hist) Mean() time.Duration {
	if h.Count() == 0 {
		return 0
	}
	return fromZero(time.Duration(h.packed.Mean()))
}

// Max returns the largest value, 0 when there are no values.
func (h Hist) Max() time.Duration { return h.rank(h.Count()) }

// Packed returns the library's histogram behind h, for encoding; nil when
// nothing was recorded. It must not be changed.
func (h Hist) Packed() *hdrhistogram.PackedHistogram { return h.packed }

// FromPacked returns a Hist over p, which it then owns: one that [Hist.Packed]
// returned, or that was decoded from what such a one was encoded to.
func FromPacked(p *hdrhistogram.PackedHistogram) Hist { return Hist{packed: p} }
