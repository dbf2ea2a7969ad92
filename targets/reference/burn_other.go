//go:build !linux

package reference

import "time"

// spin works for so long, and returns how long it was.
func spin(d time.Duration) time.Duration {
	x, start := uint64(1), time.Now()
	for {
		x = work(x | 1)
		if spent := time.Since(start); spent >= d {
			return spent
		}
	}
}
