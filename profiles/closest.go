package profiles

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// unknown is the error for a word that is none of those known: it proposes the
// one that was probably meant, and lists them all. what says in a phrase which
// word it is, and quotes it.
func unknown(what, word string, known []string) error {
	hint := ""
	if near := closest(word, known); near != "" {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	return fmt.Errorf("%s is unknown: %swant one of %s", what, hint, strings.Join(known, ", "))
}

// closest is the known word with the fewest letters to change, and none where
// that would be more than a third of them; two swapped letters count as two.
func closest(word string, known []string) string {
	best, least := "", (len(word)+2)/3+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}
