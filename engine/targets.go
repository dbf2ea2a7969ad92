package engine

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// TargetFormats returns the names of the formats that [ReadTargets] reads.
func TargetFormats() []string { return []string{vegeta.HTTPTargetFormat, vegeta.JSONTargetFormat} }

// ReadTargets reads all of a vegeta targets file, in the format "http" or
// "json", and names each request by its method and path. Body files that the
// http format names with @ are read from the working directory, as vegeta does.
// Errors begin with name and the line.
//
// A file without targets is refused, and so are lines that vegeta would
// silently take for the end of the file. A last line counts without a newline.
func ReadTargets(name string, r io.Reader, format string) ([]Request, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	feed := newLineFeed(text)
	read, example, err := targeter(format, feed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	requests, line, err := readTargets(read, feed, example)
	switch {
	case feed.err != nil:
		return nil, fmt.Errorf("%s:%d: %w", name, feed.line, feed.err)
	case err != nil:
		return nil, fmt.Errorf("%s:%d: %w", name, line, err)
	case len(requests) == 0:
		return nil, fmt.Errorf("%s: no targets; wanted at least one such as %s", name, example)
	}
	return requests, nil
}

// targeter returns vegeta's reader of the format, and an example of a target.
func targeter(format string, feed *lineFeed) (read vegeta.Targeter, example string, err error) {
	// No default headers are given to vegeta: it would let all targets share,
	// and overwrite, the same slices.
	switch format {
	case vegeta.HTTPTargetFormat:
		feed.longest = bufio.MaxScanTokenSize - 1
		return vegeta.NewHTTPTargeter(feed, nil, nil), "GET http://localhost:8080/", nil
	case vegeta.JSONTargetFormat:
		return vegeta.NewJSONTargeter(feed, nil, nil), `{"method":"GET","url":"http://localhost:8080/"}`, nil
	}
	return nil, "", fmt.Errorf("targets format %q is not http or json", format)
}

// readTargets reads all targets. At an error it tells the line as well.
func readTargets(read vegeta.Targeter, feed *lineFeed, example string) (requests []Request, line int, err error) {
	for {
		var t vegeta.Target
		err := read(&t)
		if errors.Is(err, vegeta.ErrNoTargets) {
			return requests, line, nil
		}
		if err != nil {
			return nil, feed.line, fmt.Errorf("%w; wanted a target such as %s", err, example)
		}
		r := Request{Name: nameOf(t), Method: t.Method, URL: t.URL, Header: t.Header, Body: t.Body}
		line = feed.find(t.URL, line)
		if err := r.check(); err != nil {
			return nil, line, err
		}
		requests = append(requests, r)
	}
}

// nameOf returns what reports call a request that has no name of its own.
func nameOf(t vegeta.Target) string {
	u, err := url.Parse(t.URL)
	if err != nil {
		return t.Method + " " + t.URL
	}
	return t.Method + " " + u.EscapedPath()
}

// A lineFeed gives a file line by line, so that at an error it is known which
// line the reader is at.
type lineFeed struct {
	lines   [][]byte
	line    int    // how many lines were begun
	rest    []byte // what was not given of the last of them
	longest int    // bytes a line may have, newline included; 0 means any number
	err     error  // what is wrong with a line
}

// newLineFeed returns a feed of the text's lines, all of which it ends with a
// newline: vegeta does not read a last line without one.
func newLineFeed(text []byte) *lineFeed {
	text = append(bytes.TrimSuffix(text, []byte("\n")), '\n')
	lines := bytes.SplitAfter(text, []byte("\n"))
	return &lineFeed{lines: lines[:len(lines)-1]} // the last is empty
}

// Read gives the rest of one line at most.
func (f *lineFeed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		if f.line == len(f.lines) || f.err != nil {
			return 0, io.EOF
		}
		f.rest = f.lines[f.line]
		f.line++
		if f.longest > 0 && len(f.rest) > f.longest {
			f.err = fmt.Errorf("line of %d bytes is longer than %d; wanted a shorter one, such as @body.json for a body", len(f.rest), f.longest)
			return 0, io.EOF
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// find returns the number of the first line after that one that holds the text,
// and the line the reader is at when there is none.
func (f *lineFeed) find(text string, after int) int {
	for i := after; i < f.line; i++ {
		if bytes.Contains(f.lines[i], []byte(text)) {
			return i + 1
		}
	}
	return f.line
}
