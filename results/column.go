package results

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"matchday/measure"
)

// A column is one column of a CSV file of rows of type T: its name, and how its
// cell is written and read. One table of columns serves both directions, so
// they cannot differ.
type column[T any] struct {
	name  string
	write func(line []byte, row *T) []byte
	read  func(row *T, cell string) error
}

// whole is a column of whole numbers.
func whole[T any, N int | int64](name string, at func(*T) *N) column[T] {
	return column[T]{
		name:  name,
		write: func(line []byte, row *T) []byte { return strconv.AppendInt(line, int64(*at(row)), 10) },
		read: func(row *T, cell string) error {
			n, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				return fmt.Errorf("%q is not a whole number such as 12", cell)
			}
			*at(row) = N(n)
			return nil
		},
	}
}

// span is a column of durations in the given unit, exact to the nanosecond for
// the first 26 days.
func span[T any](name string, unit time.Duration, at func(*T) *time.Duration) column[T] {
	return column[T]{
		name: name,
		write: func(line []byte, row *T) []byte {
			return strconv.AppendFloat(line, float64(*at(row))/float64(unit), 'f', -1, 64)
		},
		read: func(row *T, cell string) error {
			d, err := parseSpan(cell, unit)
			*at(row) = d
			return err
		},
	}
}

func parseSpan(cell string, unit time.Duration) (time.Duration, error) {
	f, err := strconv.ParseFloat(cell, 64)
	ns := math.Round(f * float64(unit))
	// Written so that a NaN is refused too.
	if err != nil || !(math.Abs(ns) < math.MaxInt64) {
		return 0, fmt.Errorf("%q is not a number such as 0.25", cell)
	}
	return time.Duration(ns), nil
}

// quantile is a column of milliseconds whose cell is empty where there was
// nothing to measure, because a zero there would read as a quick answer; so it is
// where nobody waited for as long as a histogram can tell.
func quantile[T any](name string, at func(*T) *time.Duration) column[T] {
	c := span(name, time.Millisecond, at)
	write, read := c.write, c.read
	c.write = func(line []byte, row *T) []byte {
		if *at(row) == 0 {
			return line
		}
		return write(line, row)
	}
	c.read = func(row *T, cell string) error {
		if cell == "" {
			return nil
		}
		return read(row, cell)
	}
	return c
}

// yesno is a column of 1 and 0.
func yesno[T any](name string, at func(*T) *bool) column[T] {
	return column[T]{
		name: name,
		write: func(line []byte, row *T) []byte {
			if *at(row) {
				return append(line, '1')
			}
			return append(line, '0')
		},
		read: func(row *T, cell string) error {
			if cell != "0" && cell != "1" {
				return errors.New(strconv.Quote(cell) + " is not 1 or 0")
			}
			*at(row) = cell == "1"
			return nil
		},
	}
}

// outcome is a column of names of outcomes.
func outcome[T any](name string, at func(*T) *measure.Outcome) column[T] {
	return column[T]{
		name:  name,
		write: func(line []byte, row *T) []byte { return append(line, at(row).String()...) },
		read: func(row *T, cell string) (err error) {
			*at(row), err = measure.ParseOutcome(cell)
			return err
		},
	}
}

// byOutcome is one column of whole numbers for each outcome, named with a
// prefix.
func byOutcome[T any](prefix string, at func(*T) *measure.ByOutcome) []column[T] {
	var all []column[T]
	for o := range measure.Outcomes {
		name := prefix + measure.Outcome(o).String()
		all = append(all, whole(name, func(row *T) *int64 { return &at(row)[o] }))
	}
	return all
}
