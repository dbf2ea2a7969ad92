package profiles

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// ReadAccessLog reads the traffic of an access log as a curve, in bins of the
// given length: [ReadReplay], then [Replay.Curve].
func ReadAccessLog(name string, r io.Reader, bin time.Duration) (Curve, error) {
	replay, err := ReadReplay(name, r)
	if err != nil {
		return nil, err
	}
	c, err := replay.Curve(bin)
	if err != nil {
		return nil, &SyntaxError{Name: name, Err: err}
	}
	return c, nil
}

// ReadReplay reads the instants recorded in an access log, one to a line. Lines
// are in the common or combined log format, which holds the time in brackets, or
// JSON objects with the time under time, ts, timestamp or @timestamp: seconds
// since 1970, milliseconds or finer, or RFC 3339. Empty lines are skipped.
//
// Servers write a line when a request ends, so the lines need not be in order.
// The common format knows whole seconds only: of such a log better make a curve,
// or all callers of a second come at once.
//
// name stands in front of errors, which are of type [*SyntaxError].
func ReadReplay(name string, r io.Reader) (Replay, error) {
	var replay Replay
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		at, err := parseLogLine(line)
		if err != nil {
			return nil, &SyntaxError{Name: name, Line: n, Err: err}
		}
		replay = append(replay, at)
	}
	if err := lines.Err(); err != nil {
		return nil, &SyntaxError{Name: name, Line: n + 1, Err: unreadableLine(err)}
	}
	return replay.fromFirst(name)
}

// maxLine is the length of the longest line of a log, in bytes.
const maxLine = 1 << 20

func unreadableLine(err error) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line is longer than %d bytes: want one request to a line", maxLine)
	}
	return err
}

// fromFirst sorts r and lets it begin at zero.
func (r Replay) fromFirst(name string) (Replay, error) {
	if len(r) == 0 {
		return nil, &SyntaxError{Name: name, Err: errors.New("log is empty: want at least one line such as " + exampleLine)}
	}
	slices.Sort(r)
	first := r[0]
	if uint64(r[len(r)-1])-uint64(first) > uint64(MaxLength) {
		return nil, &SyntaxError{Name: name, Err: fmt.Errorf("log is longer than %s: want times that belong together", clock(MaxLength))}
	}
	for i := range r {
		r[i] -= first
	}
	return r, nil
}

const exampleLine = `192.0.2.1 - - [22/Nov/2026:08:15:00 +0000] "GET / HTTP/1.1" 200 512`

// parseLogLine reads the instant from a line of either form.
func parseLogLine(line []byte) (instant, error) {
	if line[0] == '{' {
		return parseJSONLine(line)
	}
	// An IPv6 address can be in brackets too.
	for rest := string(line); ; {
		_, after, ok := strings.Cut(rest, "[")
		if !ok {
			return 0, errors.New("line has no time in brackets: want one such as " + exampleLine)
		}
		stamp, _, _ := strings.Cut(after, "]")
		if at, ok := parseCommon(stamp); ok {
			return at, nil
		}
		rest = after
	}
}

// A logLine is what is read of a JSON line.
type logLine struct {
	Time      json.RawMessage `json:"time"`
	TS        json.RawMessage `json:"ts"`
	Timestamp json.RawMessage `json:"timestamp"`
	At        json.RawMessage `json:"@timestamp"`
}

func parseJSONLine(line []byte) (instant, error) {
	var l logLine
	if err := json.Unmarshal(line, &l); err != nil {
		return 0, fmt.Errorf(`line is not a JSON object: want one such as {"time":"2026-11-22T08:15:00Z"}: %w`, err)
	}
	for _, raw := range []json.RawMessage{l.Time, l.TS, l.Timestamp, l.At} {
		if raw != nil {
			return parseJSONTime(raw)
		}
	}
	return 0, errors.New(`line has no time: want a key time, ts, timestamp or @timestamp, such as {"time":"2026-11-22T08:15:00Z"}`)
}

// parseJSONTime reads a number, or a string with a number or a time in it.
func parseJSONTime(raw json.RawMessage) (instant, error) {
	text := string(raw)
	if raw[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return 0, err
		}
		if at, ok := parseStamp(text); ok {
			return at, nil
		}
	}
	if at, ok := parseEpoch(text); ok {
		return at, nil
	}
	return 0, fmt.Errorf("time %s is not a time such as \"2026-11-22T08:15:00Z\", 1795335300 or 1795335300000", raw)
}
