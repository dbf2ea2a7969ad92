package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// digits writes a number with up to three significant digits and never more than
// two decimals, without zeros at the end of them; what is not zero but would
// look like it is written as "<0.01".
func digits(x float64) string {
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
	return grouped(int64(math.Round(x)))
}

// decimals writes a number with at most so many decimals.
func decimals(x float64, n int) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', n, 64), "0"), ".")
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

// percent writes a share as a percentage. Only what is all is written as 100:
// of a million users 99.96 % are not everybody.
func percent(share float64) string {
	p := 100 * share
	switch {
	case p >= 99.995 && p < 100:
		return "> 99.99 %"
	case p >= 99.95 && p < 100:
		return strconv.FormatFloat(p, 'f', 2, 64) + " %"
	}
	return digits(p) + " %"
}

// duration writes a length of time with three significant digits in the unit
// that suits it, and from ten minutes on in minutes and seconds.
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
	return long(d)
}

// long writes a length of time of minutes and hours, such as 21m 20s.
func long(d time.Duration) string {
	s := int64(d.Abs().Round(time.Second).Seconds())
	switch {
	case s >= 3600:
		return fmt.Sprintf("%dh %02dm", s/3600, s%3600/60)
	case s >= 60:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	}
	return fmt.Sprintf("%ds", s)
}

// clock writes an instant of a run as minutes and seconds.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// unknown stands where nothing was measured, which is not the same as zero.
const unknown = "–"

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
