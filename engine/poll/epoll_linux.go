package poll

import (
	"encoding/binary"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// An epoll waits in the kernel, for descriptors that tell of every change once
// only (edge-triggered): what is still unread is remembered by the poller. That
// spares the kernel a second look at each ready descriptor, and a request 60 ns of
// the 450 that it costs to be told of an answer and to read it.
type epoll struct {
	fd      int
	waits   waiting
	bell    *os.File      // an eventfd; a file is safe from being closed while it is written to
	one     [8]byte       // what is written to it
	alarm   *alarm        // nil when the kernel waits precisely without
	byFD    []*descriptor // those adopted
	adopted int32
	events  [256]unix.EpollEvent
}

// newEpoll returns an epoll that waits as precisely as the kernel can.
func newEpoll() (*epoll, error) { return openEpoll(waitsPrecisely()) }

func openEpoll(precise bool) (*epoll, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("poller: %w", os.NewSyscallError("epoll_create1", err))
	}
	e := &epoll{fd: fd}
	binary.NativeEndian.PutUint64(e.one[:], 1)
	if err = e.furnish(precise); err != nil {
		e.close()
		return nil, fmt.Errorf("poller: %w", err)
	}
	return e, nil
}

// furnish adds what is not a connection. Neither the bell nor the alarm is ever
// read: to be written to or set is a change, whatever it was before.
func (e *epoll) furnish(precise bool) error {
	bell, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("eventfd", err)
	}
	e.bell = os.NewFile(uintptr(bell), "bell")
	if err = e.control(unix.EPOLL_CTL_ADD, bell, unix.EPOLLIN|unix.EPOLLET, 0); err != nil || precise {
		return err
	}
	if e.alarm, err = newAlarm(); err != nil {
		return err
	}
	return e.control(unix.EPOLL_CTL_ADD, e.alarm.fd, unix.EPOLLIN|unix.EPOLLET, 0)
}

// control adds a descriptor or changes what is heeded of it. The serial tells
// its events from late ones of a descriptor that had the number before.
func (e *epoll) control(op, fd int, events uint32, serial int32) error {
	ev := unix.EpollEvent{Events: events, Fd: int32(fd), Pad: serial}
	return os.NewSyscallError("epoll_ctl", unix.EpollCtl(e.fd, op, fd, &ev))
}

// adopt takes a stream socket away from the runtime, which would be woken by each
// of its events too. It returns nil for what is no such socket.
func (e *epoll) adopt(c stream, owner *Conn) (wire, error) {
	if !isStreamSocket(c) {
		return nil, nil
	}
	d := &descriptor{ends: endsOf(c), epoll: e, owner: owner, drained: true}
	var err error
	if d.fd, err = takeFrom(c); err != nil {
		return nil, err
	}
	e.adopted++
	d.serial = e.adopted
	if err = e.control(unix.EPOLL_CTL_ADD, d.fd, heeded, d.serial); err != nil {
		unix.Close(d.fd)
		return nil, err
	}
	for d.fd >= len(e.byFD) {
		e.byFD = append(e.byFD, nil)
	}
	e.byFD[d.fd] = d
	return d, nil
}

// wait waits for events no longer than d, but perhaps less, and reports the
// connections that can be read or are broken.
func (e *epoll) wait(p *Poller, d time.Duration) {
	for i := range e.events[:e.await(d)] {
		ev := &e.events[i]
		if d := e.of(ev); d != nil && d.changed(ev.Events) {
			p.report(d.owner)
		}
	}
}

// await waits as precisely as it can, and returns how many events came.
func (e *epoll) await(d time.Duration) int {
	switch {
	case d <= 0:
		return epollNow(e.fd, e.events[:])
	case e.alarm == nil:
		return e.waits.upTo(e.fd, e.events[:], d)
	}
	e.alarm.set(d)
	return e.waits.untilEvent(e.fd, e.events[:])
}

// of returns the descriptor that an event is of, nil for all others.
func (e *epoll) of(ev *unix.EpollEvent) *descriptor {
	if int(ev.Fd) >= len(e.byFD) {
		return nil
	}
	if d := e.byFD[ev.Fd]; d != nil && d.serial == ev.Pad {
		return d
	}
	return nil
}

// doze sleeps for d, but for signals.
func (e *epoll) doze(d time.Duration) {
	for until := time.Now().Add(d); d > 0; d = time.Until(until) {
		e.waits.sleep(d)
	}
}

// hold has the calls that wait keep the thread's processor.
func (e *epoll) hold() {
	if e != nil {
		e.waits.holding = true
	}
}

func (e *epoll) ring() {
	_, _ = e.bell.Write(e.one[:]) // fails only when nobody will wait any more
}

func (e *epoll) close() {
	if e == nil {
		return
	}
	if e.bell != nil {
		e.bell.Close()
	}
	if e.alarm != nil {
		unix.Close(e.alarm.fd)
	}
	unix.Close(e.fd)
}
