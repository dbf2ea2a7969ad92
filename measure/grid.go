package measure

import (
	"slices"
	"time"
)

// A Grid says how a timeline is cut up.
type Grid struct {
	Length time.Duration // length of the profile
	Window time.Duration // length of a window; 0 means [WindowFor] the length
	Phases []Phase       // stretches with totals of their own, in order, not overlapping

	// Hold is how long after its end a window can still receive samples. A
	// user's last attempt is booked where the user came, so it must cover all
	// attempts of a user with the pauses between them.
	Hold time.Duration

	// Ungauged says that no gauge holds the attempts of this timeline alone: what
	// is in flight on average then comes from the samples, and the most at once is
	// not known.
	Ungauged bool

	Limits Limits
}

// WindowFor returns the usual length of a window for a trial of that length:
// 1 s, or 0.1 s when it lasts less than a minute.
func WindowFor(length time.Duration) time.Duration {
	if length < time.Minute {
		return 100 * time.Millisecond
	}
	return time.Second
}

// seams returns, in order, where the profile and its phases begin and end in
// the middle of a window.
func (g Grid) seams() []time.Duration {
	borders := []time.Duration{g.Length}
	for _, p := range g.Phases {
		borders = append(borders, p.Start, p.End)
	}
	slices.Sort(borders)
	return slices.DeleteFunc(slices.Compact(borders), func(at time.Duration) bool {
		return at <= 0 || at%g.Window == 0
	})
}

// part returns which part of the profile holds an instant: the index of its
// phase, or else one of two beyond the phases' indices, between and after.
func (g Grid) part(at time.Duration) int {
	for i, p := range g.Phases {
		if p.Start <= at && at < p.End {
			return i
		}
	}
	if at < g.Length {
		return g.between()
	}
	return g.after()
}

// between is the part of the profile that lies in none of its phases.
func (g Grid) between() int { return len(g.Phases) }

// after is what comes after the profile's end: retries, and late answers.
func (g Grid) after() int { return len(g.Phases) + 1 }

// parts is how many parts there are.
func (g Grid) parts() int { return len(g.Phases) + 2 }
