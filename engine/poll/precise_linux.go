package poll

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Precision is how late Wait usually returns when nothing is in the way and the
// thread is [Precise]: what the kernel takes to let a thread run again.
const Precision = 60 * time.Microsecond

// Precise makes waiting as precise as Precision says for the calling thread, to
// which the goroutine should be locked. The kernel would otherwise let each wait
// be 50 µs longer, so as to wake several threads at once.
func Precise() error {
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("timer slack: %w", os.NewSyscallError("prctl", err))
	}
	return nil
}

// longest is the longest wait that is asked of the kernel. Who waits for longer
// looks at the clock in between, as after every wait.
const longest = time.Hour

// An alarm is a timer with a descriptor, for kernels whose epoll knows whole
// milliseconds only.
type alarm struct{ fd int }

func newAlarm() (*alarm, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("timerfd_create", err)
	}
	return &alarm{fd}, nil
}

// set has the alarm go off after d, which is positive, instead of when it was
// set to before.
func (a *alarm) set(d time.Duration) {
	after := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(min(d, longest)))}
	_ = unix.TimerfdSettime(a.fd, 0, &after, nil) // fails only for wrong arguments
}
