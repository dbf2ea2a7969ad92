package report

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// A column is one figure over the windows of a series. It is written with three
// significant digits, as everything on the page; a value that is not a number is
// one that was not measured.
type column []float64

// MarshalJSON writes the column as short as its digits allow.
func (c column) MarshalJSON() ([]byte, error) {
	return repeats(len(c), func(line []byte, i int) []byte { return appendShort(line, c[i]) }), nil
}

// appendShort writes a number with three significant digits, and null for what is
// none.
func appendShort(line []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(line, "null"...)
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
	return strconv.AppendFloat(line, short, 'f', -1, 64)
}

// instants are when windows lie, in seconds. They are written as steps from one to
// the next, to the millisecond: most steps are the same.
type instants []float64

// MarshalJSON writes the instants.
func (c instants) MarshalJSON() ([]byte, error) {
	milli := func(i int) int64 {
		if i < 0 {
			return 0
		}
		return int64(math.Round(c[i] * 1000))
	}
	return repeats(len(c), func(line []byte, i int) []byte {
		return strconv.AppendFloat(line, float64(milli(i)-milli(i-1))/1000, 'f', -1, 64)
	}), nil
}

// repeats writes an array of n values. What comes more than three times in a row
// is written once, with how often, as an array of the two.
func repeats(n int, write func(line []byte, i int) []byte) []byte {
	line := []byte{'['}
	for i := 0; i < n; {
		value, times := write(nil, i), 1
		for i+times < n && bytes.Equal(write(nil, i+times), value) {
			times++
		}
		if times <= 3 {
			times = 1
			line = append(line, value...)
		} else {
			line = fmt.Appendf(line, "[%s,%d]", value, times)
		}
		if i += times; i < n {
			line = append(line, ',')
		}
	}
	return append(line, ']')
}

// toldColumn reads what the target told off every span; nil where it told nothing at
// all. That it told of none is known, and kept.
func toldColumn(all []span, of func(Point) *float64) column {
	out, some := make(column, len(all)), false
	for i, s := range all {
		out[i] = math.NaN()
		if x := of(s.Point); x != nil {
			out[i], some = *x, true
		}
	}
	if !some {
		return nil
	}
	return out
}

// columnOf reads a figure off every span; nil where there is none of it anywhere.
func columnOf(all []span, of func(span) float64) column {
	out, some := make(column, len(all)), false
	for i, s := range all {
		out[i] = of(s)
		some = some || out[i] > 0 // not so if it is no number
	}
	if !some {
		return nil
	}
	return out
}
