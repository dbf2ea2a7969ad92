package profiles

import (
	"strconv"
	"strings"
	"time"
)

// An instant is a point in time in nanoseconds, from 1970 or from whatever zero
// the recording has; only differences matter.
type instant = time.Duration

// parseClock reads an instant as a table gives it: in seconds, as a duration, or
// in RFC 3339.
func parseClock(text string) (instant, bool) {
	if at, ok := parseStamp(text); ok {
		return at, true
	}
	if at, err := time.ParseDuration(text); err == nil {
		return at, true
	}
	// Read digit by digit: the float nearest to an instant of today is off by
	// up to a tenth of a microsecond.
	at, err := time.ParseDuration(text + "s")
	return at, err == nil
}

// parseStamp reads an instant in RFC 3339.
func parseStamp(text string) (instant, bool) {
	t, err := time.Parse(time.RFC3339, text)
	return since1970(t), err == nil && inRange(t)
}

// parseCommon reads the time of the common log format.
func parseCommon(text string) (instant, bool) {
	t, err := time.Parse("02/Jan/2006:15:04:05 -0700", text)
	return since1970(t), err == nil && inRange(t)
}

func since1970(t time.Time) instant { return instant(t.UnixNano()) }

// inRange reports whether nanoseconds since 1970 can hold t.
func inRange(t time.Time) bool { return t.Year() > 1700 && t.Year() < 2250 }

// parseEpoch reads a number of seconds, milliseconds, microseconds or nanoseconds
// since 1970. Which of them is told by its size: a number is taken for the finer
// unit where the coarser would put it beyond the year 5138. A log from before
// March 1973 is misread.
func parseEpoch(text string) (instant, bool) {
	if f, ok := parseNumber(text); ok && strings.ContainsAny(text, "eE") {
		text = strconv.FormatFloat(f, 'f', -1, 64)
	}
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, false
	}
	unit := "ns"
	switch {
	case n < 1e11:
		unit = "s"
	case n < 1e14:
		unit = "ms"
	case n < 1e17:
		unit = "us"
	}
	at, err := time.ParseDuration(text + unit)
	return at, err == nil
}
