package engine

import (
	"fmt"
	"time"
)

// Pacing is how exactly sends are timed. In virtual time they are exact, whatever
// is asked for.
type Pacing string

// The pacings.
const (
	// PaceAuto is exact as long as the generator has processor time to spare,
	// and sends in batches while it has not.
	PaceAuto Pacing = ""

	// PaceExact waits for every single instant.
	PaceExact Pacing = "exact"

	// PaceBatched wakes up once every BatchTime at most, sends what has become due
	// and reads what has come. Sends and ends are late by as much at most, and
	// response times longer; it costs far fewer wake-ups.
	PaceBatched Pacing = "batched"
)

// BatchTime is how far apart batches are.
const BatchTime = 500 * time.Microsecond

// A Batching is a stretch in which an automatic pace sent in batches.
type Batching struct {
	Start, End time.Duration
}

func (p Pacing) check() error {
	switch p {
	case PaceAuto, PaceExact, PaceBatched:
		return nil
	}
	return fmt.Errorf("pacing %q is not one of auto, exact and batched", string(p))
}

// ParsePacing reads auto, exact or batched.
func ParsePacing(text string) (Pacing, error) {
	p := Pacing(text)
	if text == "auto" {
		p = PaceAuto
	}
	return p, p.check()
}

// String returns the pacing in the notation of ParsePacing.
func (p Pacing) String() string {
	if p == PaceAuto {
		return "auto"
	}
	return string(p)
}
