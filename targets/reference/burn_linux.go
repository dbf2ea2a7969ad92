package reference

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// spin works until its thread has used so much processor time, and returns how
// much it was. Time in which the thread was not on a processor does not count.
func spin(d time.Duration) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	x, start := uint64(1), threadTime()
	for {
		x = work(x | 1)
		if spent := threadTime() - start; spent >= d {
			return spent
		}
	}
}

// threadTime returns the processor time that the calling thread has used.
func threadTime() time.Duration {
	var t unix.Timespec
	unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) // it fails only for clocks that there are not
	return time.Duration(t.Nano())
}
