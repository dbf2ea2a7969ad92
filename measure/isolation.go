package measure

import "time"

// An Isolation is how far the peaks of other streams moved the figures of a
// steady one, whose own load is the same in them as before.
//
// With g the share of attempts answered well and in time, and p99 the response
// time of those, both before the first peak and over all peaks together,
//
//	score = min(1, g in peaks / g before) · min(1, p99 before / p99 in peaks)
//
// so that 1 means that the peaks moved nothing, and 0 that nobody was served in
// them. What is held against the peaks is the time before the first of them
// only: a target that stays down after a peak would otherwise look as if the
// peak had changed nothing.
type Isolation struct {
	Score float64 `json:"score"` // in [0,1]
	Calm  Spell   `json:"calm"`  // before the first peak
	Peaks Spell   `json:"peaks"` // in all peaks together
}

// A Spell is what an isolation is drawn from.
type Spell struct {
	Goodput float64       `json:"goodput"` // share of attempts answered well and in time
	P99     time.Duration `json:"p99_ns"`  // response time of those; 0 where there are none
}

// IsolationOf returns the isolation of a stream by its stretches in the phases
// of all traffic, without that of the whole trial. It reports false where there
// is nothing to compare: no peak, nobody due in the peaks or before the first, or
// nobody served before.
func IsolationOf(phases []Stretch) (Isolation, bool) {
	var calm, peaks Tally
	peaked := false
	for _, p := range phases {
		switch {
		case p.Peak:
			peaked = true
			peaks.Merge(p.Tally)
		case !peaked:
			calm.Merge(p.Tally)
		}
	}
	i := Isolation{Calm: spellOf(calm), Peaks: spellOf(peaks)}
	if i.Calm.Goodput == 0 || i.Calm.P99 == 0 || peaks.Counted() == 0 {
		return i, false
	}
	if i.Peaks.P99 > 0 {
		i.Score = min(1, i.Peaks.Goodput/i.Calm.Goodput) * min(1, float64(i.Calm.P99)/float64(i.Peaks.P99))
	}
	return i, true
}

func spellOf(t Tally) Spell {
	good := t.Response[OK]
	return Spell{Goodput: ratio(float64(t.Counts.Attempts[OK]), float64(t.Counted())), P99: good.Quantile(.99)}
}
