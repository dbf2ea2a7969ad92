package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// mostStalls is how many stalls of a variant are told one by one.
const mostStalls = 3

// A stall is a time in which the target stood still, and the round it was in.
type stall struct {
	measure.Stall
	round int
}

// stallWarning tells when the targets of an entrant stood still, the longest of
// all rounds, and what that does to the figures: response times count from when
// requests were due, so the stall is in them, as it was for the callers.
func (e entrant) stallWarning() string {
	var all []stall
	for _, t := range e.counted {
		if collapsed(t) {
			continue
		}
		for _, s := range t.Summary.Stalls {
			all = append(all, stall{s, t.Round})
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.SortStableFunc(all, func(a, b stall) int { return cmp.Compare(b.End-b.Start, a.End-a.Start) })
	var when []string
	for _, s := range all[:min(mostStalls, len(all))] {
		text := fmt.Sprintf("for %s from %s", duration(s.End-s.Start), clock(s.Start))
		if len(e.counted) > 1 {
			text += fmt.Sprintf(" in round %d", s.round)
		}
		when = append(when, text)
	}
	if more := len(all) - len(when); more > 0 {
		when = append(when, plural(more, "time")+" more")
	}
	return fmt.Sprintf("%s: the target answered nobody %s, with requests in flight; response times count from due, so those waits are in them",
		clip(e.name, nameInSentence), strings.Join(when, " and "))
}

// collapsed tells whether the target went down for good. Such a one answers
// nobody either; that is its verdict, not a warning.
func collapsed(t results.Trial) bool {
	j := t.Summary.Judgement
	down := !slices.ContainsFunc(j.Recovery, func(r measure.Recovery) bool { return r.InTime.Back })
	return j.Verdict == measure.Metastable || j.Verdict == measure.Undecided && down && len(j.Recovery) > 0
}
