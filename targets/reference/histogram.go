package reference

import "time"

// bounds are the upper bounds of a histogram's buckets, 1-2-5 from a
// millisecond, the grain of timers, to a hundred seconds.
var bounds = [...]time.Duration{
	1 * time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond,
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	1 * time.Second, 2 * time.Second, 5 * time.Second,
	10 * time.Second, 20 * time.Second, 50 * time.Second,
	100 * time.Second,
}

// A histogram counts durations by bucket. It serves the metrics page, which
// wants no better; measurements are made by the callers.
type histogram struct {
	counts [len(bounds) + 1]uint64 // the last one is of those beyond all bounds
	sum    time.Duration
}

func (h *histogram) observe(d time.Duration) {
	i := 0
	for i < len(bounds) && d > bounds[i] {
		i++
	}
	h.counts[i]++
	h.sum += d
}

// cumulative returns how many there are in all and, for each bound in seconds,
// how many are at most that.
func (h *histogram) cumulative() (count uint64, buckets map[float64]uint64) {
	buckets = make(map[float64]uint64, len(bounds))
	for i, bound := range bounds {
		count += h.counts[i]
		buckets[bound.Seconds()] = count
	}
	return count + h.counts[len(bounds)], buckets
}
