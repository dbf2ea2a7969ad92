package experiment

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// meant ends "… is unknown": it asks whether the nearest key of the section was
// meant, if one is near enough to be a slip of the hand.
func meant(key, section string) string {
	_, keys, _ := strings.Cut(section, ": ")
	var known []string
	for k := range strings.SplitSeq(keys, ", ") {
		known = append(known, strings.TrimPrefix(k, "or "))
	}
	if best := nearest(key, known); best != "" {
		return fmt.Sprintf(", did you mean %q?", best)
	}
	return ";"
}

// oneOf ends "… is not": it lists the words that are known, and asks whether the
// nearest of them was meant.
func oneOf(word string, known []string) string {
	text := "one of " + strings.Join(known, ", ")
	if best := nearest(word, known); best != "" {
		text += fmt.Sprintf("; did you mean %q?", best)
	}
	return text
}

// nearest returns the known word that is the fewest letters away, "" if none is
// near enough to be a slip of the hand.
func nearest(word string, known []string) string {
	best, least := "", 1+(len(word)+2)/3
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}
