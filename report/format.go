package report

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// digits writes a number with three significant digits and never more than two
// decimals; what is not zero but would look like it is written as "<0.01".
func digits(x float64) string {
	a := math.Abs(x)
	switch {
	case x == 0:
		return "0"
	case a < 0.005:
		return "<0.01"
	case a < 9.995:
		return strconv.FormatFloat(x, 'f', 2, 64)
	case a < 99.95:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return grouped(int64(math.Round(x)))
}

// grouped writes a whole number with a space between groups of three digits.
func grouped(n int64) string {
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

// percent writes a share as a percentage.
func percent(share float64) string { return digits(100*share) + " %" }

// duration writes a length of time with three significant digits in the unit
// that suits it.
func duration(d time.Duration) string {
	switch a := d.Abs(); {
	case d == 0:
		return "0 s"
	case a < time.Microsecond:
		return grouped(int64(d)) + " ns"
	case a < 999500*time.Nanosecond:
		return digits(float64(d)/float64(time.Microsecond)) + " µs"
	case a < 999500*time.Microsecond:
		return digits(float64(d)/float64(time.Millisecond)) + " ms"
	case a < 10*time.Minute:
		return digits(d.Seconds()) + " s"
	}
	return d.Round(time.Second).String()
}

// clock writes an instant of a run as minutes and seconds.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second).Seconds())
	return strings.Join([]string{two(s / 60), two(s % 60)}, ":")
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// Format writes a value of the metric with its unit.
func (m Metric) Format(value float64) string {
	switch m.Unit {
	case Share:
		return percent(value)
	case Seconds:
		return duration(time.Duration(value * float64(time.Second)))
	case Rate:
		return digits(value) + "/s"
	}
	return digits(value)
}
