package ci

import (
	"errors"
	"fmt"
	"iter"
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
	for line, bare := range ruleLines(text) {
		r, err := parse(bare)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d:%d: %q: %w", name, line, column(bare, err), strings.TrimSpace(bare), err))
			continue
		}
		rules = append(rules, r)
	}
	return rules, errors.Join(wrong...)
}

// ruleLines yields the number of each line that holds more than a comment, from
// 1, and the line without it.
func ruleLines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		line := 0
		for text := range strings.SplitSeq(text, "\n") {
			line++
			bare := uncommented(text)
			if strings.TrimSpace(bare) != "" && !yield(line, bare) {
				return
			}
		}
	}
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
