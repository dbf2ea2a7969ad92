package profiles

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
)

// A Gap says how arrivals are spaced where the rate is one; the curve then
// squeezes and stretches that spacing. The zero Gap is [Even]. A Gap is a value:
// it can be used for many schedules, and all of them start anew.
type Gap struct {
	random bool
	seed   uint64
}

// Even spaces arrivals evenly: the nth lies where n−½ arrivals are planned. The
// half keeps arrivals off the seams between segments.
func Even() Gap { return Gap{} }

// Poisson spaces arrivals at random and independently, as callers who know
// nothing of each other come: the gaps are exponential with mean one. The same
// seed gives the same arrivals for ever.
func Poisson(seed uint64) Gap { return Gap{random: true, seed: seed} }

// String is "even" or "poisson" with its seed.
func (g Gap) String() string {
	if g.random {
		return fmt.Sprintf("poisson(%d)", g.seed)
	}
	return "even"
}

// A spacing walks along a gap. Its position is measured like an area.
type spacing struct {
	at     wide
	random *rand.ChaCha8
}

func (g Gap) spacing() spacing {
	if !g.random {
		return spacing{at: wide{-perArrival / 2, 0}}
	}
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], g.seed)
	return spacing{random: rand.NewChaCha8(seed)}
}

// next is the position of the next arrival. Even positions are whole numbers
// of units, which a wide adds without error up to 2^106 of them.
func (s *spacing) next() wide {
	gap := 1.0
	if s.random != nil {
		gap = exponential(s.random.Uint64())
	}
	s.at = s.at.plus(wide{float64(gap * perArrival), 0})
	return s.at
}

// exponential turns 64 random bits into an exponential variate with mean one, by
// inversion: −ln v for v uniform in (0,1].
//
// The packages for random numbers may choose better algorithms from one release
// of Go to the next, so only their raw bits are used here.
func exponential(bits uint64) float64 {
	return -ln(float64(bits>>11+1) * 0x1p-53)
}

// The natural logarithm of 2 in two parts, of which the first times a small whole
// number is exact.
const (
	ln2hi = 0x1.62e42feep-1
	ln2lo = math.Ln2 - ln2hi
)

// ln is the natural logarithm of v > 0, good to the last bit or two.
//
// math.Log is hand-written assembly on some machines and differs there in the
// last bit, which is enough to move an arrival. This one uses operations that
// are exact by definition. With v = m·2^k and s = (m−1)/(m+1), at most 0.172,
// ln m = 2·(s + s³/3 + s⁵/5 + …); eleven terms leave less than 2^-57.
func ln(v float64) float64 {
	m, k := math.Frexp(v)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	p := 1.0 / 21
	p = math.FMA(p, z, 1.0/19)
	p = math.FMA(p, z, 1.0/17)
	p = math.FMA(p, z, 1.0/15)
	p = math.FMA(p, z, 1.0/13)
	p = math.FMA(p, z, 1.0/11)
	p = math.FMA(p, z, 1.0/9)
	p = math.FMA(p, z, 1.0/7)
	p = math.FMA(p, z, 1.0/5)
	p = math.FMA(p, z, 1.0/3)
	p = float64(p * z)
	small := math.FMA(2*s, p, float64(float64(k)*ln2lo)) + 2*s
	return math.FMA(float64(k), ln2hi, small)
}
