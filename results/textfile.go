package results

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// eachLine splits a text file into lines of words and checks its first line,
// which says what it is and of which version. Empty lines are skipped.
func eachLine(name, text, head string, line func([]word) error) error {
	n := 0
	for content, err := range lines(strings.NewReader(text)) {
		n++
		var parts []word
		if err == nil {
			parts, err = wordsOf(content)
		}
		switch {
		case err != nil:
		case n == 1:
			err = checkHead(content, head)
		case len(parts) > 0:
			err = line(parts)
		}
		if err != nil {
			return placed(name, n, err)
		}
	}
	if n == 0 {
		return placed(name, 1, checkHead("", head))
	}
	return nil
}

// placed puts the place before an error.
func placed(name string, line int, err error) error {
	at := 1
	if m, ok := errors.AsType[*misplaced](err); ok {
		at = m.at
	}
	return fmt.Errorf("%s:%d:%d: %w", name, line, at, err)
}

// checkHead checks the first line of a file.
func checkHead(line, head string) error {
	text, ok := strings.CutPrefix(strings.TrimRight(line, blank), head+" ")
	version, err := strconv.Atoi(text)
	switch {
	case !ok || err != nil || version < 1:
		return fmt.Errorf("this is no %s: wanted %q on the first line", strings.TrimPrefix(head, "matchday "), fmt.Sprint(head, " ", Version))
	case version > Version:
		return fmt.Errorf("version %d is not one from 1 to %d: a newer matchday may read it", version, Version)
	}
	return nil
}

// loadText reads a text file with a parser that wants to know its name.
func loadText[T any](path string, parse func(name, text string) (T, error)) (T, error) {
	var none T
	text, err := readSmall(path)
	if err != nil {
		return none, err
	}
	v, err := parse(path, text)
	if err != nil {
		return none, fmt.Errorf("results: %w", err)
	}
	return v, nil
}

// readSmall reads a text file, unless it is too large to be one of ours.
func readSmall(path string) (string, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > largestText {
		err = fmt.Errorf("%d bytes are too many: wanted %d at most", info.Size(), largestText)
	}
	if err != nil {
		return "", locate(path, err)
	}
	text, err := os.ReadFile(path)
	return string(text), locate(path, err)
}
