package ci

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ParseRules reads a file of rules, one a line. A "#" at the start of a line or
// after white space begins a comment; empty lines are passed over. The error
// names every line that is wrong, as "name:line:column: …" with columns counted
// in characters from 1.
func ParseRules(name, text string) ([]Rule, error) {
	var rules []Rule
	var wrong []error
	line := 0
	for text := range strings.SplitSeq(text, "\n") {
		line++
		bare := uncommented(text)
		if strings.TrimSpace(bare) == "" {
			continue
		}
		r, err := parse(bare)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d:%d: %q: %w", name, line, column(bare, err), strings.TrimSpace(bare), err))
			continue
		}
		rules = append(rules, r)
	}
	return rules, errors.Join(wrong...)
}

// uncommented returns the line without its comment and without the carriage
// return of files from other systems.
func uncommented(line string) string {
	line = strings.TrimSuffix(line, "\r")
	for i, c := range line {
		if c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return line[:i]
		}
	}
	return line
}

// column returns where in the line the fault is, in characters from 1.
func column(line string, err error) int {
	var f *fault
	if !errors.As(err, &f) {
		return 1
	}
	return 1 + utf8.RuneCountInString(line[:f.at])
}
