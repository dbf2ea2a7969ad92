package engine

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// precision is how late a send usually is when nothing is in the way.
	precision = 100 * time.Microsecond

	// timerGrain is how late timers may be, and half as much again: the stretch
	// that is left to an alarm.
	timerGrain = 1500 * time.Microsecond

	// wakeTime is about how long it takes to run again after an alarm. It goes
	// off that much early, and what is too much of it is spun.
	wakeTime = 20 * time.Microsecond
)

// An alarm is a timer of the kernel that the runtime's poller waits for like for
// a connection. It is as exact as sleeping in the kernel, and leaves the thread
// to other goroutines: a thread asleep would take its processor with it, and
// keep the runtime busy with looking whether to take it back.
type alarm struct {
	file  *os.File
	raw   syscall.RawConn
	after unix.ItimerSpec // what to set it to
	set   bool
	rings func(fd uintptr) bool // ring, bound once
}

// newAlarm returns an alarm, nil when the system has none to give.
func newAlarm() *alarm {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil
	}
	a := &alarm{file: os.NewFile(uintptr(fd), "alarm")}
	if a.raw, err = a.file.SyscallConn(); err != nil {
		a.file.Close()
		return nil
	}
	a.rings = a.ring
	return a
}

func (a *alarm) close() {
	if a != nil {
		a.file.Close()
	}
}

// stretch returns how much before an instant the alarm takes over from a timer.
func (a *alarm) stretch() time.Duration {
	if a == nil {
		return 0
	}
	return timerGrain
}

// sleep sleeps until about rest has passed; the caller looks at the clock. It
// reports false, at once, when that is too long to be left to an alarm.
func (a *alarm) sleep(rest time.Duration) bool {
	if rest > a.stretch() {
		return false
	}
	if rest <= wakeTime {
		return true
	}
	a.after.Value = unix.NsecToTimespec(int64(rest - wakeTime))
	a.set = false
	return a.raw.Read(a.rings) == nil
}

// ring is called before waiting, to set the alarm, and again after it rang. The
// alarm is never read: setting it again clears it.
func (a *alarm) ring(fd uintptr) (rang bool) {
	if a.set {
		return true
	}
	a.set = true
	return unix.TimerfdSettime(int(fd), 0, &a.after, nil) != nil
}
