package experiment

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"matchday/profiles"
	"matchday/targets/bulkhead"
)

// Overrides are what flags change in an experiment file. Changed tells by the
// flag's name whether a field was given at all.
type Overrides struct {
	Bulkheads   []string
	URL         string
	Proxy       bool
	Profile     string
	Folder      fs.FS // when Profile is the name of a file, where that file is; else nil
	Speed       float64
	Rate        string
	Duration    time.Duration
	Rounds      int
	Seed        uint64
	Timeout     time.Duration
	SLO         time.Duration
	Retries     int
	RetryBudget string
	Engine      string
	Pacing      string
	Connections int
	Changed     func(flag string) bool
}

// Override changes the file as the flags say. The error names the flag.
func (f *File) Override(o Overrides) error {
	for _, change := range []struct {
		flag string
		make func(Overrides) error
	}{
		{"url", f.setURL}, // before bulkhead: it drops what the file says of variants
		{"proxy", func(o Overrides) error { f.Target.Proxy = o.Proxy; return nil }},
		{"bulkhead", f.setVariants},
		{"profile", f.setProfile},
		{"rate", f.setRate},
		{"speed", f.setSpeed},
		{"duration", f.setDuration},
		{"rounds", f.setRounds},
		{"timeout", func(o Overrides) error { return positive(&f.Client.Timeout, o.Timeout) }},
		{"slo", func(o Overrides) error { return positive(&f.Client.SLO, o.SLO) }},
		{"seed", func(o Overrides) error { f.Seed = o.Seed; return nil }},
		{"retries", func(o Overrides) error { f.Client.Retries = o.Retries; return nil }},
		{"retry-budget", func(o Overrides) error { return f.Client.RetryBudget.UnmarshalText([]byte(o.RetryBudget)) }},
		{"connections", f.setConnections},
		{"pacing", func(o Overrides) error { return f.Pacing.UnmarshalText([]byte(o.Pacing)) }},
		{"engine", func(o Overrides) error { f.Engine = o.Engine; return nil }},
	} {
		if !o.Changed(change.flag) {
			continue
		}
		if err := change.make(o); err != nil {
			return fmt.Errorf("--%s: %w", change.flag, err)
		}
	}
	// The objective of a longer wait must not outlast a shorter one.
	if o.Changed("timeout") && !o.Changed("slo") {
		f.Client.SLO = min(f.Client.SLO, f.Client.Timeout)
		f.eachStream(func(s *StreamFile) { s.SLO = min(s.SLO, f.Client.Timeout) })
	}
	return nil
}

// eachStream changes every stream.
func (f *File) eachStream(change func(*StreamFile)) {
	for name, s := range f.Streams {
		change(&s)
		f.Streams[name] = s
	}
}

// errStreams is the error of flags that would have to say which stream they mean.
var errStreams = errors.New("the file has streams, each with a profile of its own: change it there")

func (f *File) setVariants(o Overrides) error {
	f.Variants = nil
	for _, text := range o.Bulkheads {
		s, err := bulkhead.ParseSetting(text)
		if err != nil {
			return err
		}
		f.Variants = append(f.Variants, setting(s))
	}
	return nil
}

// setURL drives a service that runs already. Whatever the file says of a
// reference service does not hold for it.
func (f *File) setURL(o Overrides) error {
	if f.Target.Reference != "" || f.Target.Process != nil {
		f.Target = TargetFile{}
		f.Variants = nil
	}
	f.Target.URL = o.URL
	return nil
}

func (f *File) setProfile(o Overrides) error {
	if len(f.Streams) > 0 {
		return errStreams
	}
	if o.Folder != nil {
		f.Profile, f.folder = profiles.Definition{File: o.Profile}, o.Folder
		return nil
	}
	var err error
	f.Profile, err = profiles.Define("--profile", o.Profile)
	return err
}

// setSpeed replays the profile, or those of all streams, faster or slower.
func (f *File) setSpeed(o Overrides) error {
	if !(o.Speed > 0) {
		return fmt.Errorf("%v is not a positive factor such as 10", o.Speed)
	}
	f.Profile.Speed = o.Speed
	f.eachStream(func(s *StreamFile) { s.Profile.Speed = o.Speed })
	return nil
}

func (f *File) setRate(o Overrides) error {
	if o.Changed("profile") {
		return errors.New("--rate and --profile exclude each other")
	}
	if len(f.Streams) > 0 {
		return errStreams
	}
	if !o.Changed("duration") {
		return errors.New("wants --duration as well, for example --rate 200/s --duration 30s")
	}
	if o.Rate == asFastAsPossible {
		return f.setClosed(o)
	}
	rate, err := profiles.ParseRate(o.Rate)
	if err != nil {
		return err
	}
	f.Profile = profiles.Definition{Segments: profiles.Hold(float64(rate), o.Duration)}
	return nil
}

// asFastAsPossible is the rate of callers who take turns.
const asFastAsPossible = "max"

// usualCallers is how many take turns when nobody says.
const usualCallers = 64

// setClosed has callers take turns instead of coming by a profile.
func (f *File) setClosed(o Overrides) error {
	f.Profile = profiles.Definition{Segments: profiles.Hold(0, o.Duration)}
	f.Callers = usualCallers
	return nil
}

// setConnections says how many callers take turns. An open loop opens as many
// connections as it needs.
func (f *File) setConnections(o Overrides) error {
	switch {
	case f.Callers == 0:
		return errors.New("only callers who take turns are limited to a number of connections; want --rate max as well")
	case o.Connections < 1:
		return fmt.Errorf("%d: want at least 1, such as 64", o.Connections)
	}
	f.Callers = o.Connections
	return nil
}

// setDuration cuts the profile, or those of all streams.
func (f *File) setDuration(o Overrides) error {
	if o.Duration <= 0 {
		return fmt.Errorf("%v is not a positive duration such as 30s", o.Duration)
	}
	f.Profile.Until = o.Duration
	f.eachStream(func(s *StreamFile) { s.Profile.Until = o.Duration })
	return nil
}

func (f *File) setRounds(o Overrides) error {
	if o.Rounds < 1 {
		return fmt.Errorf("%d: want at least 1", o.Rounds)
	}
	f.Rounds = o.Rounds
	return nil
}

func positive(to *length, d time.Duration) error {
	if d <= 0 {
		return fmt.Errorf("%v is not a positive duration such as 500ms", d)
	}
	*to = length(d)
	return nil
}
