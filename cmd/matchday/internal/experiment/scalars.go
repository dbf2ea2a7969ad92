package experiment

import (
	"fmt"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets/bulkhead"
)

// The types below are how single values are written in an experiment file. Each
// says what it wants when it gets something else; the decoder adds the place.

// length is a positive duration.
type length time.Duration

// UnmarshalText reads a duration such as 500ms.
func (l *length) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is not a positive duration such as 500ms", text)
	}
	*l = length(d)
	return nil
}

// or returns the duration, or another where none was given.
func (l length) or(other time.Duration) time.Duration {
	if l == 0 {
		return other
	}
	return time.Duration(l)
}

// arrivals is how users are spaced.
type arrivals Arrivals

// UnmarshalText reads poisson or even.
func (a *arrivals) UnmarshalText(text []byte) error {
	switch Arrivals(text) {
	case Poisson, Even:
		*a = arrivals(text)
		return nil
	}
	return fmt.Errorf("arrivals %q: want poisson or even", text)
}

// outcome is an outcome by name.
type outcome measure.Outcome

// UnmarshalText reads a name such as timeout.
func (o *outcome) UnmarshalText(text []byte) error {
	v, err := measure.ParseOutcome(string(text))
	*o = outcome(v)
	return err
}

// budget is a retry budget in its notation.
type budget engine.RetryBudget

// UnmarshalText reads a budget such as 10% or none.
func (b *budget) UnmarshalText(text []byte) error {
	v, err := engine.ParseRetryBudget(string(text))
	*b = budget(v)
	return err
}

// setting is a bulkhead in its notation.
type setting bulkhead.Setting

// UnmarshalText reads a setting such as 20/100 or none.
func (s *setting) UnmarshalText(text []byte) error {
	v, err := bulkhead.ParseSetting(string(text))
	*s = setting(v)
	return err
}

// bulkhead returns the setting as what it is outside of a file.
func (s setting) bulkhead() bulkhead.Setting { return bulkhead.Setting(s) }

// A pacing is read in the notation of [engine.ParsePacing].
type pacing engine.Pacing

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *pacing) UnmarshalText(text []byte) error {
	parsed, err := engine.ParsePacing(string(text))
	*p = pacing(parsed)
	return err
}
