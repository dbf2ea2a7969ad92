//go:build !linux

package engine

import "time"

// precision is how late a send usually is when nothing is in the way.
const precision = time.Millisecond

// An alarm is there on Linux only; timers are exact enough elsewhere.
type alarm struct{}

func newAlarm() *alarm                       { return nil }
func (*alarm) close()                        {}
func (*alarm) stretch() time.Duration        { return 0 }
func (*alarm) sleep(rest time.Duration) bool { return false }
