package measure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// InWords writes a length of time as sentences, tables and charts have it: with
// three significant digits in the unit that suits it, and from ten minutes on in
// minutes and seconds.
func InWords(d time.Duration) string {
	switch a := d.Abs(); {
	case d == 0:
		return "0 s"
	case a < time.Microsecond:
		return Grouped(int64(d)) + " ns"
	case a < 999500*time.Nanosecond:
		return Digits(float64(d)/float64(time.Microsecond)) + " µs"
	case a < 999500*time.Microsecond:
		return Digits(float64(d)/float64(time.Millisecond)) + " ms"
	case a < 10*time.Minute:
		return Digits(d.Seconds()) + " s"
	}
	return Long(d)
}

// Long writes a length of time of minutes and hours, such as 21m 20s.
func Long(d time.Duration) string {
	s := int64(d.Abs().Round(time.Second).Seconds())
	switch {
	case s >= 3600:
		return fmt.Sprintf("%dh %02dm", s/3600, s%3600/60)
	case s >= 60:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	}
	return fmt.Sprintf("%d s", s)
}

// Digits writes a number with up to three significant digits and never more than
// two decimals, without zeros at the end of them; what is not zero but would
// look like it is written as "<0.01".
func Digits(x float64) string {
	a := math.Abs(x)
	switch {
	case x == 0:
		return "0"
	case a < 0.005:
		return "<0.01"
	case a < 9.995:
		return decimals(x, 2)
	case a < 99.95:
		return decimals(x, 1)
	}
	return Grouped(int64(math.Round(x)))
}

// decimals writes a number with at most so many decimals.
func decimals(x float64, n int) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', n, 64), "0"), ".")
}

// Grouped writes a whole number with a space between groups of three digits.
func Grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), " ")
}
