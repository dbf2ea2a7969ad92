package ci

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// meant ends "… is not known": it asks whether the nearest of the names was
// meant, if one is near enough to be a slip of the hand.
func meant(text string, names []string) string {
	best, least := "", 1+max(1, len(text)/3)
	for _, name := range names {
		if d := levenshtein.ComputeDistance(text, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ";"
	}
	return fmt.Sprintf(", did you mean %q?", best)
}
