package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"
)

// recordVerb is the argument by which the program calls itself as a server.
const recordVerb = "record"

// A recorder is a server that answers a constant and notes when each request
// arrived. One thread does everything; nothing is allocated while it serves,
// unless requests take time.
type recorder struct {
	poll     int // the epoll instance
	listener int
	recording
	service
	after  time.Duration // from the first arrival to the freeze
	length time.Duration // of the freeze, 0 for none
	buffer []byte
	notes  []byte // from the kernel, beside what was read
}

// record serves until its standard input ends. It prints its port at once and
// the recording, as JSON, at the end.
func record(args []string, in *os.File, out io.Writer) error {
	r := recorder{buffer: make([]byte, 64<<10), notes: make([]byte, 128)}
	fs := pflag.NewFlagSet(recordVerb, pflag.ContinueOnError)
	fs.DurationVar(&r.after, "after", 0, "from the first request to the freeze")
	fs.DurationVar(&r.length, "freeze", 0, "how long to stand still")
	fs.DurationVar(&r.takes, "service", 0, "how long a request takes")
	expect := fs.Int("expect", 0, "how many requests to make room for")
	if err := fs.Parse(args); err != nil {
		return err
	}
	r.Arrivals = make([]int64, 0, *expect)
	port, err := r.open(int(in.Fd()))
	if err != nil {
		return fmt.Errorf("recorder: %w", err)
	}
	fmt.Fprintln(out, port)
	runtime.LockOSThread()
	if err := r.serve(int(in.Fd())); err != nil {
		return fmt.Errorf("recorder: %w", err)
	}
	return json.NewEncoder(out).Encode(r.recording)
}

// open listens on this machine and returns the port.
func (r *recorder) open(in int) (port int, err error) {
	if r.poll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return 0, err
	}
	if r.listener, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0); err != nil {
		return 0, err
	}
	// Connections inherit both options. With the first the kernel notes when
	// data came in, however late it is read.
	for _, o := range [][2]int{{unix.SOL_SOCKET, unix.SO_TIMESTAMPNS}, {unix.IPPROTO_TCP, unix.TCP_NODELAY}} {
		if err := unix.SetsockoptInt(r.listener, o[0], o[1], 1); err != nil {
			return 0, err
		}
	}
	if err := unix.Bind(r.listener, &unix.SockaddrInet4{Addr: [4]byte(net.IPv4(127, 0, 0, 1).To4())}); err != nil {
		return 0, err
	}
	if err := unix.Listen(r.listener, 4096); err != nil {
		return 0, err
	}
	name, err := unix.Getsockname(r.listener)
	if err != nil {
		return 0, err
	}
	return name.(*unix.SockaddrInet4).Port, errors.Join(r.follow(r.listener), r.follow(in))
}

// follow lets serve know of a descriptor that can be read.
func (r *recorder) follow(fd int) error {
	return unix.EpollCtl(r.poll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

func (r *recorder) serve(in int) error {
	events := make([]unix.EpollEvent, 1024)
	for {
		r.freeze()
		r.finish(answer)
		n, err := r.wait(events)
		if err != nil {
			return err
		}
		for _, e := range events[:n] {
			switch fd := int(e.Fd); fd {
			case in:
				return nil
			case r.listener:
				r.accept()
			default:
				r.read(fd)
			}
		}
	}
}

// wait returns how many events came before there is something else to do.
func (r *recorder) wait(events []unix.EpollEvent) (int, error) {
	n, err := 0, error(nil)
	switch rest, waits := r.rest(); {
	case waits:
		n, err = pwait(r.poll, events, rest)
	case r.willFreeze():
		n, err = unix.EpollWait(r.poll, events, 1)
	default:
		n, err = unix.EpollWait(r.poll, events, -1)
	}
	if errors.Is(err, unix.EINTR) {
		return 0, nil
	}
	return max(n, 0), err
}

func (r *recorder) willFreeze() bool { return r.length > 0 && r.Frozen == 0 }

// freeze stands still, once, when its time has come.
func (r *recorder) freeze() {
	if !r.willFreeze() || len(r.Arrivals) == 0 {
		return
	}
	if now := time.Now().UnixNano(); now >= r.Arrivals[0]+int64(r.after) {
		r.Frozen = now
		time.Sleep(r.length)
		r.postpone(r.length)
	}
}

// accept takes in who has come. Most have sent their request already, and it is
// read at once: those who came first are then answered first.
func (r *recorder) accept() {
	for {
		fd, _, err := unix.Accept4(r.listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		if err != nil {
			return
		}
		if r.follow(fd) != nil {
			unix.Close(fd)
			continue
		}
		r.read(fd)
	}
}

// reply is as short as an answer can be that every client understands.
const reply = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"

// read takes in the requests that are there. A request fits into a segment and
// has no body, so its end is an empty line. Those who are to be answered by now
// are not kept waiting by many who have come at once.
func (r *recorder) read(fd int) {
	r.finish(answer)
	n, noted, _, _, err := unix.Recvmsg(fd, r.buffer, r.notes, 0)
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) {
		return
	}
	if err != nil || n == 0 {
		r.forget(fd)
		unix.Close(fd) // which ends its being followed, too
		return
	}
	at := arrival(r.notes[:noted])
	for range bytes.Count(r.buffer[:n], []byte("\r\n\r\n")) {
		r.Arrivals = append(r.Arrivals, at)
		if r.takes > 0 {
			r.begin(fd)
		} else {
			answer(fd)
		}
	}
}

// answer answers one request. A connection that is broken is found to be when it
// is read.
func answer(fd int) { _, _ = unix.Write(fd, []byte(reply)) }

// arrival returns when the kernel took in what was read, in nanoseconds since
// 1970, or now if the kernel does not tell.
func arrival(notes []byte) int64 {
	at := unix.CmsgLen(0)
	if len(notes) < at+16 {
		return time.Now().UnixNano()
	}
	second := int64(binary.NativeEndian.Uint64(notes[at:]))
	return second*int64(time.Second) + int64(binary.NativeEndian.Uint64(notes[at+8:]))
}
