package profiles

import (
	"iter"
	"time"
)

// Schedule yields the due time of every arrival on c, in order, as an offset from
// the start.
//
// The nth arrival is due where the area under the curve reaches the nth position
// of gap: n−½ for an even one. Offsets are rounded to the nanosecond, once, and
// lie within [0, Duration]; no error builds up along the way. The sequence is
// computed as it is read and starts anew each time it is ranged over.
func (c Curve) Schedule(gap Gap) iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		cur := newCursor(c, gap)
		for at, ok := cur.next(); ok; at, ok = cur.next() {
			if !yield(at) {
				return
			}
		}
	}
}

// A cursor walks along the arrivals of a curve.
type cursor struct {
	rest    Curve // the segments not entered yet
	spacing spacing
	inverse inverse       // of the segment the cursor is in
	start   time.Duration // where that segment begins,
	past    wide          // the area before it,
	end     wide          // and the area at its end
	last    time.Duration // the arrival given last
}

func newCursor(c Curve, gap Gap) *cursor {
	return &cursor{rest: c, spacing: gap.spacing()}
}

// next returns the next arrival, and false when there are no more.
func (c *cursor) next() (time.Duration, bool) {
	x := c.spacing.next()
	for x.above(c.end) {
		if len(c.rest) == 0 {
			return 0, false
		}
		c.enter()
	}
	// Two random arrivals can be closer than the last digit of their
	// computation; neither may overtake the other.
	c.last = max(c.last, c.start+c.inverse.when(x.minus(c.past)))
	return c.last, true
}

// enter moves on to the next segment.
func (c *cursor) enter() {
	c.start += c.inverse.length
	s := c.rest[0]
	c.rest = c.rest[1:]
	c.inverse = s.inverse()
	c.past, c.end = c.end, c.end.plus(s.area())
}

// An inverse answers when a segment has seen a given number of arrivals.
type inverse struct {
	length time.Duration
	flat   bool
	from   wide
	square wide // from²
	bend   wide // 2(To−From)/length
}

func (s Segment) inverse() inverse {
	return inverse{
		length: s.For,
		flat:   s.From == s.To,
		from:   wide{s.From, 0},
		square: product2(s.From, s.From),
		bend:   sum2(s.To, -s.From).twice().over(span(s.For)),
	}
}

// when is the time into the segment at which the area under it reaches x, which
// is above zero.
//
// Solving From·t + (To−From)·t²/2L = x for t in the way taught at school divides
// by the slope, which vanishes on a flat segment and all but vanishes on a gentle
// one. t = 2x/(From + √(From² + 2x(To−From)/L)) is the same root without that.
func (v *inverse) when(x wide) time.Duration {
	if v.flat {
		return x.over(v.from).round(v.length)
	}
	rate := v.square.plus(v.bend.times(x)).root()
	return x.twice().over(v.from.plus(rate)).round(v.length)
}
