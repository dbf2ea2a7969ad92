package poll

import (
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A Poller waits for connections and for an instant. It belongs to one
// goroutine, which should be locked to its thread and have called [Precise];
// only Wake may be called by others.
type Poller struct {
	epoll *epoll // nil where there is none
	bell  *bell  // what Wait sleeps on instead
	conns map[*Conn]struct{}
	ready []*Conn // what the last Wait returned, and what has more to read since

	asleep  atomic.Bool // Wait is asleep, or about to be
	woken   atomic.Bool // Wake was called since Wait last returned
	notices notices     // by the goroutines of pumps
	pumps   sync.WaitGroup
	closed  bool
}

// New returns a poller that uses what the system does best. The error is that of
// a process without descriptors.
func New() (*Poller, error) {
	e, err := newEpoll()
	if err != nil {
		return nil, err
	}
	return newPoller(e), nil
}

// Portable returns a poller that uses goroutines and timers only, as New does
// where there is nothing better. It works in the virtual time of testing/synctest,
// over connections that do.
func Portable() *Poller { return newPoller(nil) }

func newPoller(e *epoll) *Poller {
	return &Poller{epoll: e, bell: newBell(), conns: map[*Conn]struct{}{}}
}

// Hold has Wait keep the runtime's processor (a P) that its goroutine runs on. It
// is idle then, but not to be had by other goroutines, so there must be more
// processors (GOMAXPROCS) than pollers that hold one.
//
// A processor that is not held is given up and fought for at each wait, and the
// runtime wakes up several thousand times a second to look after that. What must
// stop all goroutines, such as the collector of garbage, ends a wait by a signal.
func (p *Poller) Hold() { p.epoll.hold() }

// Adopt takes over a socket, and the handshaken connection over it unless it is
// in clear: from now on only the poller's goroutine may use them, through the
// returned connection. The error is that of a process without descriptors or of
// a wrong call; the socket is closed then, unless it was adopted before.
func (p *Poller) Adopt(s *Socket, secure *tls.Conn, owner any) (*Conn, error) {
	if _, adopted := s.stream.(wire); adopted {
		return nil, errors.New("socket: adopted twice; wanted one that still blocks")
	}
	c := &Conn{Owner: owner, poller: p, secure: secure}
	err := p.check(s, secure)
	if err == nil {
		c.wire, err = p.wire(s.stream, c)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	s.stream = c.wire
	p.conns[c] = struct{}{}
	if secure != nil {
		p.report(c) // more than the handshake may have been read during it
	}
	return c, nil
}

func (p *Poller) check(s *Socket, secure *tls.Conn) error {
	switch {
	case p.closed:
		return net.ErrClosed
	case secure == nil:
		return nil
	case secure.NetConn() != net.Conn(s):
		return errors.New("secure connection: over another socket; wanted one made with tls.Client(socket, …)")
	case !secure.ConnectionState().HandshakeComplete:
		return errors.New("secure connection: not shaken hands; wanted Handshake to be called before")
	}
	return nil
}

// wire makes a stream into one that does not block.
func (p *Poller) wire(s stream, owner *Conn) (wire, error) {
	if p.epoll != nil {
		if w, err := p.epoll.adopt(s, owner); w != nil || err != nil {
			return w, err
		}
	}
	return newPump(s, owner), nil
}

// Wait waits until connections are ready to be read, broken ones included, until
// d has passed or until woken, and returns the connections that are ready. They
// are returned again until they have been read to the end; see [Conn.Read]. It
// does not sleep if d is not positive. The slice is used again by the next call.
func (p *Poller) Wait(d time.Duration) []*Conn {
	if p.closed {
		return nil
	}
	p.unread()
	if d <= 0 || len(p.ready) > 0 {
		p.look(0)
		p.woken.Swap(false)
		return p.ready
	}
	for start, rest := time.Now(), d; rest > 0; rest = d - time.Since(start) {
		p.sleep(rest)
		if woken := p.woken.Swap(false); woken || len(p.ready) > 0 {
			break
		}
	}
	return p.ready
}

// Doze waits until d has passed, whatever happens to connections meanwhile, and
// is not woken either. Several answers that come within d are then told of
// together by the next Wait, which costs one waking up instead of many.
func (p *Poller) Doze(d time.Duration) {
	if d <= 0 || p.closed {
		return
	}
	if p.epoll == nil {
		time.Sleep(d)
		return
	}
	p.epoll.doze(d)
}

// unread leaves those connections among the ready that were not read to the end.
func (p *Poller) unread() {
	left := p.ready[:0]
	for _, c := range p.ready {
		if c.listed = c.more; c.more {
			left = append(left, c)
		}
	}
	clear(p.ready[len(left):])
	p.ready = left
}

// sleep looks for ready connections and waits for them, no longer than d but
// perhaps less. It says that it sleeps before it looks for a reason not to, and
// who gives one looks afterwards whether it sleeps: one sees the other.
func (p *Poller) sleep(d time.Duration) {
	p.asleep.Store(true)
	if p.woken.Load() || p.notices.some.Load() {
		d = 0
	}
	p.look(d)
	p.asleep.Store(false)
}

func (p *Poller) look(d time.Duration) {
	if p.epoll != nil {
		p.epoll.wait(p, d)
	} else {
		p.bell.wait(d)
	}
	p.notices.each(p.noticed)
}

// noticed reports the connection of a notice, unless it was read before the
// notice arrived.
func (p *Poller) noticed(c *Conn) {
	if c.wire.left() {
		p.report(c)
	}
}

// report says that there may be something to read, if only an error: one that
// was told already is no news.
func (p *Poller) report(c *Conn) {
	if c.failed == nil {
		c.more = true
		p.list(c)
	}
}

func (p *Poller) list(c *Conn) {
	if !c.listed {
		c.listed = true
		p.ready = append(p.ready, c)
	}
}

// Wake makes Wait return, the present call or the next. It may be called from
// any goroutine, and costs next to nothing while Wait is not asleep.
func (p *Poller) Wake() {
	if !p.woken.Swap(true) {
		p.rouse()
	}
}

// rouse makes Wait look again if it is asleep.
func (p *Poller) rouse() {
	if !p.asleep.Swap(false) {
		return
	}
	if p.epoll != nil {
		p.epoll.ring()
		return
	}
	p.bell.ring()
}

// Close closes all connections and returns once no goroutine is left. Closing
// twice is harmless.
func (p *Poller) Close() {
	if p.closed {
		return
	}
	for c := range p.conns {
		c.Close()
	}
	p.closed, p.ready = true, nil
	p.pumps.Wait()
	p.epoll.close()
}
