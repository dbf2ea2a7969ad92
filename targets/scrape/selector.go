package scrape

import (
	"fmt"
	"strings"
)

// A Selector names the series whose values are wanted; of several it is their
// sum.
type Selector struct {
	Name   string
	Labels []Label // that a series must have, each with exactly that value; in the order given
}

// A Label is one of what tells series of the same name apart.
type Label struct{ Name, Value string }

// ParseSelector reads a selector in the notation of Prometheus, in which labels
// can only be equal to something:
//
//	[ "sum of " ] name [ "{" label "=" quoted { "," label "=" quoted } "}" ]
//
// such as `http_rejected_total`, `sum of http_rejected_total` and
// `http_requests_in_flight{handler="order"}`. A selector is a sum in any case;
// the words say so to readers. In a quoted value \\, \" and \n are escapes.
func ParseSelector(text string) (Selector, error) {
	rest := strings.TrimSpace(text)
	if sum, ok := strings.CutPrefix(rest, "sum of "); ok {
		rest = strings.TrimSpace(sum)
	}
	name, labels, labelled := strings.Cut(rest, "{")
	s := Selector{Name: strings.TrimSpace(name)}
	if !isName(s.Name, ':') {
		return Selector{}, wrong(text, "%q is not the name of a metric", s.Name)
	}
	if !labelled {
		return s, nil
	}
	for labels = strings.TrimSpace(labels); labels != "}"; {
		l, after, err := cutLabel(labels)
		if err != nil {
			return Selector{}, wrong(text, "%w", err)
		}
		s.Labels = append(s.Labels, l)
		next, more := strings.CutPrefix(after, ",")
		if !more && after != "}" {
			return Selector{}, wrong(text, `%q follows a label, want , or }`, after)
		}
		labels = strings.TrimSpace(next)
	}
	return s, nil
}

func wrong(text, format string, args ...any) error {
	return fmt.Errorf(`series %q: `+format+`; want such as http_requests_in_flight{handler="order"}`, append([]any{text}, args...)...)
}

// cutLabel takes a label off the front of a list.
func cutLabel(list string) (l Label, rest string, err error) {
	name, rest, found := strings.Cut(list, "=")
	l.Name = strings.TrimSpace(name)
	switch {
	case !found:
		return l, "", fmt.Errorf("%q is not a label and its value", list)
	case strings.HasPrefix(rest, "~"), strings.HasSuffix(l.Name, "!"):
		return l, "", fmt.Errorf("label %q is compared in a way that is not =, the only one there is", strings.TrimSuffix(l.Name, "!"))
	case !isName(l.Name, '_'):
		return l, "", fmt.Errorf("%q is not the name of a label", l.Name)
	}
	l.Value, rest, err = cutQuoted(strings.TrimSpace(rest))
	return l, strings.TrimSpace(rest), err
}

// cutQuoted takes a quoted value off the front of a text.
func cutQuoted(text string) (value, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", fmt.Errorf("value %q does not stand in double quotes", text)
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return b.String(), text[i+1:], nil
		case c < ' ':
			return "", "", fmt.Errorf("value %s has a control character", text)
		case c == '\\':
			i++
			plain, ok := unescape(text, i)
			if !ok {
				return "", "", fmt.Errorf(`value %s has a \ that is not \\, \" or \n`, text)
			}
			b.WriteByte(plain)
		default:
			b.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("value %s does not end", text)
}

func unescape(text string, i int) (byte, bool) {
	if i == len(text) {
		return 0, false
	}
	switch text[i] {
	case 'n':
		return '\n', true
	case '\\', '"':
		return text[i], true
	}
	return 0, false
}

// isName tells whether text can name a metric, or a label if also is no colon.
func isName(text string, also byte) bool {
	for i := range len(text) {
		c := text[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == also
		if digit := '0' <= c && c <= '9'; !letter && (!digit || i == 0) {
			return false
		}
	}
	return text != ""
}

// String returns the selector in its notation; ParseSelector reads it back.
func (s Selector) String() string {
	if len(s.Labels) == 0 {
		return s.Name
	}
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	var parts []string
	for _, l := range s.Labels {
		parts = append(parts, l.Name+`="`+escaped.Replace(l.Value)+`"`)
	}
	return s.Name + "{" + strings.Join(parts, ",") + "}"
}
