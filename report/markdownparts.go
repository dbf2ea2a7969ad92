package report

import (
	"cmp"
	"slices"
	"strings"
)

// longestComment is in lines: what is longer is scrolled past.
const longestComment = 60

// A passage is a part of a comment.
type passage struct {
	text string
	weak int    // the lowest comes first where there is no room for all, 0 stays in any case
	name string // of one that may be left out
}

// composed sets passages one below the other, each apart from the next unless
// both are folded. Where they are too long together each takes its room before
// those that are weaker, and a last line says for which there was none.
func composed(all []passage) string {
	all = slices.DeleteFunc(slices.Clone(all), func(p passage) bool { return p.text == "" })
	if text := joinPassages(all); short(text) {
		return text
	}
	order := make([]int, len(all))
	for i := range all {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].weak, all[b].weak) })
	kept := make([]bool, len(all))
	var gone []string
	for _, i := range order {
		kept[i] = true
		// What is left out takes a line too, however many names it holds.
		if text := joinPassages(chosen(all, kept)) + leftOut([]string{""}); all[i].weak > 0 && !short(text) {
			kept[i] = false
			gone = append(gone, all[i].name)
		}
	}
	return joinPassages(chosen(all, kept)) + leftOut(slices.Compact(gone))
}

// short tells whether a text is no longer than a comment may be.
func short(text string) bool { return strings.Count(text, "\n") <= longestComment }

// chosen returns the passages that are kept, in their order.
func chosen(all []passage, kept []bool) []passage {
	var out []passage
	for i, p := range all {
		if kept[i] {
			out = append(out, p)
		}
	}
	return out
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
