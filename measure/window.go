package measure

import "time"

// A Window is one slice of a timeline.
type Window struct {
	Start  time.Duration
	Length time.Duration
	Counts
	Gauge     time.Duration // ∫ attempts in flight dt, from the engine's own gauge
	MaxFlight int           // most attempts in flight at once, from the gauge
	Latency   *Latencies    // nil once the window was handed on
}

// End returns the instant at which the window ends.
func (w Window) End() time.Duration { return w.Start + w.Length }

// InFlight returns the mean number of attempts in flight, from the gauge.
func (w Window) InFlight() float64 { return ratio(float64(w.Gauge), float64(w.Length)) }

// joined returns w and the part of it that follows as one window. It leaves the
// histograms of both as they are.
func (w Window) joined(next Window) Window {
	w.Length += next.Length
	w.Counts.Merge(next.Counts)
	w.Gauge += next.Gauge
	w.MaxFlight = max(w.MaxFlight, next.MaxFlight)
	if w.Latency != nil && next.Latency != nil {
		sum := new(Latencies)
		sum.Merge(*w.Latency)
		sum.Merge(*next.Latency)
		w.Latency = sum
	}
	return w
}

// ratio returns a/b, and 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// overlap returns how long [a0, a1] and [b0, b1] overlap.
func overlap(a0, a1, b0, b1 time.Duration) time.Duration {
	return max(0, min(a1, b1)-max(a0, b0))
}
