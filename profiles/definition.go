package profiles

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// A Definition says which profile is wanted, as an experiment file does: by its
// segments, by the name of a preset, or by the name of a recording. It is data
// that has been checked as far as it can be without opening the recording;
// [Definition.Curve] builds the profile.
//
// In YAML a definition is either text, which is the name of a preset or a profile
// in the syntax of [Parse],
//
//	profile: match-day
//	profile: hold 200/s 60s, ramp 200/s 800/s 5s
//
// or one of three mappings: a preset with its settings, a list of segments with
// the shapes of [Parse], or a file in the experiment's folder.
//
//	profile: {preset: match-day, shape: retry, capacity: 400/s, demand: 50ms, until: 32s}
//	profile:
//	  segments:
//	    - {phase: base, hold: 200/s, for: 60s}
//	    - {phase: peak-1, ramp: [200/s, 800/s], for: 5s}
//	    - hold 200/s 2m
//	profile: {file: orders.csv, speed: 10, scale: 2}
//
// Every mapping takes speed (the same callers in less time), stretch (longer at
// the same rates), scale (as many times the callers) and until (the end); they
// are applied in this order. A file takes also format (csv, log or text; its name
// tells if it is not given) and, for a log, bin.
type Definition struct {
	Segments Curve             // the profile itself,
	Preset   string            // or the name of a preset,
	Settings map[string]string // with those of its parameters that are set,
	File     string            // or the path of a file in an [fs.FS],
	Format   Format            // and how to read it, empty to tell by its name,
	Bin      time.Duration     // in bins of this length if it is a log, 0 for 1s

	Speed, Stretch, Scale float64       // factors above zero; 0 leaves the profile as it is
	Until                 time.Duration // where to cut the profile, 0 for nowhere
}

// A Format is a way to write a profile down.
type Format string

// The formats a file can have.
const (
	FormatCSV  Format = "csv"  // as in [ReadCSV]
	FormatLog  Format = "log"  // as in [ReadAccessLog]
	FormatText Format = "text" // as in [Parse]
)

func formats() []string {
	return []string{string(FormatCSV), string(FormatLog), string(FormatText)}
}

// Define reads a definition from text: a single lower-case word is the name of a
// preset, anything else a profile in the syntax of [Parse], to which name goes.
func Define(name, text string) (Definition, error) {
	word := strings.TrimSpace(text)
	if checkPhase(word) != nil {
		c, err := Parse(name, text)
		return Definition{Segments: c}, err
	}
	if _, err := Lookup(word); err != nil {
		return Definition{}, &SyntaxError{Name: name, Err: err}
	}
	return Definition{Preset: word}, nil
}

// Curve builds the profile. fsys is where files are looked for; it may be nil if
// d names none. The curve passes [Curve.Check].
func (d Definition) Curve(fsys fs.FS) (Curve, error) {
	c, err := d.source(fsys)
	if err != nil {
		return nil, err
	}
	return d.shape(c)
}

// source is the profile before speed, stretch, scale and until.
func (d Definition) source(fsys fs.FS) (Curve, error) {
	switch {
	case len(d.Segments) > 0:
		return d.Segments, d.Segments.Check()
	case d.Preset != "":
		p, err := Lookup(d.Preset)
		if err != nil {
			return nil, err
		}
		return p.Curve(d.Settings)
	case d.File != "":
		return d.read(fsys)
	}
	return nil, errEmpty
}

// shape applies speed, stretch, scale and until.
func (d Definition) shape(c Curve) (Curve, error) {
	for _, factor := range []float64{d.Speed, d.Stretch, d.Scale} {
		if !(factor >= 0) {
			return nil, fmt.Errorf("factor %s is not a positive number such as 2", number(factor))
		}
	}
	if d.Until < 0 {
		return nil, fmt.Errorf("end %q is not positive: want a time such as 30s", clock(d.Until))
	}
	speed, stretch := orOne(d.Speed), orOne(d.Stretch)
	if longer := stretch / speed; c.Duration().Seconds()*longer > MaxLength.Seconds() {
		return nil, fmt.Errorf("profile of %s becomes %s times as long, which is more than %s: want a factor such as 2",
			clock(c.Duration()), number(longer), clock(MaxLength))
	}
	if stretch != speed {
		c = c.Stretch(stretch / speed)
	}
	c = c.Scale(speed * orOne(d.Scale))
	if d.Until > 0 {
		c = c.Cut(d.Until)
	}
	return c, c.Check()
}

// orOne is the factor, and 1 where none is given.
func orOne(factor float64) float64 {
	if factor == 0 {
		return 1
	}
	return factor
}

// read reads the file.
func (d Definition) read(fsys fs.FS) (Curve, error) {
	if fsys == nil {
		return nil, fmt.Errorf("file %q: there is no folder to read it from", d.File)
	}
	f, err := fsys.Open(d.File)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	c, err := d.decode(f)
	return c, errors.Join(err, f.Close())
}

func (d Definition) decode(r io.Reader) (Curve, error) {
	switch d.format() {
	case FormatCSV:
		return ReadCSV(d.File, r)
	case FormatLog:
		bin := d.Bin
		if bin == 0 {
			bin = time.Second
		}
		return ReadAccessLog(d.File, r, bin)
	case FormatText:
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("profile: %w", err)
		}
		return Parse(d.File, string(text))
	}
	return nil, unknown(fmt.Sprintf("format %q", d.Format), string(d.Format), formats())
}

// format is the format of the file, told by its name if it is not given.
func (d Definition) format() Format {
	if d.Format != "" {
		return d.Format
	}
	switch path.Ext(d.File) {
	case ".csv":
		return FormatCSV
	case ".log", ".json", ".jsonl", ".ndjson":
		return FormatLog
	}
	return FormatText
}
