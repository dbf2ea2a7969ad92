package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A Shape is a family of size distributions.
type Shape uint8

// The shapes. Fixed sizes are the hardest on a processor-sharing server in
// overload: equal jobs that come together progress together, and none is done.
const (
	Fixed Shape = iota
	Exponential
	Lognormal
	Empirical // as they were measured, from a file
)

// Sizes is the distribution of the demand of requests around a mean that is
// given elsewhere. The zero value is fixed: all alike. One of a file that was
// named but not read is no distribution yet; see [ReadSizes].
type Sizes struct {
	Shape Shape
	CV    float64 // coefficient of variation, of Lognormal only: in (0, MaxCV]
	File  string  // name of the file, of Empirical only

	sample []float64     // what the file says, scaled to a mean of one
	mean   time.Duration // what that was before, 0 if the file has no unit
}

// MaxCV is the largest coefficient of variation. Beyond it the mean hangs on
// requests so rare and so large that no run would meet one.
const MaxCV = 100

// ParseSizes reads what String writes: fixed, exp, lognormal: followed by the
// coefficient of variation, for example lognormal:1.5, or file: followed by the
// name of a file, which is for the caller to open and for [ReadSizes] to read.
func ParseSizes(text string) (Sizes, error) {
	switch text {
	case "fixed":
		return Sizes{}, nil
	case "exp":
		return Sizes{Shape: Exponential}, nil
	}
	if name, ok := strings.CutPrefix(text, "file:"); ok && name != "" {
		return Sizes{Shape: Empirical, File: name}, nil
	}
	number, ok := strings.CutPrefix(text, "lognormal:")
	if !ok {
		return Sizes{}, fmt.Errorf("sizes %q: want fixed, exp or, for example, lognormal:1.5 or file:demands.txt", text)
	}
	cv, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return Sizes{}, fmt.Errorf("sizes %q: coefficient of variation %q is not a number, for example lognormal:1.5", text, number)
	}
	s := Sizes{Shape: Lognormal, CV: cv}
	if err := s.written(); err != nil {
		return Sizes{}, fmt.Errorf("sizes %q: %w", text, err)
	}
	return s, nil
}

// Check returns an error if nothing can be drawn: the coefficient of variation
// does not fit the shape, the shape is none of the four, or its file was not
// read.
func (s Sizes) Check() error {
	if s.Shape == Empirical && len(s.sample) == 0 {
		return fmt.Errorf("the file was named and not read")
	}
	return s.written()
}

// written returns an error if the distribution has no notation.
func (s Sizes) written() error {
	switch {
	case s.Shape > Empirical:
		return fmt.Errorf("shape %d is none of fixed, exp, lognormal and file", s.Shape)
	case (s.Shape == Empirical) != (s.File != ""):
		return fmt.Errorf("sizes of a file, and no others, have its name, for example file:demands.txt")
	case s.Shape == Lognormal && !(s.CV > 0 && s.CV <= MaxCV): // written so that NaN fails too
		return fmt.Errorf("the coefficient of variation must be above 0 and at most %d, for example lognormal:1.5", MaxCV)
	case s.Shape != Lognormal && s.CV != 0:
		return fmt.Errorf("only lognormal sizes have a coefficient of variation, for example lognormal:1.5")
	}
	return nil
}

// String returns the distribution in the notation of ParseSizes.
func (s Sizes) String() string {
	switch s.Shape {
	case Fixed:
		return "fixed"
	case Exponential:
		return "exp"
	case Empirical:
		return "file:" + s.File
	}
	return "lognormal:" + strconv.FormatFloat(s.CV, 'g', -1, 64)
}

// MarshalText writes the notation of ParseSizes.
func (s Sizes) MarshalText() ([]byte, error) { return []byte(s.String()), s.written() }

// UnmarshalText reads the notation of ParseSizes.
func (s *Sizes) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSizes(string(text))
	return err
}

// Draws returns a source of sizes with the given mean. Equal arguments give
// equal sequences. No size is below a nanosecond. Those of a file are drawn with
// equal chances, each as often as it comes. The source is not safe for concurrent
// use.
func (s Sizes) Draws(mean time.Duration, seed uint64) func() time.Duration {
	// The second word only has to differ from what other sources of the same
	// seed use, so that sizes are not tied to, say, arrivals.
	rng := rand.New(rand.NewPCG(seed, 0x73697a6573))
	switch s.Shape {
	case Exponential:
		return func() time.Duration { return scaled(mean, rng.ExpFloat64()) }
	case Lognormal:
		// A lognormal variable of mean 1 and coefficient of variation cv has
		// log-variance ln(1 + cv²) and log-mean minus half of it.
		variance := math.Log1p(s.CV * s.CV)
		spread, centre := math.Sqrt(variance), -variance/2
		return func() time.Duration {
			return scaled(mean, math.Exp(centre+spread*rng.NormFloat64()))
		}
	case Empirical:
		return func() time.Duration { return scaled(mean, s.sample[rng.Uint32N(uint32(len(s.sample)))]) }
	}
	return func() time.Duration { return mean }
}

// longest bounds a size to four years, far from where an instant plus a size
// would overflow.
const longest = math.MaxInt64 / 64

func scaled(mean time.Duration, factor float64) time.Duration {
	return time.Duration(min(max(1, math.Round(float64(mean)*factor)), longest))
}
