package experiment

import (
	"time"

	"matchday/measure"
)

// A Live is a trial as it stands, for whoever watches it.
type Live struct {
	Now      time.Duration
	Windows  []measure.Window // so far, those still open included; without histograms
	Ended    measure.ByOutcome
	InFlight int
	Response measure.Latency // of successes due in the windows still open
	Lag      measure.Latency // of all attempts due in them
	Inside   int64           // in the target, where it tells
	Queued   int64
	Told     bool
}

// live returns the trial as it stands.
func (r *recorder) live() Live {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := Live{Now: r.level.At, Windows: r.timeline.Windows(), Ended: r.ended, InFlight: r.level.InFlight}
	var recent measure.Latencies
	for i := range l.Windows {
		if open := l.Windows[i].Latency; open != nil {
			recent.Merge(*open)
			l.Windows[i].Latency = nil
		}
	}
	l.Response = measure.LatencyOf(recent.Response[measure.OK])
	l.Lag = measure.LatencyOf(recent.Lag)
	l.Inside, l.Queued, l.Told = r.inside, r.queued, r.told
	return l
}

// tell notes what the target said of itself last.
func (r *recorder) tell(inside, queued int64) {
	r.mu.Lock()
	r.inside, r.queued, r.told = inside, queued, true
	r.mu.Unlock()
}
