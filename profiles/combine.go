package profiles

import (
	"slices"
	"time"
)

// Then returns c followed by the given curves, one after the other.
func (c Curve) Then(next ...Curve) Curve {
	return slices.Concat(append([]Curve{c}, next...)...)
}

// Repeat returns c laid end to end n times, and an empty curve for n below 1.
// Phases keep their names, so that every repetition has its own of the same name.
func (c Curve) Repeat(n int) Curve {
	return slices.Repeat(c, max(n, 0))
}

// Mark returns c with all of its segments in the named phase, or in none for "".
func (c Curve) Mark(phase string) Curve {
	return c.each(func(s Segment) Segment {
		s.Phase = phase
		return s
	})
}

// Scale returns c with all rates multiplied by height: as many times the callers
// in the same time.
func (c Curve) Scale(height float64) Curve {
	return c.each(func(s Segment) Segment {
		s.From *= height
		s.To *= height
		return s
	})
}

// Speed returns c played factor times as fast: the same callers in less time, at
// rates that are higher by the factor. To change the length and keep the rates,
// use [Curve.Stretch].
func (c Curve) Speed(factor float64) Curve {
	return c.Stretch(1 / factor).Scale(factor)
}

// Stretch returns c with all lengths multiplied by factor and the rates as they
// were. Ends are rounded to the nanosecond, each by itself, so that the whole is
// as long as it should be; a segment that is left without length is dropped.
func (c Curve) Stretch(factor float64) Curve {
	out := make(Curve, 0, len(c))
	var start time.Duration
	for i, end := range c.ends() {
		s := c[i]
		to := portion(end, factor)
		if s.For = to - start; s.For > 0 {
			out = append(out, s)
		}
		start = to
	}
	return out
}

// Cut returns the part of c before offset at. The segment in which at lies is
// shortened.
func (c Curve) Cut(at time.Duration) Curve {
	before, _ := c.split(at)
	return before
}

// split returns the parts of c before and after offset at.
func (c Curve) split(at time.Duration) (before, after Curve) {
	for _, s := range c {
		first, second := s, s
		if at > 0 && at < s.For {
			first.For, first.To = at, s.at(at)
			second.For, second.From = s.For-at, first.To
		}
		if at > 0 {
			before = append(before, first)
		}
		if at < s.For {
			after = append(after, second)
		}
		at -= s.For
	}
	return before, after
}

// Sum returns the curve whose rate is at every instant the sum of the rates of
// the given curves, as when several kinds of callers share one service. It is as
// long as the longest, and has a segment boundary wherever one of them has one. A
// segment takes its phase from the first curve that names one there.
func Sum(curves ...Curve) Curve {
	var knots []time.Duration
	for _, c := range curves {
		knots = append(knots, c.ends()...)
	}
	slices.Sort(knots)
	knots = slices.Compact(knots)
	out := make(Curve, len(knots))
	for _, c := range curves {
		c.addTo(out, knots)
	}
	return out
}

// addTo adds the rates of c to out, whose segments end at the given knots. The
// knots include all ends of c.
func (c Curve) addTo(out Curve, knots []time.Duration) {
	var start time.Duration // of the piece of out
	var into time.Duration  // how far that is into the segment of c
	rest := c
	for i, end := range knots {
		length := end - start
		out[i].For = length
		start = end
		if len(rest) == 0 {
			continue
		}
		s := rest[0]
		out[i].From += s.at(into)
		out[i].To += s.at(into + length)
		if out[i].Phase == "" {
			out[i].Phase = s.Phase
		}
		if into += length; into >= s.For {
			rest, into = rest[1:], 0
		}
	}
}

// each returns a copy of c with f applied to every segment.
func (c Curve) each(f func(Segment) Segment) Curve {
	out := make(Curve, len(c))
	for i, s := range c {
		out[i] = f(s)
	}
	return out
}
