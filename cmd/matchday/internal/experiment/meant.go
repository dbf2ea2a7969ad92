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
	best, least := "", 1+(len(key)+2)/3
	for known := range strings.SplitSeq(keys, ", ") {
		known = strings.TrimPrefix(known, "or ")
		if d := levenshtein.ComputeDistance(key, known); d < least {
			best, least = known, d
		}
	}
	if best == "" {
		return ";"
	}
	return fmt.Sprintf(", did you mean %q?", best)
}
