package poll

import (
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// heeded is what is told of every descriptor; room to send only while it is
// wanted.
const heeded = unix.EPOLLIN | unix.EPOLLRDHUP | unix.EPOLLET

// over are the events after which reading comes to an end.
const over = unix.EPOLLRDHUP | unix.EPOLLHUP | unix.EPOLLERR

// isStreamSocket tells whether c is one that the kernel can be asked about. A
// wrapper around one is not: what it adds must not be passed by.
func isStreamSocket(c net.Conn) bool {
	switch c := c.(type) {
	case *net.TCPConn:
		return true
	case *net.UnixConn:
		return c.LocalAddr().Network() == "unix" // and neither unixgram nor unixpacket
	}
	return false
}

// takeFrom returns the descriptor of a socket, which the runtime does not know
// any more: it knew another number of the same, which is closed.
func takeFrom(c net.Conn) (fd int, err error) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetNoDelay(true) // what is written is meant to leave
	}
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		return 0, err
	}
	if failed := raw.Control(func(of uintptr) {
		fd, err = unix.FcntlInt(of, unix.F_DUPFD_CLOEXEC, 0)
	}); failed != nil {
		return 0, failed
	}
	if err != nil {
		return 0, fmt.Errorf("adopting %s: %w", c.LocalAddr(), os.NewSyscallError("fcntl", err))
	}
	return fd, c.Close()
}

// A descriptor is a wire that asks the kernel.
type descriptor struct {
	ends
	epoll  *epoll
	owner  *Conn
	fd     int
	serial int32

	drained bool // nothing is left to read until the next event
	ending  bool // the end of reading has been announced
	unsent  backlog
	failed  error // what ended writing
}

func (d *descriptor) Read(b []byte) (int, error) {
	switch {
	case len(b) == 0:
		return 0, nil
	case d.drained:
		return 0, d.or(ErrAgain)
	}
	n, errno := receive(d.fd, b)
	switch {
	case errno == unix.EAGAIN:
		d.drained = true
		return 0, d.or(ErrAgain)
	case errno != 0:
		return 0, d.fault("read", errno)
	case n == 0:
		return 0, d.or(io.EOF)
	}
	// A read that is not filled has taken all there was; if the end was there
	// too there will be no further event.
	d.drained = n < len(b) && !d.ending
	return n, nil
}

func (d *descriptor) left() bool { return !d.drained || d.failed != nil }

// or returns what ended writing rather than what reading found: the kernel tells
// a reset once only.
func (d *descriptor) or(found error) error {
	if d.failed != nil {
		return d.failed
	}
	return found
}

func (d *descriptor) Write(b []byte) (int, error) {
	n, queue := 0, d.pending()
	if !queue {
		n = d.send(b)
	}
	if n < len(b) && !queue {
		d.heed(unix.EPOLLOUT)
	}
	if d.failed != nil {
		return 0, d.failed
	}
	d.unsent.add(b[n:])
	return len(b), nil
}

func (d *descriptor) pending() bool { return len(d.unsent.rest()) > 0 }

// send returns how much of b was sent.
func (d *descriptor) send(b []byte) int {
	if d.failed != nil || len(b) == 0 {
		return 0
	}
	n, errno := send(d.fd, b)
	if errno != 0 && errno != unix.EAGAIN {
		d.failed = d.fault("write", errno)
		d.unsent = backlog{}
	}
	return n
}

// heed changes what is told of the descriptor.
func (d *descriptor) heed(also uint32) {
	if d.failed != nil {
		return
	}
	if err := d.epoll.control(unix.EPOLL_CTL_MOD, d.fd, heeded|also, d.serial); err != nil {
		d.failed = err
	}
}

// changed heeds the events of the descriptor, and tells whether there may be
// something to read, if only an error.
func (d *descriptor) changed(events uint32) bool {
	if events&over != 0 {
		d.ending = true
	}
	if events&unix.EPOLLOUT != 0 && d.pending() {
		d.unsent.drop(d.send(d.unsent.rest()))
		if !d.pending() {
			d.heed(0)
		}
	}
	if events&(unix.EPOLLIN|over) != 0 {
		d.drained = false
	}
	return d.left()
}

// Close forgets the number of the descriptor, which may soon be another's.
func (d *descriptor) Close() error {
	if d.fd < 0 {
		return net.ErrClosed
	}
	fd := d.fd
	d.epoll.byFD[fd] = nil
	d.fd, d.drained, d.failed, d.unsent = -1, true, net.ErrClosed, backlog{}
	return os.NewSyscallError("close", unix.Close(fd))
}

// fault returns the error as package net would.
func (d *descriptor) fault(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: d.local.Network(), Source: d.local, Addr: d.remote, Err: os.NewSyscallError(op, errno)}
}
