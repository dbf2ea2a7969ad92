package experiment

import (
	"regexp"

	"matchday/targets"
)

// ProcessFile is a service that is started for every trial, as an experiment
// file says it.
type ProcessFile struct {
	Command []template          `yaml:"command"`
	Env     map[string]template `yaml:"env"`
	Dir     string              `yaml:"dir"`
	URL     template            `yaml:"url"`
	Ready   ReadyFile           `yaml:"ready"`
	Grace   length              `yaml:"grace"`
}

// ReadyFile is how such a service shows that it serves.
type ReadyFile struct {
	HTTP   template `yaml:"http"`
	TCP    bool     `yaml:"tcp"`
	Line   pattern  `yaml:"line"`
	Within length   `yaml:"within"`
}

// HookFile is how the settings of a service that runs already are reached, as an
// experiment file says it.
type HookFile struct {
	Apply StepFile `yaml:"apply"`
	Reset StepFile `yaml:"reset"`
	Check StepFile `yaml:"check"`
	After StepFile `yaml:"after"`
}

// StepFile is one thing that a hook does.
type StepFile struct {
	HTTP    template            `yaml:"http"`
	Headers map[string]template `yaml:"headers"`
	Body    template            `yaml:"body"`
	Run     template            `yaml:"run"`
	Want    template            `yaml:"want"`
	Match   template            `yaml:"match"`
	Within  length              `yaml:"within"`
}

// step returns the step outside of a file.
func (f StepFile) step() targets.Step {
	return targets.Step{
		HTTP: f.HTTP.Template, Headers: plainTemplates(f.Headers), Body: f.Body.Template, Run: f.Run.Template,
		Want: f.Want.Template, Match: f.Match.Template, Within: f.Within.or(0),
	}
}

// A template is read in the notation of [targets.ParseTemplate].
type template struct{ targets.Template }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (t *template) UnmarshalText(text []byte) error { return t.Template.UnmarshalText(text) }

func plainTemplates(in map[string]template) map[string]targets.Template {
	out := map[string]targets.Template{}
	for name, t := range in {
		out[name] = t.Template
	}
	return out
}

// A pattern is a regular expression; its zero value matches nothing in
// particular.
type pattern struct{ *regexp.Regexp }

// UnmarshalText reads a regular expression such as "listening on \\d+".
func (p *pattern) UnmarshalText(text []byte) (err error) {
	p.Regexp, err = regexp.Compile(string(text))
	return err
}
