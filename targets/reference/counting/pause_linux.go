package counting

import (
	"time"

	"golang.org/x/sys/unix"
)

// pause waits for so long. It asks the system rather than the runtime, whose
// timers are a millisecond coarse here: that much longer would everybody have the
// lock.
func pause(d time.Duration) {
	left := unix.NsecToTimespec(int64(d))
	for unix.Nanosleep(&left, &left) == unix.EINTR {
	}
}
