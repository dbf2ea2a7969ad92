package ci

import (
	"fmt"
	"strings"
)

// A part is a piece of a rule, and where in the rule it stands.
type part struct {
	at   int // in bytes from the start of the rule
	text string
}

// A fault is what is wrong with a rule, and where.
type fault struct {
	at   int // in bytes from the start of the rule
	text string
}

// Error returns what is wrong.
func (f *fault) Error() string { return f.text }

// fault returns an error that points at the start of p.
func (p part) fault(format string, args ...any) error {
	return &fault{p.at, fmt.Sprintf(format, args...)}
}

// trim takes the white space off both ends.
func (p part) trim() part {
	left := strings.TrimSpace(p.text)
	return part{p.at + strings.Index(p.text, left), left}
}

// split divides p into what stands before byte i and what stands after the next
// n bytes, both trimmed.
func (p part) split(i, n int) (before, after part) {
	return part{p.at, p.text[:i]}.trim(), part{p.at + i + n, p.text[i+n:]}.trim()
}

// cut divides p at the first sep.
func (p part) cut(sep string) (before, after part, found bool) {
	return p.cutAt(strings.Index(p.text, sep), sep)
}

// cutLast divides p at the last sep.
func (p part) cutLast(sep string) (before, after part, found bool) {
	return p.cutAt(strings.LastIndex(p.text, sep), sep)
}

// cutWord divides p at the last place where word stands between white space.
func (p part) cutWord(word string) (before, after part, found bool) {
	for end := len(p.text); ; {
		i := strings.LastIndex(p.text[:end], word)
		if i < 0 {
			return p, part{at: p.at + len(p.text)}, false
		}
		n := i + len(word)
		if i > 0 && n < len(p.text) && blank(p.text[i-1]) && blank(p.text[n]) {
			before, after = p.split(i, len(word))
			return before, after, true
		}
		end = i
	}
}

// blank tells whether c is one of the two characters that set words apart in a
// line of rules.
func blank(c byte) bool { return c == ' ' || c == '\t' }

func (p part) cutAt(i int, sep string) (before, after part, found bool) {
	if i < 0 {
		return p, part{at: p.at + len(p.text)}, false
	}
	before, after = p.split(i, len(sep))
	return before, after, true
}

// squeezed returns the text with single spaces between its words.
func (p part) squeezed() string { return strings.Join(strings.Fields(p.text), " ") }
