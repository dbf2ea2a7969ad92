package profiles

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// A Segment is a stretch of time in which the rate moves straight from From to
// To, both in arrivals per second. From and To are equal where the rate is held;
// a jump is two segments that do not meet.
type Segment struct {
	For      time.Duration // length, above zero
	From, To float64       // rate per second at both ends, zero or more
	Phase    string        // name of the phase it belongs to, empty for none
}

// A Curve is a rate over time: segments laid end to end, from offset zero.
//
// Curves are built by the shapes of this package ([Hold], [Ramp], …), read by
// [Parse], or written down as the slices they are. The methods expect a curve
// that passes [Curve.Check]; everything read from outside has passed it.
type Curve []Segment

// Bounds of a curve that [Curve.Check] accepts.
const (
	MaxLength   = 10 * 365 * 24 * time.Hour // of all segments together
	MaxRate     = 1e9                       // per second: one arrival in each nanosecond
	MaxSegments = 1 << 20                   // six days in steps of half a second
)

// errEmpty is what every empty profile is told, wherever it was written.
var errEmpty = errors.New(`profile is empty: want at least one segment such as "hold 200/s 60s"`)

// Check returns an error that names the first segment of c that cannot be driven:
// one without length, with a rate outside [0, MaxRate], or with a malformed phase
// name. An empty curve, and one beyond the bounds, is an error too.
func (c Curve) Check() error {
	if len(c) == 0 {
		return errEmpty
	}
	if len(c) > MaxSegments {
		return fmt.Errorf("profile has %d segments: want at most %d, so make the steps longer", len(c), MaxSegments)
	}
	var length time.Duration
	for i, s := range c {
		if err := s.check(); err != nil {
			return fmt.Errorf("segment %d of %d: %w", i+1, len(c), err)
		}
		if length += min(s.For, MaxLength); length > MaxLength {
			return fmt.Errorf("profile is longer than %s: want a length such as 15m", clock(MaxLength))
		}
	}
	return nil
}

func (s Segment) check() error {
	if s.For <= 0 {
		return fmt.Errorf("length %q is not positive: want a time such as 30s", s.For)
	}
	for _, rate := range []float64{s.From, s.To} {
		if !(rate >= 0 && rate <= MaxRate) {
			return fmt.Errorf("rate %q is not in 0/s to %s: want a rate such as 200/s", Rate(rate), Rate(MaxRate))
		}
	}
	if s.Phase != "" {
		return checkPhase(s.Phase)
	}
	return nil
}

// Duration is the length of c.
func (c Curve) Duration() time.Duration {
	var d time.Duration
	for _, s := range c {
		d += s.For
	}
	return d
}

// Rate is the rate per second at offset t. Where the rate jumps it is the later
// one; before the start and after the end it is zero.
func (c Curve) Rate(t time.Duration) float64 {
	if t < 0 {
		return 0
	}
	for i, s := range c {
		if t < s.For || t == s.For && i == len(c)-1 {
			return s.at(t)
		}
		t -= s.For
	}
	return 0
}

// at is the rate t into the segment. The two ends are exact.
func (s Segment) at(t time.Duration) float64 {
	if t >= s.For {
		return s.To
	}
	part := t.Seconds() / s.For.Seconds()
	return s.From + float64((s.To-s.From)*part)
}

// PeakRate is the highest rate per second on c.
func (c Curve) PeakRate() float64 {
	var peak float64
	for _, s := range c {
		peak = max(peak, s.From, s.To)
	}
	return peak
}

// Equal reports whether c and d have the same segments with the same phases. Two
// curves cut into different segments are different, even where they look alike.
func (c Curve) Equal(d Curve) bool { return slices.Equal(c, d) }

// ends lists the offsets at which the segments of c end.
func (c Curve) ends() []time.Duration {
	ends := make([]time.Duration, len(c))
	var t time.Duration
	for i, s := range c {
		t += s.For
		ends[i] = t
	}
	return ends
}

// portion is the offset that lies at share of d, to the nanosecond.
func portion(d time.Duration, share float64) time.Duration {
	return time.Duration(math.Round(float64(d) * share))
}
