package report

import (
	"math"
	"strconv"
	"strings"
)

// A scale is the unit that columns are written in.
type scale struct {
	kind string
	unit string
	one  float64 // how large one of it is
}

// scaleFor returns the scale that leaves a quantity no more than three digits
// before the point, and seconds to one that is none at all.
func scaleFor(most quantity) scale {
	if most.kind() != "time" {
		return scale{most.unit, most.unit, 1}
	}
	for _, unit := range []string{"ns", "µs", "ms"} {
		if one := timeUnits()[unit]; most.value > 0 && most.size() < 999.5*one {
			return scale{"time", unit, one}
		}
	}
	return scale{"time", "s", timeUnits()["s"]}
}

// shows tells whether a quantity can be read in the unit: a hundredth of one or
// more.
func (s scale) shows(q quantity) bool {
	return q.kind() == s.kind && (q.value == 0 || q.unit == s.unit || q.size() >= s.one/100)
}

// rewrite writes figures without their unit, with as many decimals as the one that
// needs most of them, but no more than three digits. What cannot be read in the unit
// keeps its own.
func (s scale) rewrite(texts []*string) {
	decimals := 0
	var quantities []quantity
	for _, text := range texts {
		q, ok := read(*text)
		if ok = ok && s.shows(q); ok {
			q = s.convert(q)
			decimals = max(decimals, q.decimals)
		}
		quantities = append(quantities, q)
	}
	for i, q := range quantities {
		if q.unit == s.unit {
			*texts[i] = q.number(decimals)
		}
	}
}

// convert returns the quantity in the unit of the scale, with the decimals that
// three digits of it have.
func (s scale) convert(q quantity) quantity {
	if q.unit == s.unit {
		return q
	}
	q.value, q.unit = q.size()/s.one, s.unit
	text := strings.TrimRight(strconv.FormatFloat(q.value, 'f', places(q.value), 64), "0")
	_, after, _ := strings.Cut(text, ".")
	q.decimals = len(after)
	return q
}

// number writes the quantity without its unit, with zeros up to so many decimals
// where three digits have room for them.
func (q quantity) number(decimals int) string {
	decimals = max(q.decimals, min(decimals, places(q.value)))
	switch {
	case q.value == 0:
		return q.before + "0"
	case decimals == 0:
		return q.before + grouped(int64(math.Round(q.value)))
	}
	return q.before + strconv.FormatFloat(q.value, 'f', decimals, 64)
}

// places is how many decimals three digits of a number have.
func places(x float64) int {
	n := 0
	for limit := 99.95; x < limit && n < 4; limit /= 10 {
		n++
	}
	return n
}
