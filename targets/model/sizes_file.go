package model

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// MaxSample is how many demands a file may hold.
const MaxSample = 1 << 20

// ReadSizes reads the distribution of demands that were measured, one a line,
// either all as durations or all as plain numbers above zero. What follows a
// number sign is a comment, and blank lines mean nothing.
//
//	# orders of an evening
//	12ms
//	12ms
//	340ms     # a report
//
// In both cases only the proportions count: whoever draws says what the mean is
// to be. Durations tell a mean of their own, see [Sizes.Mean]. The name is that
// of the file, and stands in front of errors with the line and the column.
func ReadSizes(name string, r io.Reader) (Sizes, error) {
	f := sizesFile{name: name}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		f.line++
		if err := f.add(lines.Text()); err != nil {
			return Sizes{}, err
		}
	}
	err := lines.Err()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return Sizes{}, fmt.Errorf("%s:%d:1: line is longer than %d bytes: want one demand, for example 12ms", name, f.line+1, bufio.MaxScanTokenSize)
	case err != nil:
		return Sizes{}, fmt.Errorf("%s: %w", name, err)
	case len(f.demands) == 0:
		return Sizes{}, fmt.Errorf("%s: there are no demands: want one a line, for example 12ms or 0.5", name)
	}
	return f.sizes(), nil
}

// Mean returns the mean of the demands of a file, 0 where they are plain numbers
// and of every other distribution.
func (s Sizes) Mean() time.Duration { return s.mean }

// A sizesFile is a file of demands, as far as it has been read.
type sizesFile struct {
	name    string
	line    int
	demands []float64 // in nanoseconds, or without a unit
	timed   bool      // they are durations
}

// add reads a line.
func (f *sizesFile) add(text string) error {
	text, _, _ = strings.Cut(text, "#")
	word := strings.TrimSpace(text)
	if word == "" {
		return nil
	}
	demand, timed, err := parseDemand(word)
	switch {
	case err != nil:
	case len(f.demands) == MaxSample:
		err = fmt.Errorf("want at most %d demands: a sample of them, for example every tenth", MaxSample)
	case len(f.demands) > 0 && timed != f.timed:
		err = fmt.Errorf("%q is of another kind than the demands above: want either durations such as 12ms or plain numbers such as 0.5", clipped(word))
	}
	if err != nil {
		return fmt.Errorf("%s:%d:%d: %w", f.name, f.line, 1+strings.Index(text, word), err)
	}
	f.demands, f.timed = append(f.demands, demand), timed
	return nil
}

// biggest bounds plain numbers: as many of them as a file may hold have a sum.
const biggest = 1e15

// parseDemand reads a duration, in nanoseconds, or a plain number.
func parseDemand(word string) (demand float64, timed bool, err error) {
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		if !(n > 0 && n <= biggest) { // written so that NaN fails too
			return 0, false, fmt.Errorf("%q is not a number above 0 and at most %g, for example 0.5", clipped(word), biggest)
		}
		return n, false, nil
	}
	d, err := time.ParseDuration(word)
	if err != nil || d <= 0 || d > longest {
		return 0, false, fmt.Errorf("%q is neither a positive duration such as 12ms nor a plain number such as 0.5", clipped(word))
	}
	return float64(d), true, nil
}

// clipped shortens what is quoted in an error: a file that is no list of demands
// may have anything in it.
func clipped(word string) string {
	const most = 40
	if len(word) <= most {
		return word
	}
	return strings.ToValidUTF8(word[:most], "") + "…"
}

// sizes returns the distribution of the demands.
func (f *sizesFile) sizes() Sizes {
	sum := 0.0
	for _, d := range f.demands {
		sum += d
	}
	mean := sum / float64(len(f.demands))
	s := Sizes{Shape: Empirical, File: f.name, sample: f.demands}
	if f.timed {
		s.mean = time.Duration(mean + .5)
	}
	for i := range s.sample {
		s.sample[i] /= mean
	}
	return s
}
