package measure

import "time"

// A Stall is a stretch in which the target answered nobody, though attempts were
// in flight all the while: it stood still.
type Stall struct {
	Start time.Duration `json:"start_ns"`
	End   time.Duration `json:"end_ns"`
}

// leastStall is how long nothing must be answered to be called a stall.
const leastStall = time.Second

// stalls finds the stalls of a trial, to the window.
func stalls(windows []Window) []Stall {
	var out []Stall
	var now Stall
	end := func() {
		if now.End-now.Start >= leastStall {
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
