package main

import "time"

// frozenQuantile returns the quantile q of the time that callers wait in a run
// at a constant rate of the given length in which the server stands still once.
//
// Of the requests a share freeze/length is due while it does, and those wait for
// what is left of it: anything from nothing to all of it, equally often. Longer
// than x waits the share (freeze-x)/length; solved for x with that share 1-q,
// it is freeze-(1-q)*length. Where this is negative the quantile is among the
// requests that never met the freeze, and 0 stands for the time of service.
func frozenQuantile(q float64, freeze, length time.Duration) time.Duration {
	return max(0, freeze-time.Duration((1-q)*float64(length))).Round(time.Microsecond)
}
