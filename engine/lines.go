package engine

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"matchday/engine/poll"
)

// lines are the connections of one run. The standard transport keeps dialling
// for requests that were given up, and lets go of a connection whenever it
// likes; lines knows them all, so that a run can end with none of them open.
type lines struct {
	unix    string        // path to dial instead of the address, or ""
	tls     *tls.Config   // for handshakes; cloned for each
	timeout time.Duration // longest a dial may take, handshake included

	stop   context.Context // ends the dials under way
	halt   context.CancelFunc
	dials  sync.WaitGroup
	mu     sync.Mutex
	open   map[*line]struct{}
	opened int64

	resumed atomic.Int64 // handshakes that took up an earlier session
	closed  bool
}

var errLinesClosed = errors.New("the run has ended")

// newLines returns lines that dial as t says. No dial outlives timeout: nobody
// who asked for it is waiting any more.
func newLines(t Transport, timeout time.Duration) (*lines, error) {
	c, err := t.tls()
	if err != nil {
		return nil, err
	}
	l := &lines{unix: t.Unix, tls: c, timeout: timeout, open: map[*line]struct{}{}}
	l.stop, l.halt = context.WithCancel(context.Background())
	return l, nil
}

// dial opens a connection in clear.
func (l *lines) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	return l.make(ctx, network, addr, func(_ context.Context, c *line) (net.Conn, error) { return c, nil })
}

// dialTLS opens a connection and shakes hands on it, so that errors of the
// handshake can be told from those of the connection by their type.
func (l *lines) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	return l.make(ctx, network, addr, func(ctx context.Context, c *line) (net.Conn, error) {
		t, err := l.shake(ctx, c, addr)
		if err != nil {
			return nil, err // not t, which is a nil *tls.Conn
		}
		return t, nil
	})
}

// make opens a connection and makes of it what the transport is given.
func (l *lines) make(ctx context.Context, network, addr string, of func(context.Context, *line) (net.Conn, error)) (net.Conn, error) {
	if !l.begin() {
		return nil, errLinesClosed
	}
	defer l.dials.Done()
	ctx, cancel := l.bound(ctx)
	defer cancel()
	c, err := l.connect(ctx, network, addr)
	if err != nil {
		return nil, err // not c, which is a nil *line
	}
	return of(ctx, c)
}

// socket opens a connection for a poller, and shakes hands on it if it is to be
// secure. It is the caller's from then on, and not in the books any more.
func (l *lines) socket(ctx context.Context, addr string, secure bool) (s *poll.Socket, t *tls.Conn, err error) {
	_, err = l.make(ctx, "tcp", addr, func(ctx context.Context, c *line) (net.Conn, error) {
		defer l.remove(c)
		s = poll.NewSocket(c.Conn)
		if secure {
			t, err = l.shake(ctx, s, addr)
		}
		return nil, err
	})
	return s, t, err
}

// shake shakes hands on a connection.
func (l *lines) shake(ctx context.Context, c net.Conn, addr string) (*tls.Conn, error) {
	t := tls.Client(c, l.config(addr))
	err := t.HandshakeContext(ctx)
	if err == nil && l.tls.NextProtos[0] == protoH2 && t.ConnectionState().NegotiatedProtocol != protoH2 {
		err = errors.New("the target does not speak HTTP/2")
	}
	if err != nil {
		c.Close()
		return nil, &handshakeError{err}
	}
	if t.ConnectionState().DidResume {
		l.resumed.Add(1)
	}
	return t, nil
}

// config returns the configuration for a handshake with addr.
func (l *lines) config(addr string) *tls.Config {
	c := l.tls.Clone()
	if c.ServerName == "" {
		c.ServerName, _, _ = net.SplitHostPort(addr)
	}
	return c
}

// connect opens a connection and takes it into the books.
func (l *lines) connect(ctx context.Context, network, addr string) (*line, error) {
	if l.unix != "" {
		network, addr = "unix", l.unix
	}
	// No LocalAddr: binding before connecting makes the kernel look for a port
	// that is free towards every host instead of this one. No keep-alive probes:
	// deadlines find dead peers sooner, and setting them costs four system calls.
	d := net.Dialer{KeepAlive: -1}
	conn, err := d.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	c := &line{Conn: conn, of: l}
	if !l.add(c) {
		conn.Close()
		return nil, errLinesClosed
	}
	return c, nil
}

// begin takes a dial into the books, unless the lines are closed.
func (l *lines) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.dials.Add(1)
	return true
}

// bound limits a dial to the lines' timeout and the life of the run.
func (l *lines) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	release := context.AfterFunc(l.stop, cancel)
	return ctx, func() { release(); cancel() }
}

func (l *lines) add(c *line) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.opened++
	l.open[c] = struct{}{}
	return true
}

func (l *lines) remove(c *line) {
	l.mu.Lock()
	delete(l.open, c)
	l.mu.Unlock()
}

// close ends every dial and every connection, and returns how many connections
// were opened. The lines stay closed.
func (l *lines) close() int64 {
	l.halt()
	l.mu.Lock()
	l.closed = true
	left := l.open
	l.open = nil
	l.mu.Unlock()
	l.dials.Wait()
	for c := range left {
		c.Conn.Close()
	}
	return l.opened
}

// A line is a connection that leaves the books when it is closed.
type line struct {
	net.Conn
	of *lines
}

// Close closes the connection.
func (c *line) Close() error {
	c.of.remove(c)
	return c.Conn.Close()
}

// A handshakeError is what went wrong after a connection was made and before it
// could be used.
type handshakeError struct{ error }

func (e *handshakeError) Unwrap() error { return e.error }
