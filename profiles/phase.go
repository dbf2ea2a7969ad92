package profiles

import (
	"fmt"
	"strings"
	"time"
)

// A Phase is a named part of a curve, from Start up to End. Names are made of
// lower-case words and numbers joined by dashes: warm-up, base, peak-1,
// after-peak-1, tail.
type Phase struct {
	Name       string
	Start, End time.Duration // offsets from the start of the curve
}

// Peak reports whether p is a peak, from the end of which recovery is measured:
// its name is peak or begins with peak-. This is the one place that knows.
func (p Phase) Peak() bool {
	return p.Name == "peak" || strings.HasPrefix(p.Name, "peak-")
}

// Phases lists the phases of c in the order of time. A phase is as long a row of
// segments with one and the same name as there is; segments without a name belong
// to none. A name that returns after another phase makes a second phase.
func (c Curve) Phases() []Phase {
	var phases []Phase
	var t time.Duration
	before := ""
	for _, s := range c {
		if s.Phase != "" && s.Phase != before {
			phases = append(phases, Phase{Name: s.Phase, Start: t})
		}
		t += s.For
		if s.Phase != "" {
			phases[len(phases)-1].End = t
		}
		before = s.Phase
	}
	return phases
}

// checkPhase returns an error if name is not fit to name a phase.
func checkPhase(name string) error {
	for word := range strings.SplitSeq(name, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return fmt.Errorf("phase %q is not made of lower-case words and dashes: want a name such as peak-1", name)
		}
	}
	return nil
}
