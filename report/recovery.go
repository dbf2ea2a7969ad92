package report

import (
	"time"

	"matchday/measure"
)

// latest merges the recoveries of another round: for each peak the later
// return, the larger backlog, the longer drain.
func latest(merged, round []measure.Recovery) []measure.Recovery {
	for i, r := range round {
		if i >= len(merged) {
			merged = append(merged, r)
			continue
		}
		m := &merged[i]
		m.InTime = later(m.InTime, r.InTime)
		m.InSLO = later(m.InSLO, r.InSLO)
		m.Backlog = max(m.Backlog, r.Backlog)
		m.Drain = longer(m.Drain, r.Drain)
	}
	return merged
}

// later returns the later of two returns. One that never came is later than any
// that did.
func later(a, b measure.Return) measure.Return {
	if a.Back != b.Back {
		if a.Back {
			return b
		}
		return a
	}
	if b.After > a.After {
		return b
	}
	return a
}

// longer returns the longer of two drain times, of which a negative one never
// ends.
func longer(a, b time.Duration) time.Duration {
	if a < 0 || b < 0 {
		return -1
	}
	return max(a, b)
}

// lost returns from which peak on nothing came back before the end of the run,
// the number of peaks if the last one was recovered from, or might have been had
// the trial not been cut off.
func lost(all []measure.Recovery) int {
	first := len(all)
	if first > 0 && all[first-1].InTime.Cut() {
		return first
	}
	for first > 0 && !all[first-1].InTime.Back {
		first--
	}
	return first
}

// comebacks writes how long the target took to come back after each peak. A
// return that the next peak or an interruption cut off is longer than what was
// watched of it; one that did not come before the end is never.
func comebacks(all []measure.Recovery) []string {
	var out []string
	never := lost(all)
	for i, r := range all {
		switch {
		case r.InTime.Back:
			out = append(out, duration(r.InTime.After))
		case i >= never:
			out = append(out, "never")
		default:
			out = append(out, "> "+duration(r.InTime.After))
		}
	}
	return out
}
