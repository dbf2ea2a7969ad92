package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Markers between which a page's figures stand.
const (
	beginMark = "<!-- figures: begin -->"
	endMark   = "<!-- figures: end -->"
)

// A page is a file that the figures go into. Without a name it is none.
type page struct {
	name          string
	before, after string // what stays as it is
}

// openPage reads what is around the figures, before anything is measured: a
// file without markers is somebody's, and is refused.
func openPage(name string) (page, error) {
	if name == "" {
		return page{}, nil
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return page{name, beginMark + "\n", endMark + "\n"}, nil
	}
	if err != nil {
		return page{}, err
	}
	before, after, err := around(string(text))
	if err != nil {
		return page{}, fmt.Errorf("%s: %w", name, err)
	}
	return page{name, before, after}, nil
}

// around cuts a text before and after what is between the markers.
func around(text string) (before, after string, err error) {
	begin := strings.Index(text, beginMark)
	end := strings.Index(text, endMark)
	if begin < 0 || end < begin {
		return "", "", fmt.Errorf("want a line %q and after it a line %q", beginMark, endMark)
	}
	return text[:begin] + beginMark + "\n", text[end:], nil
}

// write puts the figures in place.
func (p page) write(figures string) error {
	if p.name == "" {
		return nil
	}
	return os.WriteFile(p.name, []byte(p.before+"\n"+figures+"\n"+p.after), 0o644)
}
