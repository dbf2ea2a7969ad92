//go:build unix

package proxy

import (
	"net"
	"syscall"
)

// canLook tells whether a connection can be looked at without waiting for it.
const canLook = true

// quiet returns what tells whether nothing came in on a connection: neither its
// end nor an answer to nothing, such as the 408 by which some services take leave
// of who keeps a connection. That would be taken for the answer to the next
// request.
func quiet(conn net.Conn) func() bool {
	sys, ok := conn.(syscall.Conn)
	if !ok {
		return func() bool { return false }
	}
	raw, err := sys.SyscallConn()
	if err != nil {
		return func() bool { return false }
	}
	var one [1]byte
	nothing := false
	look := func(fd uintptr) bool {
		_, err := syscall.Read(int(fd), one[:]) // does not block; what there is to read is the end anyway
		nothing = err == syscall.EAGAIN
		return true
	}
	return func() bool {
		nothing = false
		return raw.Read(look) == nil && nothing
	}
}
