package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// String is c in the syntax of [Parse], on one line: every segment by itself as a
// hold or a ramp, the segments of one phase in parentheses behind its name. It
// reads back as the very same curve.
func (c Curve) String() string {
	var b strings.Builder
	for rest := c; len(rest) > 0; {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		n := rest.stretch()
		writePhase(&b, rest[:n])
		rest = rest[n:]
	}
	return b.String()
}

// stretch is how many segments from the first on share its phase.
func (c Curve) stretch() int {
	for i, s := range c {
		if s.Phase != c[0].Phase {
			return i
		}
	}
	return len(c)
}

// writePhase writes segments that share a phase.
func writePhase(b *strings.Builder, c Curve) {
	group := c[0].Phase != "" && len(c) > 1
	if c[0].Phase != "" {
		b.WriteString(c[0].Phase + ": ")
	}
	if group {
		b.WriteString("(")
	}
	for i, s := range c {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.text())
	}
	if group {
		b.WriteString(")")
	}
}

// text is the segment without its phase.
func (s Segment) text() string {
	if s.From == s.To {
		return "hold " + Rate(s.From).String() + " " + clock(s.For)
	}
	return "ramp " + Rate(s.From).String() + " " + Rate(s.To).String() + " " + clock(s.For)
}

// String is the segment in the syntax of [Parse].
func (s Segment) String() string { return Curve{s}.String() }

// clock is d as text that reads back, without the zeros time.Duration ends in:
// 10m instead of 10m0s.
func clock(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// Hash is twelve hexadecimal digits that stand for c, taken from the SHA-256 sum
// of [Curve.String]: curves with different hashes differ, and those with the same
// one can be taken for equal. Runs are comparable only if their curves are.
func (c Curve) Hash() string {
	sum := sha256.Sum256([]byte(c.String()))
	return hex.EncodeToString(sum[:6])
}

// MarshalText is [Curve.String], so that a curve is stored as text.
func (c Curve) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText is [Parse]; errors are given by line and column alone.
func (c *Curve) UnmarshalText(text []byte) error {
	parsed, err := Parse("", string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
