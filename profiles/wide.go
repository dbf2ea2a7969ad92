package profiles

import (
	"math"
	"time"
)

// A wide is a number held as the unevaluated sum of two floats, good for about
// 32 decimal digits (Dekker 1971; Knuth, The Art of Computer Programming 4.2.2).
//
// A float64 of nanoseconds is coarser than one nanosecond after 104 days, and a
// running sum of rounded areas drifts long before. Everything between a rate and
// an instant is therefore computed in wides, and rounded once, at the end.
//
// Products are converted explicitly, which forbids the compiler to fuse them
// with a neighbouring sum: fused and plain results differ, and with them the
// schedule of one machine from that of another.
type wide struct{ hi, lo float64 }

// sum2 is a+b without rounding.
func sum2(a, b float64) wide {
	s := a + b
	t := s - a
	return wide{s, (a - (s - t)) + (b - t)}
}

// settle brings hi and lo, of which hi is by far the larger, into normal form.
func settle(hi, lo float64) wide {
	s := hi + lo
	return wide{s, lo - (s - hi)}
}

// product2 is a·b without rounding.
func product2(a, b float64) wide {
	p := float64(a * b)
	return wide{p, math.FMA(a, b, -p)}
}

// span is d in nanoseconds.
func span(d time.Duration) wide {
	const half = 1 << 32
	return sum2(float64(d/half)*half, float64(d%half))
}

func (w wide) plus(v wide) wide {
	s := sum2(w.hi, v.hi)
	return settle(s.hi, s.lo+(w.lo+v.lo))
}

func (w wide) minus(v wide) wide {
	return w.plus(wide{-v.hi, -v.lo})
}

func (w wide) times(v wide) wide {
	p := product2(w.hi, v.hi)
	return settle(p.hi, math.FMA(w.hi, v.lo, math.FMA(w.lo, v.hi, p.lo)))
}

// half is exact, as is twice.
func (w wide) half() wide  { return wide{w.hi / 2, w.lo / 2} }
func (w wide) twice() wide { return wide{w.hi * 2, w.lo * 2} }

// over divides the long way: a first digit, and a second from what is left.
func (w wide) over(v wide) wide {
	q := w.hi / v.hi
	rest := w.minus(v.times(wide{q, 0}))
	return settle(q, rest.hi/v.hi)
}

// root is the square root, and 0 for what rounding pushed below zero.
func (w wide) root() wide {
	if w.hi <= 0 {
		return wide{}
	}
	r := math.Sqrt(w.hi)
	rest := w.minus(product2(r, r))
	return settle(r, rest.hi/(2*r))
}

func (w wide) above(v wide) bool {
	return w.hi > v.hi || w.hi == v.hi && w.lo > v.lo
}

// value is the nearest float64.
func (w wide) value() float64 { return w.hi + w.lo }

// round is the nearest whole number within [0, limit], halves upwards.
func (w wide) round(limit time.Duration) time.Duration {
	whole := math.Floor(w.hi)
	rest := math.Floor((w.hi - whole) + w.lo + 0.5)
	if whole >= float64(limit) {
		return limit
	}
	return min(max(time.Duration(whole)+time.Duration(rest), 0), limit)
}
