package profiles

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ReadCSV reads a recorded rate as a curve from rows of time, rate and, if wanted,
// the phase that begins there:
//
//	time,rate,phase
//	0,200,base
//	60,210,peak-1
//	75,800
//
// Times are seconds, durations such as 1m30s, or instants such as
// 2026-11-22T08:15:00Z, and count from the first row. Rates are per second, or
// say so themselves (12000/min). Between two rows the rate moves straight; two
// rows with one time are a jump. A row without a phase goes on in the one above.
// A first row that is no data is a header, and rows that begin with a number sign
// are comments. name stands in front of errors, which are of type [*SyntaxError].
func ReadCSV(name string, r io.Reader) (Curve, error) {
	rows := csv.NewReader(r)
	rows.Comment = '#'
	rows.FieldsPerRecord = -1
	rows.TrimLeadingSpace = true
	t := table{name: name}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return t.finish()
		}
		if err != nil {
			return nil, t.unreadable(err)
		}
		t.line, _ = rows.FieldPos(0)
		if err := t.add(row); err != nil {
			return nil, &SyntaxError{Name: name, Line: t.line, Err: err}
		}
	}
}

// A table is a curve that grows by rows.
type table struct {
	name  string
	line  int
	last  point
	rows  int // of data
	seen  bool
	curve Curve
}

type point struct {
	at    instant
	rate  float64
	phase string
}

// add draws the segment from the last row to this one.
func (t *table) add(row []string) error {
	first := !t.seen
	t.seen = true
	p, err := parsePoint(row)
	if errors.Is(err, errNoData) && first {
		return nil
	}
	if err != nil {
		return err
	}
	if p.phase == "" {
		p.phase = t.last.phase
	}
	if t.rows > 0 && p.at < t.last.at {
		return fmt.Errorf("time %q is before the one above it: want rows in the order of time", strings.TrimSpace(row[0]))
	}
	// The difference of two instants can exceed the range of one.
	if length := uint64(p.at) - uint64(t.last.at); t.rows > 0 && length > uint64(MaxLength) {
		return fmt.Errorf("time %q is more than %s after the one above it: want a time such as 60", strings.TrimSpace(row[0]), clock(MaxLength))
	}
	if t.rows > 0 && p.at > t.last.at {
		t.curve = append(t.curve, Segment{For: p.at - t.last.at, From: t.last.rate, To: p.rate, Phase: t.last.phase})
	}
	if len(t.curve) > MaxSegments {
		return fmt.Errorf("more than %d rows: want longer steps", MaxSegments)
	}
	t.last = p
	t.rows++
	return nil
}

// errNoData is wrapped by errors about a row of which nothing can be read.
var errNoData = errors.New(`want a time and a rate such as "60,800"`)

func parsePoint(row []string) (p point, err error) {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	if len(row) < 2 || len(row) > 3 {
		return p, fmt.Errorf("row has %d fields: want time, rate and perhaps a phase, such as \"60,800,peak-1\"", len(row))
	}
	at, okTime := parseClock(row[0])
	rate, okRate := parsePlainRate(row[1])
	switch {
	case !okTime && !okRate:
		return p, fmt.Errorf("row %q has neither: %w", strings.Join(row, ","), errNoData)
	case !okTime:
		return p, fmt.Errorf("time %q is not a time such as 60, 1m30s or 2026-11-22T08:15:00Z", row[0])
	case !okRate:
		return p, fmt.Errorf("rate %q is not a rate from 0 to %s such as 800 or 12000/min", row[1], Rate(MaxRate))
	}
	p = point{at: at, rate: rate}
	if len(row) == 3 && row[2] != "" {
		p.phase, err = row[2], checkPhase(row[2])
	}
	return p, err
}

// parsePlainRate reads a rate that need not say that it is per second.
func parsePlainRate(text string) (float64, bool) {
	if strings.Contains(text, "/") {
		rate, err := parseRate(text)
		return rate, err == nil
	}
	n, ok := parseNumber(text)
	return n, ok && n >= 0 && n <= MaxRate
}

// finish returns the whole curve.
func (t *table) finish() (Curve, error) {
	if len(t.curve) == 0 {
		return nil, &SyntaxError{Name: t.name, Err: errors.New(`want at least two rows of different times, such as "0,200" and "60,800"`)}
	}
	if err := t.curve.Check(); err != nil {
		return nil, &SyntaxError{Name: t.name, Err: err}
	}
	return t.curve, nil
}

// unreadable is the error for a row that is no CSV, or for a failing reader.
func (t *table) unreadable(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return &SyntaxError{Name: t.name, Line: bad.Line, Column: bad.Column, Err: fmt.Errorf("%w: want a row such as \"60,800\"", bad.Err)}
	}
	return &SyntaxError{Name: t.name, Err: err}
}
