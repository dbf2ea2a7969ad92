package poll

import (
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Calls that return at once are made without telling the runtime, which would
// prepare for losing the thread each time: 30 ns a call. Those that may wait tell
// it. Sockets are read and written by the calls that are for sockets alone, which
// are another 30 ns and more quicker than read and write.

// receive reads what is there.
func receive(fd int, b []byte) (int, syscall.Errno) {
	return transfer(unix.SYS_RECVFROM, fd, b, unix.MSG_DONTWAIT)
}

// send sends what there is room for. That a connection is broken is told by the
// error alone, without a signal.
func send(fd int, b []byte) (int, syscall.Errno) {
	return transfer(unix.SYS_SENDTO, fd, b, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
}

// transfer receives or sends. It never waits, but copying much takes its time.
func transfer(trap uintptr, fd int, b []byte, flags uintptr) (int, syscall.Errno) {
	const much = 64 << 10
	at := unsafe.Pointer(unsafe.SliceData(b))
	for {
		var n uintptr
		var errno syscall.Errno
		if len(b) > much {
			n, _, errno = unix.Syscall6(trap, uintptr(fd), uintptr(at), uintptr(len(b)), flags, 0, 0)
		} else {
			n, _, errno = unix.RawSyscall6(trap, uintptr(fd), uintptr(at), uintptr(len(b)), flags, 0, 0)
		}
		switch errno {
		case 0:
			return int(n), 0
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}

// epollNow returns how many events there are.
func epollNow(fd int, events []unix.EpollEvent) int {
	n, _, errno := unix.RawSyscall6(unix.SYS_EPOLL_PWAIT, uintptr(fd),
		uintptr(unsafe.Pointer(unsafe.SliceData(events))), uintptr(len(events)), 0, 0, 0)
	return counted(n, errno)
}

// A waiting says how the calls are made that wait: holding the thread's processor
// or not, see [Poller.Hold].
type waiting struct{ holding bool }

// untilEvent returns how many events came, 0 after a signal.
func (w waiting) untilEvent(fd int, events []unix.EpollEvent) int {
	const forEver = ^uintptr(0)
	var n uintptr
	var errno syscall.Errno
	at := unsafe.Pointer(unsafe.SliceData(events))
	if w.holding {
		n, _, errno = unix.RawSyscall6(unix.SYS_EPOLL_PWAIT, uintptr(fd), uintptr(at), uintptr(len(events)), forEver, 0, 0)
	} else {
		n, _, errno = unix.Syscall6(unix.SYS_EPOLL_PWAIT, uintptr(fd), uintptr(at), uintptr(len(events)), forEver, 0, 0)
	}
	return counted(n, errno)
}

// upTo returns how many events came, 0 after d or a signal, or somewhat before d
// when that is long: see slack.
func (w waiting) upTo(fd int, events []unix.EpollEvent, d time.Duration) int {
	n, errno := w.pwait2(fd, events, min(d-slack(d), longest))
	return counted(n, errno)
}

func (w waiting) pwait2(fd int, events []unix.EpollEvent, d time.Duration) (n uintptr, errno syscall.Errno) {
	timeout := struct{ seconds, nanoseconds int64 }{int64(d / time.Second), int64(d % time.Second)}
	at := unsafe.Pointer(unsafe.SliceData(events))
	if w.holding {
		n, _, errno = unix.RawSyscall6(unix.SYS_EPOLL_PWAIT2, uintptr(fd), uintptr(at), uintptr(len(events)), uintptr(unsafe.Pointer(&timeout)), 0, 0)
	} else {
		n, _, errno = unix.Syscall6(unix.SYS_EPOLL_PWAIT2, uintptr(fd), uintptr(at), uintptr(len(events)), uintptr(unsafe.Pointer(&timeout)), 0, 0)
	}
	return n, errno
}

// sleep returns after d or a signal.
func (w waiting) sleep(d time.Duration) {
	rest := unix.NsecToTimespec(int64(d))
	at := unsafe.Pointer(&rest)
	if w.holding {
		unix.RawSyscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_MONOTONIC, 0, uintptr(at), 0, 0, 0)
	} else {
		unix.Syscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_MONOTONIC, 0, uintptr(at), 0, 0, 0)
	}
}

// waitsPrecisely tells whether the kernel has epoll_pwait2 (Linux 5.11), and
// nothing forbids its use.
func waitsPrecisely() bool {
	const noDescriptor = -1
	var events [1]unix.EpollEvent
	_, errno := waiting{}.pwait2(noDescriptor, events[:], 0)
	return errno == unix.EBADF
}

// slack returns how much earlier than after d to look at the clock. The kernel
// takes it that a wait may be longer by a thousandth of its length, of a process
// that is nice by two hundredth parts: short waits that follow long ones are exact.
func slack(d time.Duration) time.Duration {
	const exact = 2 * time.Millisecond
	if d <= exact {
		return 0
	}
	return d / 128
}

func counted(n uintptr, errno syscall.Errno) int {
	if errno != 0 {
		return 0 // a signal: the descriptor and the arguments are right
	}
	return int(n)
}
