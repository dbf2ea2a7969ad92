package results

import (
	"fmt"
	"net/url"
	"strings"
)

// Word returns a name as one word that other programs leave in one piece: "20/20"
// becomes 20_20, "20/200 codel" 20_200+codel, "deadline:20/20" deadline%3A20_20.
// A slash, which many names hold, becomes an underscore, a blank a plus sign;
// letters and digits of ASCII, dot, dash and tilde stay, and the rest is written
// as in the query of a URL. No two names become the same word; [FromWord] goes
// back.
func Word(name string) string {
	word := strings.ReplaceAll(url.QueryEscape(name), "_", "%5F")
	return strings.ReplaceAll(word, "%2F", "_")
}

// FromWord returns the name that [Word] made a word of.
func FromWord(word string) (string, error) {
	name, err := url.QueryUnescape(strings.ReplaceAll(word, "_", "%2F"))
	if err != nil {
		return "", fmt.Errorf("%q is not a name as one word, such as 20_200+codel: %w", word, err)
	}
	return name, nil
}
