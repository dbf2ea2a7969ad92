package measure

import "time"

// A Self is one reading of how the generator's own process fares. Times are
// totals since the start of the trial, but for those that say otherwise; a zero
// limit means unknown.
type Self struct {
	At        time.Duration // when it was read
	CPU       time.Duration // processor time used, user and system
	Procs     int           // processors it may use at once (GOMAXPROCS)
	GC        time.Duration // processor time spent collecting garbage
	Sched     time.Duration // scheduling latency p99 since the reading before
	Throttled time.Duration // time the container was kept from running
	Stolen    time.Duration // processor time that the host gave to others, over all processors
	Files     int           // descriptors in use
	FileLimit int           // descriptors allowed
	Ports     int           // source ports taken, those waiting to be free again included
	PortRange int           // source ports there are
	ClockStep time.Duration // how far the wall clock has moved against the steady one
}

// used returns the share of the processors used between two readings.
func (s Self) used(before Self) float64 {
	return ratio(float64(s.CPU-before.CPU), float64(s.At-before.At)*float64(max(1, s.Procs)))
}

// gc returns the share of the processors that collecting garbage took between
// two readings.
func (s Self) gc(before Self) float64 {
	return ratio(float64(s.GC-before.GC), float64(s.At-before.At)*float64(max(1, s.Procs)))
}

// stolen returns the share of the processors that the host gave to others
// between two readings.
func (s Self) stolen(before Self) float64 {
	return ratio(float64(s.Stolen-before.Stolen), float64(s.At-before.At)*float64(max(1, s.Procs)))
}
