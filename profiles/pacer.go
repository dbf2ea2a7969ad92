package profiles

import (
	"errors"
	"fmt"
	"math"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Pacer returns a pacer with which vegeta sends the schedule of c with the given
// gap. It ends by itself; a duration given to the attack besides can only cut it
// short. A pacer belongs to one attack at a time.
func (c Curve) Pacer(gap Gap) vegeta.Pacer {
	return &pacer{curve: c, gap: gap, cursor: newCursor(c, gap)}
}

// A pacer walks along a schedule. Vegeta asks for one hit after the other; a
// pacer asked for an earlier one starts anew.
type pacer struct {
	curve  Curve
	gap    Gap
	cursor *cursor
	passed uint64        // hits the cursor has given
	due    time.Duration // of the last of them
	over   bool
}

// Pace returns how long to wait until hit number hits, counted from zero.
func (p *pacer) Pace(elapsed time.Duration, hits uint64) (time.Duration, bool) {
	if hits+1 < p.passed {
		p.cursor, p.passed, p.over = newCursor(p.curve, p.gap), 0, false
	}
	for p.passed <= hits && !p.over {
		due, ok := p.cursor.next()
		p.due, p.over = due, !ok
		p.passed++
	}
	return max(0, p.due-elapsed), p.over
}

// Rate returns the rate of the curve.
func (p *pacer) Rate(elapsed time.Duration) float64 { return p.curve.Rate(elapsed) }

// FromPacer returns the first d of what p plans, as a curve.
//
// Vegeta's own three pacers become the rate they describe, not the hits they
// make: those of a ConstantPacer are a whole number of nanoseconds apart, and a
// LinearPacer extrapolates with the rate of the moment. Any other pacer is run as
// in [ReplayPacer] and counted in a thousand bins. A pacer that vegeta reads as
// "without limit" or as "no hits at all" is an error.
func FromPacer(p vegeta.Pacer, d time.Duration) (Curve, error) {
	if err := checkPacer(p, d); err != nil {
		return nil, err
	}
	c, err := fromPacer(p, d)
	if err != nil {
		return nil, err
	}
	return c, c.Check()
}

func fromPacer(p vegeta.Pacer, d time.Duration) (Curve, error) {
	switch p := p.(type) {
	case vegeta.ConstantPacer:
		return Hold(perSecond(p), d), nil
	case vegeta.LinearPacer:
		return fromLinear(p, d), nil
	case vegeta.SinePacer:
		return swing{perSecond(p.Mean), perSecond(p.Amp), p.StartAt, p.Period}.draw(d), nil
	}
	replay, err := ReplayPacer(p, d)
	if err != nil {
		return nil, err
	}
	// A pacer puts a hit at the end of its interval, so that one at the seam
	// of two bins belongs to the first.
	for i := range replay {
		replay[i]--
	}
	return replay.binned(d, int(min(1000, d))), nil
}

func perSecond(r vegeta.Rate) float64 {
	return float64(r.Freq) / r.Per.Seconds()
}

// fromLinear is the ramp of p, and silence from where it would fall below zero.
func fromLinear(p vegeta.LinearPacer, d time.Duration) Curve {
	from := perSecond(p.StartAt)
	to := from + float64(p.Slope*d.Seconds())
	if to >= 0 {
		return Ramp(from, to, d)
	}
	zero := min(max(portion(d, from/(from-to)), 1), d)
	if zero == d {
		return Ramp(from, 0, d)
	}
	return Ramp(from, 0, zero).Then(Hold(0, d-zero))
}

// maxHits bounds what a pacer without limit can plan.
const maxHits = 1 << 24

// ReplayPacer runs p on a clock of its own, as if every hit left exactly when it
// should, and returns the instants up to and with d. p must answer by elapsed
// time and number of hits alone. Its rounding is kept: a constant pacer of
// 700000/s makes its hits 1428 ns apart and so 0.04 % too many.
func ReplayPacer(p vegeta.Pacer, d time.Duration) (Replay, error) {
	if err := checkPacer(p, d); err != nil {
		return nil, err
	}
	var replay Replay
	var now time.Duration
	for {
		wait, stop := p.Pace(now, uint64(len(replay)))
		if stop || wait > d-now {
			break
		}
		if len(replay) == maxHits {
			return nil, fmt.Errorf("pacer %v plans more than %d hits in %s: want one with a limit, such as %v", p, maxHits, clock(d), examplePacer())
		}
		now += max(0, wait)
		replay = append(replay, now)
	}
	if len(replay) == 0 {
		return nil, fmt.Errorf("pacer %v plans no hits in %s: want one that does, such as %v", p, clock(d), examplePacer())
	}
	return replay, nil
}

func examplePacer() vegeta.Pacer { return vegeta.Rate{Freq: 200, Per: time.Second} }

// checkPacer returns an error for a pacer, or a length, that makes no sense.
func checkPacer(p vegeta.Pacer, d time.Duration) error {
	if d <= 0 || d > MaxLength {
		return fmt.Errorf("length %q is not in 1ns to %s: want a time such as 30s", clock(d), clock(MaxLength))
	}
	var err error
	switch p := p.(type) {
	case vegeta.ConstantPacer:
		err = checkConstant(p)
	case vegeta.LinearPacer:
		err = checkConstant(p.StartAt)
		if math.IsNaN(p.Slope) || math.IsInf(p.Slope, 0) {
			err = errors.New("its slope is not a number")
		}
	case vegeta.SinePacer:
		err = checkWave(p, d)
	}
	if err != nil {
		return fmt.Errorf("pacer %v: %w: want one such as %v", p, err, examplePacer())
	}
	return nil
}

func checkConstant(p vegeta.ConstantPacer) error {
	switch {
	case p.Freq == 0 || p.Per == 0:
		return errors.New("a rate of zero is without limit to vegeta")
	case p.Freq < 0 || p.Per < 0:
		return errors.New("a negative rate is no hits at all to vegeta")
	case int64(p.Freq) > int64(p.Per):
		return errors.New("vegeta cannot make more than one hit in a nanosecond")
	}
	return nil
}

func checkWave(p vegeta.SinePacer, d time.Duration) error {
	switch {
	case p.Period <= 0 || p.Mean.Per <= 0 || p.Amp.Per <= 0:
		return errors.New("a period that is not positive is no hits at all to vegeta")
	case !(perSecond(p.Amp) < perSecond(p.Mean)):
		return errors.New("an amplitude that is not below the mean is no hits at all to vegeta")
	case d/p.Period > maxPeriods:
		return fmt.Errorf("it has more than %d periods", maxPeriods)
	}
	return nil
}
