package report

import (
	"fmt"
	"strconv"
	"time"

	"matchday/measure"
)

// Numbers and lengths of time are written in one way, in the sentences of package
// measure as here.
func digits(x float64) string         { return measure.Digits(x) }
func grouped(n int64) string          { return measure.Grouped(n) }
func duration(d time.Duration) string { return measure.InWords(d) }

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

// took says how long the trials took; nothing of less than a second, which tells
// of the computer that simulated them and not of any run.
func (c Comparison) took() string {
	if c.Elapsed < time.Second {
		return ""
	}
	return measure.Long(c.Elapsed)
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
