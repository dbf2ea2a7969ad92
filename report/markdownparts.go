package report

import (
	"slices"
	"strings"
)

// longestComment is in lines: what is longer is scrolled past.
const longestComment = 60

// A passage is a part of a comment.
type passage struct {
	text string
	weak int    // the highest goes first where there is no room, 0 stays
	name string // of one that can go
}

// composed sets passages one below the other, each apart from the next unless
// both are folded. Where they are too long together the weakest go, and a last
// line says which.
func composed(all []passage) string {
	all = slices.DeleteFunc(slices.Clone(all), func(p passage) bool { return p.text == "" })
	var gone []string
	for {
		text := joinPassages(all) + leftOut(gone)
		weakest := slices.MaxFunc(all, func(a, b passage) int { return a.weak - b.weak })
		if strings.Count(text, "\n") <= longestComment || weakest.weak == 0 {
			return text
		}
		gone = append(gone, weakest.name)
		all = slices.DeleteFunc(all, func(p passage) bool { return p.weak == weakest.weak })
	}
}

func joinPassages(all []passage) string {
	var b strings.Builder
	for i, p := range all {
		if i > 0 && !(foldedPassage(p) && foldedPassage(all[i-1])) {
			b.WriteByte('\n')
		}
		b.WriteString(strings.TrimRight(p.text, "\n") + "\n")
	}
	return b.String()
}

func foldedPassage(p passage) bool { return strings.HasPrefix(p.text, "<details>") }

// leftOut says what there was no room for.
func leftOut(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "\nLeft out for want of room: " + strings.Join(names, ", ") + "; the page has it all\n"
}
