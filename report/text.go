package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// nameInSentence is how much of a variant's name a sentence holds.
const nameInSentence = 40

// called is a variant's name in a sentence. One that begins with a letter is in
// quotes: "none never came back" is read as nobody.
func called(name string) string {
	text := clip(name, nameInSentence)
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLetter(first) {
		return "“" + text + "”"
	}
	return text
}

// oneLine leaves of a text what a terminal shows in one line: a name from a file
// may hold anything, the sequences that move a cursor included.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
}

// clip shortens a text to a width on the screen, and makes it one line.
func clip(text string, width int) string {
	text = oneLine(text)
	if twwidth.Width(text) <= width {
		return text
	}
	return strings.TrimRight(twwidth.Truncate(text, max(0, width-1)), " ") + "…"
}

// wrap breaks a text into lines of at most that width, and keeps a number with
// its unit. Of more than the given number of lines the last one is shortened. A
// word that is longer than a line is shortened too.
func wrap(text string, width, lines int) []string {
	out := []string{""}
	for _, word := range words(text) {
		last := &out[len(out)-1]
		switch {
		case *last == "":
			*last = clip(word, width)
		case twwidth.Width(*last)+1+twwidth.Width(word) <= width:
			*last += " " + word
		case len(out) == lines:
			*last = clip(*last, width-2) + " …"
			return out
		default:
			out = append(out, clip(word, width))
		}
	}
	return out
}

// words splits a text where a line may break: not between a number and its unit.
func words(text string) []string {
	var out []string
	for _, w := range strings.Fields(oneLine(text)) {
		if n := len(out); n > 0 && unit(w) && strings.ContainsAny(out[n-1], "0123456789") {
			out[n-1] += " " + w
			continue
		}
		out = append(out, w)
	}
	return out
}

// unit tells whether a word is a unit, punctuation after it left aside.
func unit(word string) bool {
	switch strings.TrimRight(word, ",;:.)") {
	case "%", "s", "ms", "µs", "ns", "GiB":
		return true
	}
	return false
}
