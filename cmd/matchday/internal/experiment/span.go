package experiment

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Span is the values along one side of a map: rising, each once, none below
// zero.
type Span []float64

// The bounds of what a span may hold.
const (
	mostValues = 200 // on one side of a map
	mostValue  = 1e6
)

// ParseSpan reads the values along one side of a map:
//
//	5                one value
//	5,10,40          several
//	5..40..5         from, to and step: 5, 10, … up to 40
//	0,20..100..20    a list of either
//
// A range ends with the last step that is not beyond its end. Values are kept to
// nine decimals, so that steps of 0.05 add up to what a reader expects.
func ParseSpan(text string) (Span, error) {
	var s Span
	for part := range strings.SplitSeq(text, ",") {
		values, err := parsePart(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		s = append(s, values...)
		if len(s) > mostValues {
			return nil, fmt.Errorf("%q has more than %d values; want fewer, such as 5..40..5", text, mostValues)
		}
	}
	slices.Sort(s)
	return slices.Compact(s), nil
}

func parsePart(text string) (Span, error) {
	words := strings.Split(text, "..")
	if len(words) != 1 && len(words) != 3 {
		return nil, fmt.Errorf("%q is neither a number nor from..to..step; want one such as 20 or 5..40..5", text)
	}
	var numbers [3]float64
	for i, w := range words {
		x, err := strconv.ParseFloat(w, 64)
		if err != nil || !(x >= 0 && x <= mostValue) {
			return nil, fmt.Errorf("%q: %q is not a number from 0 to %.0f; want one such as 20 or 5..40..5", text, w, mostValue)
		}
		numbers[i] = ninth(x)
	}
	if len(words) == 1 {
		return Span{numbers[0]}, nil
	}
	return stepped(text, numbers)
}

// stepped returns the values of a range, of which the text is for errors.
func stepped(text string, n [3]float64) (Span, error) {
	from, to, step := n[0], n[1], n[2]
	switch {
	case step <= 0:
		return nil, fmt.Errorf("%q: step %v is not above zero; want a range such as 5..40..5", text, step)
	case to < from:
		return nil, fmt.Errorf("%q ends below its start; want a range such as 5..40..5", text)
	case (to-from)/step >= mostValues:
		return nil, fmt.Errorf("%q has more than %d values; want fewer, such as 5..40..5", text, mostValues)
	}
	var s Span
	// The tolerance is for steps that have no exact binary form: six steps of
	// 0.1 come to a little more than 0.6.
	for i := 0; float64(i) <= (to-from)/step+1e-9; i++ {
		s = append(s, ninth(from+float64(i)*step))
	}
	return s, nil
}

// ninth keeps nine decimals. It goes by way of the text because that is how the
// value will be written and read again.
func ninth(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 9, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// String writes the values as a list that [ParseSpan] reads back.
func (s Span) String() string { return strings.Join(s.Texts(), ",") }

// Texts returns the values as they are written.
func (s Span) Texts() []string {
	out := make([]string, len(s))
	for i, x := range s {
		out[i] = strconv.FormatFloat(x, 'f', -1, 64)
	}
	return out
}

// Whole returns the values as whole numbers; the error names the first that is
// none, or is below the least one allowed.
func (s Span) Whole(least int) ([]int, error) {
	out := make([]int, len(s))
	for i, x := range s {
		if x != math.Trunc(x) || x < float64(least) {
			return nil, fmt.Errorf("%q is not a whole number from %d; want a range such as 5..40..5", s.Texts()[i], least)
		}
		out[i] = int(x)
	}
	return out, nil
}
