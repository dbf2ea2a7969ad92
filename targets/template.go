package targets

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/agnivade/levenshtein"

	"matchday/targets/bulkhead"
)

// Blanks are what a [Template] can be filled in with: what a setting bounds, and
// where the service is to listen.
type Blanks struct {
	// Setting has Inside, Queue, Wait and LIFO. Inside is 0 where there is no
	// bound, and Queue is −1 where the queue has none.
	bulkhead.Setting
	Name     string // the setting in its notation, such as "20/100" or "none"
	Bulkhead bool   // whether there is a bound at all
	Port     int    // a free one of this machine, for a service that is started; else 0
}

// BlanksOf returns what templates are filled in with for a setting.
func BlanksOf(setting bulkhead.Setting, port int) Blanks {
	return Blanks{Setting: setting, Name: setting.String(), Bulkhead: setting != bulkhead.Setting{}, Port: port}
}

// A Template is a text with blanks in the notation of package text/template,
// such as
//
//	--max-inflight={{.Inside}}
//	{{if .Bulkhead}}--queue={{.Queue}}{{end}}
//	--wait-ms={{.Wait.Milliseconds}}
//
// The blanks are the fields of [Blanks]. The zero value is the empty text.
type Template struct {
	text   string
	parsed *template.Template // nil where there are no blanks
}

// ParseTemplate reads a template. It fills it in for a few settings, so that a
// blank that is not there is noticed now and not in the middle of a run.
func ParseTemplate(text string) (Template, error) {
	if !strings.Contains(text, "{{") {
		return Template{text: text}, nil
	}
	parsed, err := template.New("").Parse(text)
	if err != nil {
		return Template{}, fmt.Errorf("%q: %s; want, for example, --max-inflight={{.Inside}}", text, plainly(err))
	}
	t := Template{text, parsed}
	for _, sample := range samples() {
		if err := parsed.Execute(io.Discard, BlanksOf(sample, 8080)); err != nil {
			return Template{}, fmt.Errorf("%q: %s", text, plainly(err))
		}
	}
	return t, nil
}

// samples are settings of every kind.
func samples() []bulkhead.Setting {
	return []bulkhead.Setting{
		{},
		{Inside: 20, Queue: 100},
		{Inside: 20, Queue: 100, LIFO: true, Wait: 2 * time.Second},
		{Inside: 20, Queue: bulkhead.Unbounded},
		{Kind: bulkhead.Adaptive},
	}
}

// Fill returns the text with its blanks filled in.
func (t Template) Fill(b Blanks) (string, error) {
	if t.parsed == nil {
		return t.text, nil
	}
	var out strings.Builder
	if err := t.parsed.Execute(&out, b); err != nil {
		return "", fmt.Errorf("%q: %s", t.text, plainly(err))
	}
	return out.String(), nil
}

// String returns the template as it was written.
func (t Template) String() string { return t.text }

// IsZero tells whether there is no text at all.
func (t Template) IsZero() bool { return t.text == "" }

// UnmarshalText reads what [ParseTemplate] reads.
func (t *Template) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTemplate(string(text))
	return err
}

// MarshalText writes the template as it was written.
func (t Template) MarshalText() ([]byte, error) { return []byte(t.text), nil }

var (
	templatePlace = regexp.MustCompile(`^template: :\d+(:\d+)?: (executing "" at <.*?>: )?`)
	unknownBlank  = regexp.MustCompile(`can't evaluate field (\w+) in type targets\.Blanks`)
)

// plainly returns an error of package text/template for somebody who knows the
// text and not the package.
func plainly(err error) string {
	text := err.Error()
	if m := unknownBlank.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("blank .%s is unknown%s want .%s", m[1], closest(m[1]), strings.Join(blankNames(), ", ."))
	}
	return templatePlace.ReplaceAllString(text, "")
}

// blankNames are the fields of [Blanks] that are meant for readers.
func blankNames() []string {
	return []string{"Name", "Bulkhead", "Inside", "Queue", "Wait", "LIFO", "Port"}
}

// closest ends "… is unknown": it asks whether the nearest blank was meant, if
// one is near enough to be a slip of the hand.
func closest(name string) string {
	distance := func(known string) int {
		return levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(known))
	}
	best := slices.MinFunc(blankNames(), func(a, b string) int { return cmp.Compare(distance(a), distance(b)) })
	if distance(best) > (len(name)+2)/3 {
		return ";"
	}
	return fmt.Sprintf(", did you mean .%s?", best)
}
