package gallery

import "time"

// A meter adds up a level over time.
type meter struct {
	level float64
	sum   float64 // level times nanoseconds, up to the latest instant
	at    time.Duration
}

// add changes the level from an instant on.
func (m *meter) add(at time.Duration, by float64) { m.set(at, m.level+by) }

// set changes the level from an instant on to what is given.
func (m *meter) set(at time.Duration, level float64) {
	m.sum += m.level * float64(at-m.at)
	m.at, m.level = at, level
}

// lump adds what the level was not there for.
func (m *meter) lump(d time.Duration) { m.sum += float64(d) }

// read returns the sum up to an instant, which is not before the latest.
func (m *meter) read(at time.Duration) time.Duration {
	return time.Duration(m.sum + m.level*float64(at-m.at))
}
