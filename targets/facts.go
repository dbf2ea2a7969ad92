package targets

import (
	"time"

	"matchday/targets/bulkhead"
)

// Facts are what is known of a reference target beforehand.
type Facts struct {
	CPUs   int           // requests served at full speed at the same time
	Demand time.Duration // mean time of a request at full speed
	Most   float64       // requests per second it can complete; if zero, CPUs in a Demand
}

// Capacity returns the most requests per second that the target can complete.
func (f Facts) Capacity() float64 {
	if f.Most > 0 {
		return f.Most
	}
	return float64(f.CPUs) / f.Demand.Seconds()
}

// Worst returns the longest response of an admitted request behind a bulkhead
// c/q, if requests are equal and no speed is lost to overhead; ok is false if
// there is no bound. With n CPUs and demand D it is the queue rule
//
//	D·(1 + q/c)    for c ≤ n, where all inside run at full speed
//	D·(c + q)/n    for c ≥ n, where they share the CPUs
//
// in which the part spent queued is at most the longest wait. A queue whose
// worst response exceeds the callers' timeout does not protect. Where the last
// to come is served first, somebody may wait without end. By controlled delay the
// longest wait is that of a queue which has just begun to stand. Of a bound that
// adapts, and of one that knows the callers' deadlines, nothing can be said that
// does not depend on the load or on the callers.
func (f Facts) Worst(s bulkhead.Setting) (worst time.Duration, ok bool) {
	endless := s.Queue == bulkhead.Unbounded || s.LIFO
	if s.Inside == 0 || s.Kind == bulkhead.Deadline || endless && s.Wait == 0 {
		return 0, false
	}
	served := float64(f.Demand) * max(1, float64(s.Inside)/float64(f.CPUs))
	queued := float64(f.Demand) * float64(s.Queue) / float64(min(s.Inside, f.CPUs))
	if s.Wait > 0 && (endless || queued > float64(s.Wait)) {
		queued = float64(s.Wait)
	}
	return time.Duration(served + queued), true
}
