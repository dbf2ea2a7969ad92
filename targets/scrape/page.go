package scrape

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// A Value is what a page says of a selector.
type Value struct {
	// Sum is the sum over the series that the selector names, 0 if it names
	// none. It is whatever the page says, not a number included.
	Sum float64
	// There is whether the page has the metric, with the labels that the
	// selector asks for, whatever their values are. A counter whose label has
	// not had the value yet is zero; one that nobody has heard of is unknown.
	There bool
}

var (
	errTorn = errors.New("the page is torn: its last line has no end")
	errNone = errors.New("the page is empty")
)

// Read returns what a page says of the selectors, in their order. The error
// tells the line; it speaks of lines that hold something wanted, since others
// are not looked at.
func Read(page []byte, selectors []Selector) ([]Value, error) {
	switch {
	case len(page) == 0:
		return nil, errNone
	case page[len(page)-1] != '\n':
		return nil, errTorn
	}
	out := make([]Value, len(selectors))
	left, numbers := only(page, wanted(selectors))
	err := each(bytes.NewReader(left), func(s *model.Sample) {
		for i := range selectors {
			out[i].add(&selectors[i], s)
		}
	})
	if p, ok := errors.AsType[expfmt.ParseError](err); ok && p.Line <= len(numbers) {
		p.Line = numbers[p.Line-1]
		err = p
	}
	if err != nil {
		return nil, fmt.Errorf("not a page for Prometheus: %w", err)
	}
	return out, nil
}

// each calls f for every series of a page.
func each(page io.Reader, f func(*model.Sample)) error {
	decoder := expfmt.SampleDecoder{Dec: expfmt.NewDecoder(page, expfmt.NewFormat(expfmt.TypeTextPlain)), Opts: &expfmt.DecodeOptions{}}
	for {
		var some model.Vector
		if err := decoder.Decode(&some); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for _, s := range some {
			f(s)
		}
	}
}

// add takes in a series, if the selector names it.
func (v *Value) add(of *Selector, s *model.Sample) {
	if string(s.Metric[model.MetricNameLabel]) != of.Name {
		return
	}
	for _, l := range of.Labels {
		if _, has := s.Metric[model.LabelName(l.Name)]; !has {
			return
		}
	}
	v.There = true
	for _, l := range of.Labels {
		if string(s.Metric[model.LabelName(l.Name)]) != l.Value {
			return
		}
	}
	v.Sum += float64(s.Value)
}

// wanted returns the names that selectors begin with.
func wanted(selectors []Selector) map[string]bool {
	names := map[string]bool{}
	for _, s := range selectors {
		names[s.Name] = true
	}
	return names
}

// only returns the lines of a page that hold one of the metrics, and which lines
// they are, from 1. Comments are not among them: without its type each line is a
// series by itself, those of histograms too.
func only(page []byte, names map[string]bool) (left []byte, numbers []int) {
	for number := 1; len(page) > 0; number++ {
		line := page[:bytes.IndexByte(page, '\n')+1]
		page = page[len(line):]
		if names[string(nameOf(line))] {
			left, numbers = append(left, line...), append(numbers, number)
		}
	}
	return left, numbers
}

// nameOf returns the name of the metric on a line, or something that is none.
func nameOf(line []byte) []byte {
	line = bytes.TrimLeft(line, " \t")
	if end := bytes.IndexAny(line, "{ \t\n"); end >= 0 {
		return line[:end]
	}
	return line
}
