package measure

import "time"

// A Stall is a stretch in which the target answered nobody, though attempts were
// in flight all the while: it stood still.
type Stall struct {
	Start time.Duration `json:"start_ns"`
	End   time.Duration `json:"end_ns"`
}

// stall returns for how long nobody must be answered to call it a stall: a
// second, or three times what a request takes where that is longer. A target of
// slow requests also answers in the end what came first.
func (l Limits) stall() time.Duration { return max(time.Second, 3*l.Demand) }

// stalls finds the stalls of a trial, to the window, that are at least so long.
func stalls(windows []Window, least time.Duration) []Stall {
	var out []Stall
	var now Stall
	end := func() {
		if now.End-now.Start >= least {
			out = append(out, now)
		}
		now = Stall{}
	}
	for _, w := range windows {
		if w.Answered > 0 || w.Occupied < w.Length {
			end()
			continue
		}
		if now.End == 0 {
			now.Start = w.Start
		}
		now.End = w.End()
	}
	end()
	return out
}
