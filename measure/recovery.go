package measure

import "time"

// recovered is the share of attempts that must be answered well for a target to
// count as back to normal.
const recovered = 0.99

// A Return is when goodput came back after a peak, and stayed.
type Return struct {
	Back  bool          `json:"back"`
	After time.Duration `json:"after_ns"`        // from the end of the peak; when not Back, how long it was awaited in vain
	Until string        `json:"until,omitempty"` // when not Back, what ended the wait: the next peak's name, "end" or "cut"
}

// What ends the wait for a return when no peak does.
const (
	untilEnd = "end" // of the profile
	untilCut = "cut" // the trial was cut off
)

// Cut tells whether the wait ended because the trial was cut off: what would have
// come is not known then.
func (r Return) Cut() bool { return !r.Back && r.Until == untilCut }

// Ending says in a clause what ended a wait in vain.
func (r Return) Ending() string {
	switch r.Until {
	case "", untilEnd:
		return "the end came"
	case untilCut:
		return "the trial was cut off"
	}
	return r.Until + " came"
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

// A comeback looks for the least delay after a peak's end from which goodput is
// back over a whole hold, before the next peak or the end of the trial.
//
// Back means 99 % of the attempts. A window may hold so few that one stray
// failure alone is more than 1 % of them, and that says nothing of recovery. So
// the 99 % are asked of the hold as a whole, and of each window in it as far as
// it can be told there: a single failure is always forgiven.
type comeback struct {
	windows []Window
	hold    time.Duration
	good    func(Counts) int64
}

// after returns the return to normal between the end of a peak and the end of
// the watch.
func (c comeback) after(end, watch time.Duration, until string) Return {
	for i, w := range c.windows {
		if w.Start >= end && c.stays(c.windows[i:], watch) {
			return Return{Back: true, After: w.Start - end}
		}
	}
	return Return{After: max(0, watch-end), Until: until}
}

// stays tells whether goodput is back in the first of the windows and stays so
// for a hold, before the end of the watch.
func (c comeback) stays(windows []Window, watch time.Duration) bool {
	var good, counted int64
	for _, w := range windows {
		if w.End() > watch || !c.fine(w.Counts) {
			return false
		}
		good += c.good(w.Counts)
		counted += w.Counted()
		if w.End()-windows[0].Start >= c.hold {
			return normal(good, counted)
		}
	}
	return false
}

// fine tells whether a window counts as back to normal. One in which nobody
// came does.
func (c comeback) fine(n Counts) bool {
	good, counted := c.good(n), n.Counted()
	return counted-good <= 1 || normal(good, counted)
}

// normal tells whether enough of the attempts were answered well.
func normal(good, counted int64) bool { return float64(good) >= recovered*float64(counted) }
