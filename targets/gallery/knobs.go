package gallery

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A bound is a whole number that may be left open: inf.
type bound int

const inf bound = bulkhead.Unbounded

// size returns a bound as the size of a crew.
func (b bound) size() int {
	if b == inf {
		return boundless
	}
	return int(b)
}

// String returns the number or inf.
func (b bound) String() string {
	if b == inf {
		return "inf"
	}
	return strconv.Itoa(int(b))
}

// Set reads what String writes.
func (b *bound) Set(text string) error {
	if text == "inf" {
		*b = inf
		return nil
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return errors.New("want a whole number or inf, for example 20")
	}
	*b = bound(n)
	return nil
}

// A share is a number in [0, 1], which may be written in percent.
type share float64

// String returns the number.
func (s share) String() string { return strconv.FormatFloat(float64(s), 'g', -1, 64) }

// Set reads what String writes, and percent such as 1%.
func (s *share) Set(text string) error {
	number, percent := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(number, 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x <= 1) { // written so that NaN fails too
		return errors.New("want a share from 0 to 1, for example 0.01 or 1%")
	}
	*s = share(x)
	return nil
}

// A list is values with commas between them: whole numbers or times, for example
// 10ms,30ms,15ms.
type list[T int | time.Duration] []T

// String returns the values with commas between them.
func (l list[T]) String() string {
	words := make([]string, len(l))
	for i, v := range l {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ",")
}

// read sets the list to values with commas between them.
func (l *list[T]) read(text string, parse func(string) (T, error), wanted string) error {
	var all list[T]
	for word := range strings.SplitSeq(text, ",") {
		v, err := parse(strings.TrimSpace(word))
		if err != nil {
			return errors.New("want " + wanted)
		}
		all = append(all, v)
	}
	*l = all
	return nil
}

// counts are a list of whole numbers.
type counts struct{ list[int] }

// Set reads what String writes.
func (c *counts) Set(text string) error {
	return c.read(text, strconv.Atoi, "whole numbers, for example 4,4,4")
}

// times are a list of times.
type times struct{ list[time.Duration] }

// Set reads what String writes.
func (t *times) Set(text string) error {
	return t.read(text, time.ParseDuration, "times, for example 10ms,30ms,15ms")
}

// most bounds every number of servers, so that sums and products stay small.
const most = 1_000_000

// first returns the first error of all checks.
func first(checks ...error) error {
	for _, err := range checks {
		if err != nil {
			return err
		}
	}
	return nil
}

// some returns an error unless there is at least one.
func some(knob string, n int) error {
	if n < 1 || n > most {
		return fmt.Errorf("%s %d: want a whole number from 1 to %d, for example 20", knob, n, most)
	}
	return nil
}

// someOrInf returns an error unless there is at least one, or no bound.
func someOrInf(knob string, b bound) error {
	if b == inf {
		return nil
	}
	return some(knob, int(b))
}

// positive returns an error unless a time is above zero and an evening can be
// made of such times.
func positive(knob string, d time.Duration) error {
	if d <= 0 || d > longest {
		return fmt.Errorf("%s %q: want a positive time such as 50ms, at most %v", knob, d, longest)
	}
	return nil
}

// notNegative is as positive, but for zero.
func notNegative(knob string, d time.Duration) error {
	if d == 0 {
		return nil
	}
	return positive(knob, d)
}

// longest is a time that no request should take at one go.
const longest = 24 * time.Hour

// spread returns an error unless sizes can be drawn.
func spread(knob string, sizes model.Sizes) error {
	if err := sizes.Check(); err != nil {
		return fmt.Errorf("%s %q: %w", knob, sizes, err)
	}
	return nil
}

// oneOf returns an error unless a word is one of those.
func oneOf(knob, word string, words ...string) error {
	for _, w := range words {
		if w == word {
			return nil
		}
	}
	return fmt.Errorf("%s %q: want %s", knob, word, strings.Join(words, " or "))
}

// given returns the demand that was asked for, or if that is zero the one drawn.
func given(demand, drawn time.Duration) time.Duration {
	if demand == 0 {
		return drawn
	}
	return demand
}

// scale returns by what a time that meets nobody is to be multiplied so that it
// is the demand that was asked for.
func scale(demand, service time.Duration) float64 {
	if demand == 0 {
		return 1
	}
	return float64(demand) / float64(service)
}

// scaled returns a time multiplied, at least a nanosecond if it was one.
func scaled(d time.Duration, by float64) time.Duration {
	if by == 1 {
		return d
	}
	return max(min(d, 1), time.Duration(float64(d)*by))
}
