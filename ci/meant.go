package ci

import "fmt"

// meant ends "… is not known": it asks whether the nearest of the names was
// meant, if one is near enough to be a slip of the hand.
func meant(text string, names []string) string {
	best, least := "", 1+max(1, len(text)/3)
	for _, name := range names {
		if d := distance(text, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ";"
	}
	return fmt.Sprintf(", did you mean %q?", best)
}

// distance returns how many letters must be put in, taken out or changed to
// make b out of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0] // of the row above, one to the left
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
