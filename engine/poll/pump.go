package poll

import (
	"net"
	"sync"
	"time"
)

// pumpSize is how many bytes a pump reads ahead.
const pumpSize = 4 << 10

// A pump makes a connection that blocks into one that does not: a goroutine reads
// ahead of the poller's, and another one, while there is something to send, sends
// behind it. It works on every system and for everything that is a net.Conn.
type pump struct {
	ends
	conn  net.Conn
	owner *Conn
	taken chan struct{} // unread has been taken; closed with the connection

	mu      sync.Mutex
	unread  []byte
	ended   error // what ended reading, to be told after unread
	unsent  []byte
	spare   []byte // the bytes under what was sent before, to be used again
	sending bool
	broken  error // what ended sending
	closed  bool
}

func newPump(c net.Conn, owner *Conn) *pump {
	_ = c.SetDeadline(time.Time{}) // that of the handshake must not end the reading
	p := &pump{ends: endsOf(c), conn: c, owner: owner, taken: make(chan struct{}, 1)}
	owner.poller.pumps.Go(p.fill)
	return p
}

// fill reads ahead, a buffer at a time, until the connection ends.
func (p *pump) fill() {
	buffer := make([]byte, pumpSize)
	for {
		n, err := p.conn.Read(buffer)
		if n == 0 && err == nil {
			continue
		}
		p.mu.Lock()
		p.unread, p.ended = buffer[:n], err
		p.mu.Unlock()
		p.tell()
		if err != nil {
			return
		}
		if _, open := <-p.taken; !open {
			return
		}
	}
}

// tell has the poller report the connection.
func (p *pump) tell() {
	poller := p.owner.poller
	poller.notices.add(p.owner)
	poller.rouse()
}

func (p *pump) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := copy(b, p.unread)
	p.unread = p.unread[n:]
	switch {
	case len(p.unread) > 0 || len(b) == 0:
		return n, nil
	case n > 0:
		if p.ended == nil {
			p.taken <- struct{}{} // has room: fill waits for it before it reads on
		}
		return n, nil
	case p.broken != nil:
		return 0, p.broken
	case p.ended != nil:
		return 0, p.ended
	}
	return 0, ErrAgain
}

func (p *pump) left() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.unread) > 0 || p.ended != nil || p.broken != nil
}

func (p *pump) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken != nil {
		return 0, p.broken
	}
	p.unsent = append(p.unsent, b...)
	if !p.sending && len(p.unsent) > 0 {
		p.sending = true
		p.owner.poller.pumps.Go(p.drain)
	}
	return len(b), nil
}

// drain sends what there is to send, and ends when that is all.
func (p *pump) drain() {
	for out := p.next(); out != nil; out = p.next() {
		if _, err := p.conn.Write(out); err != nil {
			p.mu.Lock()
			p.broken, p.unsent, p.sending = err, nil, false
			p.mu.Unlock()
			p.tell()
			return
		}
	}
}

// next returns what is to be sent next, nil when nothing is.
func (p *pump) next() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.unsent) == 0 || p.closed {
		p.sending = false
		return nil
	}
	out := p.unsent
	p.unsent, p.spare = p.spare[:0], out
	return out
}

func (p *pump) pending() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sending
}

func (p *pump) Close() error {
	p.mu.Lock()
	closed := p.closed
	p.closed = true
	p.mu.Unlock()
	if closed {
		return net.ErrClosed
	}
	close(p.taken)
	return p.conn.Close()
}
