package poll

import (
	"net"
	"time"
)

// ErrAgain says that nothing is there to be read now, and that [Poller.Wait]
// will tell when there is.
var ErrAgain error = again{}

// An again passes through crypto/tls, which keeps every other error of reading
// for ever: one that is temporary lets it go on later, within a record too.
type again struct{}

func (again) Error() string   { return "nothing to read now" }
func (again) Timeout() bool   { return true }
func (again) Temporary() bool { return true }

// A Socket is a connection that blocks like any other until a [Poller] adopts
// it. That is what lets a goroutine dial and shake hands over it with crypto/tls,
// and the tls.Conn be used without blocking afterwards.
type Socket struct{ stream }

// A stream is embedded by a name that keeps others from reaching under it.
type stream interface{ net.Conn }

// NewSocket returns a socket over c, which must not be used directly any more.
func NewSocket(c net.Conn) *Socket { return &Socket{c} }

// A wire is what a socket stands on once it is adopted. Its Read gives ErrAgain
// instead of blocking, and an error of writing once nothing is left to read. Its
// Write takes everything.
type wire interface {
	stream

	// left tells whether there may be more to read without another event, be it
	// an error.
	left() bool

	// pending tells whether something is still to be sent.
	pending() bool
}

// ends are what a wire keeps of the connection it was made from. Deadlines are
// ignored: what never blocks cannot be late.
type ends struct{ local, remote net.Addr }

func endsOf(c net.Conn) ends { return ends{c.LocalAddr(), c.RemoteAddr()} }

func (e ends) LocalAddr() net.Addr            { return e.local }
func (e ends) RemoteAddr() net.Addr           { return e.remote }
func (ends) SetDeadline(time.Time) error      { return nil }
func (ends) SetReadDeadline(time.Time) error  { return nil }
func (ends) SetWriteDeadline(time.Time) error { return nil }
