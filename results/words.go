package results

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A word is one of the words of a line in the small text files that are kept in
// version control. Names may hold anything, so a word can be in quotes, as Go
// writes them; the name of a stream is in brackets.
type word struct {
	at     int // in the line, from 1
	text   string
	quoted bool
	stream bool
}

// is tells whether it is that word of the format, which is never in quotes.
func (w word) is(text string) bool { return w.text == text && !w.quoted && !w.stream }

// fault returns an error that points at the word.
func (w word) fault(format string, args ...any) error {
	return &misplaced{w.at, fmt.Sprintf(format, args...)}
}

// A misplaced error is what is wrong with a line, and where in it.
type misplaced struct {
	at   int // from 1
	text string
}

// Error returns what is wrong.
func (m *misplaced) Error() string { return m.text }

const blank = " \t\r"

// wordsOf splits a line at its white space.
func wordsOf(line string) ([]word, error) {
	var out []word
	for at := 0; ; {
		at += len(line[at:]) - len(strings.TrimLeft(line[at:], blank))
		if at == len(line) {
			return out, nil
		}
		w, length, err := cutWord(line[at:])
		if err != nil {
			return nil, &misplaced{at + 1, err.Error()}
		}
		w.at = at + 1
		out = append(out, w)
		at += length
		if at < len(line) && !strings.Contains(blank, line[at:at+1]) {
			return nil, &misplaced{at + 1, "wanted a space between two words"}
		}
	}
}

// cutWord takes the first word off a text, and tells how long it was.
func cutWord(text string) (w word, length int, err error) {
	inner, stream := strings.CutPrefix(text, "[")
	w.stream = stream
	if strings.HasPrefix(inner, `"`) {
		quoted, err := strconv.QuotedPrefix(inner)
		if err != nil {
			return w, 0, errors.New(`a word in quotes does not end: wanted one such as "peak 2"`)
		}
		w.quoted, length = true, len(quoted)
		w.text, _ = strconv.Unquote(quoted)
	} else {
		length = strings.IndexAny(inner+"]", blank+"]")
		w.text = inner[:length]
	}
	switch {
	case length == 0:
		return w, 0, errors.New(`a bracket without a name: wanted one such as [checkout] or "a]b"`)
	case !stream:
		return w, length, nil
	case !strings.HasPrefix(inner[length:], "]"):
		return w, 0, errors.New("the name of a stream does not end: wanted one such as [checkout]")
	}
	return w, length + 2, nil
}

// written returns a word as it stands in a file: in quotes where it could be
// taken for something else.
func written(text string) string {
	plain := text != "" && text != "@" && text != "-"
	for _, r := range text {
		plain = plain && r != unicode.ReplacementChar && unicode.IsGraphic(r) && !unicode.IsSpace(r) && !strings.ContainsRune("\"`\\[]", r)
	}
	if plain {
		return text
	}
	return strconv.Quote(text)
}

// writtenAll returns several words as they stand in a file.
func writtenAll(texts []string) string {
	var out []string
	for _, t := range texts {
		out = append(out, written(t))
	}
	return strings.Join(out, " ")
}

// writtenFigure returns a figure with all its digits, so that it reads back
// exactly; what was not measured is a dash.
func writtenFigure(x *float64) string {
	if x == nil {
		return "-"
	}
	if size := max(*x, -*x); size != 0 && (size < 1e-9 || size >= 1e15) {
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}

// figure reads a figure. The infinities and hexadecimals of [strconv.ParseFloat]
// are none, and no metric is below zero: what would be held against such a figure
// could not be worse.
func (w word) figure() (*float64, error) {
	if w.is("-") {
		return nil, nil
	}
	x, err := strconv.ParseFloat(w.text, 64)
	if err != nil || w.quoted || w.stream || strings.Trim(w.text, "0123456789.e+-") != "" {
		return nil, w.fault("%q is not a figure such as 0.0995, or - where there is none", w.text)
	}
	if x < 0 {
		return nil, w.fault("%q is below zero, which no figure is", w.text)
	}
	return &x, nil
}

// instant reads an instant.
func (w word) instant() (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, w.text)
	at = at.UTC()
	if year := at.Year(); err != nil || year < 0 || year > 9999 { // what could not be written
		return time.Time{}, w.fault("%q is not an instant such as 2026-11-22T08:15:00Z", w.text)
	}
	return at, nil
}
