package profiles

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Rate is a number of arrivals per second. It prints and reads back as text,
// for files and flags; arithmetic is done with plain float64.
type Rate float64

// ParseRate reads a rate above zero, such as 200/s, 12000/min, 5k/s or 1/10s: a
// number, k or M for thousands or millions if wanted, a slash, and the time it is
// counted over, which is a unit (ns, us, ms, s, min or m, h) or a duration.
func ParseRate(text string) (Rate, error) {
	r, err := parseRate(text)
	if err == nil && r == 0 {
		err = fmt.Errorf("rate %q is zero: want a rate such as 200/s", text)
	}
	return Rate(r), err
}

// parseRate reads a rate that may be zero.
func parseRate(text string) (float64, error) {
	count, over, ok := strings.Cut(text, "/")
	if !ok {
		return 0, fmt.Errorf("rate %q does not say per what: want a rate such as 200/s or 12000/min", text)
	}
	n, okCount := parseCount(count)
	per, okPer := parsePer(over)
	if !okCount || !okPer {
		return 0, fmt.Errorf("rate %q is not a rate such as 200/s, 12000/min, 5k/s or 1/10s", text)
	}
	rate := n / per.Seconds()
	if rate > MaxRate {
		return 0, fmt.Errorf("rate %q is above %s: want a rate such as 5k/s", text, Rate(MaxRate))
	}
	return rate, nil
}

// parseCount reads a number from zero up, with k or M behind it.
func parseCount(text string) (float64, bool) {
	unit := 1.0
	if digits, ok := strings.CutSuffix(text, "k"); ok {
		text, unit = digits, 1e3
	} else if digits, ok := strings.CutSuffix(text, "M"); ok {
		text, unit = digits, 1e6
	}
	n, ok := parseNumber(text)
	return n * unit, ok && n >= 0
}

// parseNumber reads a finite decimal number. Of what strconv takes beyond that,
// nothing belongs into a profile: hexadecimal, underscores, infinities.
func parseNumber(text string) (float64, bool) {
	if strings.Trim(text, "+-0123456789.eE") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// parsePer reads what stands behind the slash of a rate.
func parsePer(text string) (time.Duration, bool) {
	if text == "" {
		return 0, false
	}
	if text[0] < '0' || text[0] > '9' {
		text = "1" + text
	}
	if short, ok := strings.CutSuffix(text, "min"); ok {
		text = short + "m"
	}
	per, err := time.ParseDuration(text)
	return per, err == nil && per > 0
}

// String is the shortest text that reads back as the same rate, per second.
func (r Rate) String() string { return number(float64(r)) + "/s" }

// number is the shortest text that reads back as f.
func number(f float64) string {
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e15) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// MarshalText is [Rate.String].
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText is [ParseRate].
func (r *Rate) UnmarshalText(text []byte) error {
	parsed, err := ParseRate(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}
