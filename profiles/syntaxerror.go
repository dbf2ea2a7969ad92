package profiles

import (
	"fmt"
	"strings"
)

// A SyntaxError says where a profile, a recorded curve or a log is malformed, and
// what was wanted there.
type SyntaxError struct {
	Name   string // of the file or flag, empty if it has none
	Line   int    // from 1; 0 when the whole text is meant
	Column int    // in bytes, from 1; 0 when the whole line is meant
	Err    error  // what was wanted
}

// Error is name:line:column: and what was wanted, leaving out what is not known.
func (e *SyntaxError) Error() string {
	var b strings.Builder
	if e.Name != "" {
		b.WriteString(e.Name + ":")
	}
	for _, n := range []int{e.Line, e.Column} {
		if n > 0 {
			fmt.Fprintf(&b, "%d:", n)
		}
	}
	if b.Len() > 0 {
		b.WriteString(" ")
	}
	return b.String() + e.Err.Error()
}

// Unwrap returns what was wanted, without the place.
func (e *SyntaxError) Unwrap() error { return e.Err }
