package profiles

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Preset is a ready-made profile. Its loads are shares of the capacity of the
// service and its times multiples of the demand of a request, so that one preset
// means the same for every service.
type Preset struct {
	Name   string // what [Lookup] finds it by
	Doc    string // one sentence
	Params []Param
	build  func(values) Curve
}

// A Param is a setting of a preset.
type Param struct {
	Name    string
	Doc     string   // what it sets, as part of a sentence
	Default string   // in force where it is not set
	Words   []string // the values it can have, nil if it is not a choice
	kind    kind
}

// Kinds of settings beside those of the text syntax.
const (
	kindDemand kind = "demand" // a time of at most maxDemand
	kindLoad   kind = "load"   // a share of the capacity
	kindWord   kind = "word"   // one of Words
)

// Bounds that keep the longest preset within MaxLength.
const (
	maxDemand = time.Hour
	maxSteps  = 500
)

// A value is a setting as read; the field of its kind is set.
type value struct {
	number float64
	time   time.Duration
	word   string
}

type values map[string]value

// Lookup returns the preset with the given name. The error for an unknown one
// lists those there are, and the one that was probably meant.
func Lookup(name string) (Preset, error) {
	var names []string
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Preset{}, unknown(fmt.Sprintf("preset %q", name), name, names)
}

// Curve builds the profile. settings holds the parameters that differ from their
// default, by name and in the form they are written in files: "400/s", "50ms",
// "0.8". An unknown name or a malformed value is an error.
func (p Preset) Curve(settings map[string]string) (Curve, error) {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if _, err := p.Param(name); err != nil {
			return nil, err
		}
	}
	v := make(values, len(p.Params))
	for _, param := range p.Params {
		text, set := settings[param.Name]
		if !set {
			text = param.Default
		}
		read, err := param.read(text)
		if err != nil {
			return nil, fmt.Errorf("preset %q: %w", p.Name, err)
		}
		v[param.Name] = read
	}
	c := p.build(v)
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("preset %q: %w", p.Name, err)
	}
	return c, nil
}

// Param returns the parameter with the given name.
func (p Preset) Param(name string) (Param, error) {
	var names []string
	for _, param := range p.Params {
		if param.Name == name {
			return param, nil
		}
		names = append(names, param.Name)
	}
	return Param{}, unknown(fmt.Sprintf("setting %q of preset %q", name, p.Name), name, names)
}

// Check returns an error if text is not a value p can have.
func (p Param) Check(text string) error {
	_, err := p.read(text)
	return err
}

func (p Param) read(text string) (value, error) {
	v, err := p.kind.read(text)
	if p.kind == kindWord {
		if v.word = text; !slices.Contains(p.Words, text) {
			err = unknown(fmt.Sprintf("%q", text), text, p.Words)
		}
	}
	if err != nil {
		return value{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	return v, nil
}

// read reads text as a setting of kind k.
func (k kind) read(text string) (v value, err error) {
	switch k {
	case kindRate:
		var r Rate
		r, err = ParseRate(text)
		v.number = float64(r)
	case kindCount:
		var n int
		n, err = parseTimes(text)
		if v.number = float64(n); n > maxSteps {
			err = fmt.Errorf("count %q is above %d: want a number such as 7", text, maxSteps)
		}
	case kindLoad:
		v.number, err = parseShare(text)
	case kindTime, kindDemand:
		v.time, err = parseTime(text)
		if k == kindDemand && v.time > maxDemand {
			err = fmt.Errorf("time %q is longer than %s: want the time of one request such as 50ms", text, clock(maxDemand))
		}
	}
	return v, err
}

// parseShare reads a positive number.
func parseShare(text string) (float64, error) {
	n, ok := parseNumber(strings.TrimSpace(text))
	if !ok || !(n > 0 && n <= MaxRate) {
		return 0, fmt.Errorf("%q is not a positive number such as 0.8", text)
	}
	return n, nil
}
