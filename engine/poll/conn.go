package poll

import (
	"crypto/tls"
	"net"
)

// A Conn is an adopted connection. Like its poller it belongs to one goroutine.
type Conn struct {
	Owner any // what it was adopted for; the poller does not look at it

	poller *Poller
	wire   wire
	secure *tls.Conn // over the socket that stands on wire; nil in clear
	more   bool      // reading has not come to an end since it was last ready
	listed bool      // it is among the poller's ready
	failed error     // what ended reading, given to every later Read
	closed bool
}

// Read reads what is there, and returns [ErrAgain] when that is nothing. Fewer
// bytes than b has room for mean that nothing is left: there is no need to read
// again to be told so, and whoever does not read to the end is told of the
// connection by the next [Poller.Wait]. What arrived after the last Wait may stay
// unseen until the next. The end is io.EOF; every other error is for ever too.
func (c *Conn) Read(b []byte) (int, error) {
	if c.failed != nil {
		c.more = false
		return 0, c.failed
	}
	n, err := c.read(b)
	switch {
	case err == nil:
		c.more = c.wire.left() || c.secure != nil && n == len(b)
	case err == ErrAgain:
		c.more = false
	default: // comes after the last bytes, not with them
		c.failed, c.more = err, n > 0
	}
	if c.more {
		c.poller.list(c)
	}
	if n > 0 {
		return n, nil
	}
	return 0, err
}

// read reads once in clear. What was decrypted already would be left behind
// unseen by the kernel, so a secure connection is read until b is full.
func (c *Conn) read(b []byte) (n int, err error) {
	if c.secure == nil {
		return c.wire.Read(b)
	}
	for n < len(b) && err == nil {
		var m int
		m, err = c.secure.Read(b[n:])
		n += m
	}
	if n > 0 && err == ErrAgain {
		return n, nil
	}
	return n, err
}

// Write takes all of b, which may be used again at once: what cannot be sent now
// is kept and sent while the poller waits. The error is that of a connection
// which is broken, perhaps since an earlier Write.
func (c *Conn) Write(b []byte) (err error) {
	switch {
	case c.closed:
		return net.ErrClosed
	case c.secure != nil:
		_, err = c.secure.Write(b)
	default:
		_, err = c.wire.Write(b)
	}
	return err
}

// Pending tells whether something that was written is still to be sent.
func (c *Conn) Pending() bool { return !c.closed && c.wire.pending() }

// Close closes the connection, and drops what is still to be sent. Closing twice
// is harmless. The connection can still be among those that the last Wait
// returned; reading it gives net.ErrClosed.
func (c *Conn) Close() error {
	if c.closed {
		return nil
	}
	if c.secure != nil && c.failed == nil && !c.wire.pending() {
		_ = c.secure.CloseWrite() // a courtesy: the other side may be gone
	}
	c.closed, c.more, c.failed = true, false, net.ErrClosed
	delete(c.poller.conns, c)
	return c.wire.Close()
}
