package measure

import "time"

// recovered is the share of attempts that must be answered well for a window to
// count as back to normal.
const recovered = 0.99

// A Return is when goodput came back after a peak, and stayed.
type Return struct {
	Back  bool          `json:"back"`
	After time.Duration `json:"after_ns"`        // from the end of the peak; when not Back, how long it was awaited in vain
	Until string        `json:"until,omitempty"` // when not Back, what ended the wait: the next peak's name or "end"
}

// A Recovery is how the target came back after one peak.
type Recovery struct {
	Peak    string        `json:"peak"`
	End     time.Duration `json:"end_ns"`  // when the peak ended
	InTime  Return        `json:"in_time"` // goodput within the timeout
	InSLO   Return        `json:"in_slo"`  // goodput within the SLO
	Backlog float64       `json:"backlog"` // requests too many in the system when the peak ended
	// Drain is how long the backlog takes to go, were the load afterwards all
	// there is: backlog / (capacity − load). Negative means never.
	Drain time.Duration `json:"drain_ns"`
}

// Hold returns for how long goodput must be back before it counts as stayed:
// ten windows, or ten times the target's demand if that is longer.
func (l Limits) Hold(window time.Duration) time.Duration { return max(10*window, 10*l.Demand) }

// comeback finds the least delay after the peak's end from which every window
// over a whole hold is good, before the next peak or the end of the profile.
type comeback struct {
	windows []Window
	hold    time.Duration
	good    func(Counts) int64
}

// after returns the return to normal between the end of a peak and the end of
// the watch.
func (c comeback) after(end, watch time.Duration, until string) Return {
	start := time.Duration(-1) // of the good stretch that is going on
	for _, w := range c.windows {
		if w.Start < end {
			continue
		}
		if w.End() > watch {
			break
		}
		if !c.fine(w.Counts) {
			start = -1
			continue
		}
		if start < 0 {
			start = w.Start
		}
		if w.End()-start >= c.hold {
			return Return{Back: true, After: start - end}
		}
	}
	return Return{After: max(0, watch-end), Until: until}
}

// fine tells whether a window counts as back to normal. A window in which
// nobody came does.
func (c comeback) fine(n Counts) bool {
	return float64(c.good(n)) >= recovered*float64(n.Counted())
}
