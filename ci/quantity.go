package ci

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"matchday/report"
)

// longest is the longest limit on a duration. Up to here a float64 of seconds
// holds every nanosecond, so a rule reads back as it was written.
const longest = 24 * time.Hour

var errQuantity = errors.New("not a quantity of that unit")

// wanted says in words what a limit on a metric of the unit looks like.
func wanted(u report.Unit) string {
	switch u {
	case report.Share:
		return "a percentage from 0% to 100% such as 99%"
	case report.Seconds:
		return "a duration up to 24h such as 500ms"
	case report.Rate:
		return "a rate such as 400/s"
	}
	return "a number such as 120"
}

// parseQuantity reads a limit in the base unit of u.
func parseQuantity(text string, u report.Unit) (float64, error) {
	switch u {
	case report.Share:
		x, err := parsePercent(text)
		if err == nil && x > 1 {
			return 0, errQuantity
		}
		return x, err
	case report.Seconds:
		return parseDuration(text)
	case report.Rate:
		return parseDecimal(strings.TrimSuffix(text, "/s"), "")
	}
	return parseDecimal(text, "")
}

// parsePercent reads "99.9%" as 0.999. The shift by two digits is made in the
// text: 99.9/100 is not the float64 nearest to 0.999, and a target that did
// exactly what the rule asks for would fail it.
func parsePercent(text string) (float64, error) {
	digits, found := strings.CutSuffix(text, "%")
	if !found {
		return 0, errQuantity
	}
	return parseDecimal(digits, "e-2")
}

// parseDecimal reads a number of plain digits with a decimal exponent after it.
// The signs, infinities and hexadecimals of [strconv.ParseFloat] are no limits.
func parseDecimal(digits, exponent string) (float64, error) {
	if digits == "" || strings.Trim(digits, "0123456789.") != "" {
		return 0, errQuantity
	}
	x, err := strconv.ParseFloat(digits+exponent, 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, errQuantity
	}
	return x, nil
}

func parseDuration(text string) (float64, error) {
	if strings.Trim(text, "0123456789.") == "" || strings.ContainsAny(text, "+-") {
		return 0, errQuantity
	}
	d, err := time.ParseDuration(text)
	if err != nil || d > longest {
		return 0, errQuantity
	}
	return d.Seconds(), nil
}

// wantedMargin says in words what a margin around the baseline's figure looks
// like.
func wantedMargin(u report.Unit) string {
	switch u {
	case report.Share:
		return "2% of the baseline's figure, 0.2 points or both"
	case report.Seconds:
		return "5%, 3ms or both, such as 5% or 3ms"
	case report.Rate:
		return "5%, 10/s or both, such as 5% or 10/s"
	}
	return "5%, 10 or both, such as 5% or 10"
}

// parseDistance reads a margin in the base unit of u. Of shares it is in points:
// a percentage there would be one of the baseline's figure.
func parseDistance(text string, u report.Unit) (float64, error) {
	if u != report.Share {
		return parseQuantity(text, u)
	}
	digits, found := strings.CutSuffix(text, "points")
	if !found {
		digits, found = strings.CutSuffix(text, "point")
	}
	if !found {
		return 0, errQuantity
	}
	return parseDecimal(digits, "e-2")
}

// distance writes a margin so that [parseDistance] reads it back exactly.
func distance(x float64, u report.Unit) string {
	if u == report.Share {
		if x == .01 {
			return "1 point"
		}
		return strings.TrimSuffix(percent(x), "%") + " points"
	}
	return quantity(x, u)
}

// quantity writes a limit so that [parseQuantity] reads it back exactly.
func quantity(x float64, u report.Unit) string {
	switch u {
	case report.Share:
		return percent(x)
	case report.Seconds:
		return brief(time.Duration(math.Round(x * float64(time.Second))))
	case report.Rate:
		return decimal(x) + "/s"
	}
	return decimal(x)
}

// brief writes a duration without the zeros that Go puts behind whole minutes and
// hours.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// percent writes a share with all its digits, shifted in decimal as
// [parsePercent] shifts them back.
func percent(share float64) string {
	exact, ok := new(big.Rat).SetString(decimal(share))
	if !ok {
		return decimal(share) // not a number, and no rule either
	}
	exact.Mul(exact, big.NewRat(100, 1))
	digits, _ := exact.FloatPrec()
	return exact.FloatString(digits) + "%"
}

// fromOne returns how far a share is from one, with the digits that a reader
// computes: 1.1 − 1 in floating point is a little more than 0.1.
func fromOne(share float64) float64 {
	exact, ok := new(big.Rat).SetString(decimal(share))
	if !ok {
		return share - 1 // not a number, and no rule either
	}
	x, _ := exact.Abs(exact.Sub(exact, big.NewRat(1, 1))).Float64()
	return x
}
