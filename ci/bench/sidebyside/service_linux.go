package main

import (
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A service is requests that all take equally long, so that those that began
// first end first. Any number are under way at once.
type service struct {
	takes   time.Duration // 0: a request is answered when it is read
	waiting []served      // in order of their end,
	next    int           // the first that has not ended
}

// A served is a request under way.
type served struct {
	fd  int // negative for one whose client has gone
	end time.Time
}

// begin takes up a request.
func (s *service) begin(fd int) {
	s.waiting = append(s.waiting, served{fd, time.Now().Add(s.takes)})
}

// rest returns how long the next request still takes, and false if there is none.
func (s *service) rest() (time.Duration, bool) {
	if s.next == len(s.waiting) {
		return 0, false
	}
	return max(0, time.Until(s.waiting[s.next].end)), true
}

// finish answers the requests that are ready.
func (s *service) finish(answer func(fd int)) {
	for now := time.Now(); s.next < len(s.waiting) && !s.waiting[s.next].end.After(now); s.next++ {
		if fd := s.waiting[s.next].fd; fd >= 0 {
			answer(fd)
		}
	}
	if s.next == len(s.waiting) {
		s.waiting, s.next = s.waiting[:0], 0
	}
}

// postpone has everything under way take so much longer.
func (s *service) postpone(d time.Duration) {
	for i := range s.waiting[s.next:] {
		at := &s.waiting[s.next+i]
		at.end = at.end.Add(d)
	}
}

// forget drops the requests of a client who has gone: the number of the
// descriptor may soon be another's.
func (s *service) forget(fd int) {
	for i := range s.waiting[s.next:] {
		if at := &s.waiting[s.next+i]; at.fd == fd {
			at.fd = -1
		}
	}
}

// pwait waits for events no longer than d, to the nanosecond: epoll_wait knows
// whole milliseconds only.
func pwait(poll int, events []unix.EpollEvent, d time.Duration) (int, error) {
	limit := unix.NsecToTimespec(int64(d))
	n, _, errno := unix.Syscall6(unix.SYS_EPOLL_PWAIT2, uintptr(poll), uintptr(unsafe.Pointer(&events[0])), uintptr(len(events)), uintptr(unsafe.Pointer(&limit)), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
