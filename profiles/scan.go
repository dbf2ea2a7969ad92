package profiles

import "strings"

// A token is a word or a sign of the text syntax, and where it stands.
type token struct {
	text         string // one of the signs, "\n" for a line end, "" for the end of the text
	line, column int
}

const signs = ",:()\n"

// sign reports whether t is not a word.
func (t token) sign() bool { return t.text == "" || strings.Contains(signs, t.text) }

// separator reports whether t stands between two items.
func (t token) separator() bool { return t.text == "," || t.text == "\n" }

// shown is t as it is quoted in an error.
func (t token) shown() string {
	switch t.text {
	case "":
		return "the end"
	case "\n":
		return "the end of the line"
	}
	return `"` + t.text + `"`
}

// scan cuts text into tokens, the last of which marks the end. Blanks and
// comments are left out.
func scan(text string) []token {
	var tokens []token
	line, start := 1, 0 // start is where the line begins
	for i := 0; i < len(text); {
		n := width(text[i:])
		word := text[i : i+n]
		if !strings.Contains(" \t\r", word[:1]) && word[0] != '#' {
			tokens = append(tokens, token{word, line, i - start + 1})
		}
		i += n
		if word == "\n" {
			line, start = line+1, i
		}
	}
	return append(tokens, token{"", line, len(text) - start + 1})
}

// width is the length of what text begins with: a sign, a blank, a comment up to
// the end of its line, or a word.
func width(text string) int {
	if text[0] == '#' {
		return upTo(text, "\n")
	}
	return max(1, upTo(text, signs+" \t\r#"))
}

// upTo is where the first of the characters stands in text, or its length.
func upTo(text, chars string) int {
	if i := strings.IndexAny(text, chars); i >= 0 {
		return i
	}
	return len(text)
}
