package measure

import (
	"fmt"
	"time"
)

// A Validity says whether figures are the target's or the generator's own.
type Validity uint8

// The validities, from good to bad.
const (
	Valid   Validity = iota // the generator did what the plan said
	Suspect                 // it was near a limit of its own
	Invalid                 // it was the limit: the figures are not compared
)

var validityNames = [...]string{"valid", "suspect", "invalid"}

// String returns the validity's name.
func (v Validity) String() string { return validityNames[min(int(v), len(validityNames)-1)] }

// MarshalText writes the name.
func (v Validity) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name.
func (v *Validity) UnmarshalText(text []byte) error {
	for i, name := range validityNames {
		if name == string(text) {
			*v = Validity(i)
			return nil
		}
	}
	return fmt.Errorf("validity %q is not one of valid, suspect, invalid", text)
}

// A Cause is one limit of the generator that shaped a phase.
type Cause struct {
	Signal   string   `json:"signal"` // what was looked at, such as "lag" or "cpu"
	Text     string   `json:"text"`   // what was seen, such as "lag p99 412 ms"
	Validity Validity `json:"validity"`
}

// A Fitness is the generator's judgement on itself over one phase.
type Fitness struct {
	Phase    string        `json:"phase"`
	Start    time.Duration `json:"start_ns"`
	End      time.Duration `json:"end_ns"`
	Validity Validity      `json:"validity"`
	Causes   []Cause       `json:"causes,omitempty"`
}

// Worst returns the worst validity of all.
func Worst(all []Fitness) Validity {
	var worst Validity
	for _, f := range all {
		worst = max(worst, f.Validity)
	}
	return worst
}

// A Checkup is what the generator's fitness in one phase is judged from.
type Checkup struct {
	Stretch
	Windows []Window // those of the phase
	Self    []Self   // readings from the phase's start to its end
	Tick    time.Duration
	Late    int64 // samples the recorder could not place
}

// A signal looks at one limit. It returns how good things are and what it saw.
type signal struct {
	name string
	look func(Checkup) (Validity, string)
}

// signals are the limits of a generator, the most telling first.
var signals = [...]signal{
	{"lag", lagSignal},
	{"unsent", unsentSignal},
	{"send rate", rateSignal},
	{"cpu", cpuSignal},
	{"throttling", throttleSignal},
	{"host", hostSignal},
	{"scheduler", schedSignal},
	{"garbage collection", gcSignal},
	{"descriptors", fileSignal},
	{"ports", portSignal},
	{"clock", clockSignal},
	{"recorder", recorderSignal},
	{"little's check", littleSignal},
}

// Fitness judges the generator over one phase.
func (c Checkup) Fitness() Fitness {
	f := Fitness{Phase: c.Name, Start: c.Start, End: c.End}
	for _, s := range signals {
		if v, text := s.look(c); v > Valid {
			f.Causes = append(f.Causes, Cause{Signal: s.name, Text: text, Validity: v})
			f.Validity = max(f.Validity, v)
		}
	}
	return f
}
