package report

import "matchday/results"

// A session is what one call measured on the wire, one trial after the other on a
// machine that may change meanwhile. What virtual time made is none.
type session struct {
	run      results.Run
	variants []Variant
	label    string // the run's id where there are several
}

// sessions returns those of all traffic. A variant is the conclusion of the entrant of
// the same place.
func sessions(entrants []entrant, variants []Variant) []session {
	var out []session
	for i, e := range entrants {
		if e.in.Run.Simulated || e.in.of != nil {
			continue
		}
		if len(out) == 0 || out[len(out)-1].run.ID != e.in.Run.ID {
			out = append(out, session{run: e.in.Run})
		}
		last := &out[len(out)-1]
		last.variants = append(last.variants, variants[i])
	}
	if len(out) > 1 {
		for i := range out {
			out[i].label = out[i].run.ID + ": "
		}
	}
	return out
}

// sessionWarnings tells of machines and targets that did not stay as they were.
func sessionWarnings(all []session) []string {
	var out []string
	for _, s := range all {
		for _, w := range []string{s.drift(), s.warming(), s.coldStart()} {
			if w != "" {
				out = append(out, s.label+w)
			}
		}
	}
	return out
}
