package targets

import (
	"fmt"
	"math"
	"strconv"

	"matchday/targets/scrape"
)

// A column is a series that is read again and again, and what for.
type column struct {
	selector scrape.Selector
	figure   Figure // unless it is kept under its own name
	also     bool
	named    bool // by somebody who knows; otherwise it is a guess

	seen    bool    // it has had a value that could be believed,
	last    float64 // which was this one
	spoiled bool    // it is not believed any more
}

// read enters the value of the column.
func (k *column) read(c *Counters, v scrape.Value) {
	switch {
	case k.also && v.There && !math.IsInf(v.Sum, 0):
		c.Also = append(c.Also, Also{k.selector.String(), v.Sum})
	case k.also || !k.wanted(c) || !k.believe(c, v):
		k.miss(c)
	default:
		c.set(k.figure, v.Sum)
	}
}

// wanted tells whether the page is asked for the figure: a guess is not where it
// is known in another way.
func (k *column) wanted(c *Counters) bool { return k.named || c.unknown(k.figure) }

// unknown tells whether nobody has told the figure yet.
func (c *Counters) unknown(f Figure) bool {
	switch f {
	case CPU:
		return c.CPU == 0
	case RSS:
		return c.RSS == 0
	case Threads:
		return c.Threads == 0
	case Descriptors:
		return c.Descriptors == 0
	}
	return c.Untold.Has(f)
}

// miss enters that the column has no value.
func (k *column) miss(c *Counters) {
	switch {
	case k.also:
		c.Also = append(c.Also, Also{k.selector.String(), math.NaN()})
	case k.wanted(c):
		c.unset(k.figure)
	}
}

// believe tells whether a value can be what it says it is. If not, the counters
// are told why.
//
// A count that falls has begun anew, with the target. What it was before is lost,
// and with it every total from then on. The same goes for a count that has no
// sound value at first, and so no beginning.
func (k *column) believe(c *Counters, v scrape.Value) bool {
	if k.spoiled {
		return false
	}
	why := k.wrong(v)
	if why == "" {
		k.seen, k.last = true, v.Sum
		return true
	}
	absent := !v.There && !k.seen
	k.spoiled = k.figure.counted() && v.There && (!k.seen || v.Sum < k.last)
	c.Doubts = append(c.Doubts, Doubt{Why: fmt.Sprintf("%s (%s) %s", k.figure, k.selector, why), SoFar: absent})
	return false
}

// wrong says what is wrong with a value, "" if nothing is.
func (k *column) wrong(v scrape.Value) string {
	switch {
	case !v.There && !k.seen:
		return "is not on the page"
	case !v.There:
		return "is no longer on the page"
	case math.IsNaN(v.Sum):
		return "is not a number"
	case v.Sum < 0:
		return "is negative"
	case v.Sum > k.figure.largest():
		return "is larger than can be"
	case k.figure.counted() && k.seen && v.Sum < k.last:
		return fmt.Sprintf("fell from %s to %s, so the target was started anew", brief(k.last), brief(v.Sum))
	}
	return ""
}

func brief(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }
