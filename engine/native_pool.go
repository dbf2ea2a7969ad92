package engine

import (
	"context"
	"net/url"
	"slices"
	"time"

	"matchday/engine/http1"
	"matchday/engine/poll"
)

// A pool is a shard's connections to one address: those nobody uses, the last
// used on top, and those who wait for one.
type pool struct {
	address string
	secure  bool
	idle    []*conn
	waiting []*trip // in the order in which they came; nil where one has gone
}

// A conn is a connection with at most one request on its way.
type conn struct {
	*poll.Conn
	pool   *pool
	trip   *trip         // who uses it; nil while nobody does
	used   bool          // it has brought an answer before
	since  time.Duration // when it was used last, or opened
	answer http1.Answer
}

// pool returns the pool for a URL.
func (s *shard) pool(u *url.URL) *pool {
	at, secure := address(u), u.Scheme == "https"
	for _, p := range s.pools {
		if p.address == at && p.secure == secure {
			return p
		}
	}
	p := &pool{address: at, secure: secure}
	s.pools = append(s.pools, p)
	return p
}

// pop takes out the connection that was used last, nil if there is none.
func (p *pool) pop() *conn {
	last := len(p.idle) - 1
	if last < 0 {
		return nil
	}
	c := p.idle[last]
	p.idle = p.idle[:last]
	return c
}

// next takes out who waits longest, nil if nobody does.
func (p *pool) next() *trip {
	for len(p.waiting) > 0 {
		t := p.waiting[0]
		p.waiting = p.waiting[1:]
		if t != nil {
			return t
		}
	}
	return nil
}

// leave has a trip wait no more. Mostly it is the first: those who wait longest
// give up first.
func (p *pool) leave(t *trip) {
	if i := slices.Index(p.waiting, t); i >= 0 {
		p.waiting[i] = nil
	}
	for len(p.waiting) > 0 && p.waiting[0] == nil {
		p.waiting = p.waiting[1:]
	}
}

// forget takes out an idle connection.
func (p *pool) forget(c *conn) {
	if i := slices.Index(p.idle, c); i >= 0 {
		p.idle = slices.Delete(p.idle, i, i+1)
	}
}

// dial opens a connection for a trip, in the background.
func (s *shard) dial(p *pool, t *trip) {
	d := dialed{pool: p, trip: t, turn: t.turn}
	by := s.start.Add(later(t.Due, s.plan.Client.Timeout))
	s.dials.Go(func() {
		ctx, cancel := context.WithDeadline(context.Background(), by)
		defer cancel()
		d.socket, d.secure, d.err = s.lines.socket(ctx, p.address, p.secure)
		s.inbox.connected(d)
	})
}

// connected takes over a connection that was opened, or lets the trip fail that
// asked for it.
func (s *shard) connected(d dialed) {
	c := &conn{pool: d.pool}
	if d.err == nil {
		c.Conn, d.err = s.poller.Adopt(d.socket, d.secure, c)
	}
	switch {
	case d.err == nil:
		s.settle(c, s.now())
	case d.trip != nil && d.trip.turn == d.turn && d.trip.conn == nil:
		d.pool.leave(d.trip)
		s.end(d.trip, faultOf(d.err), s.now())
	}
}

// settle gives a connection to who waits for one, or keeps it.
func (s *shard) settle(c *conn, now time.Duration) {
	if t := c.pool.next(); t != nil {
		if !s.send(c, t) {
			s.board(t)
		}
		return
	}
	most := s.plan.Transport.IdleConns
	if s.plan.Transport.NoReuse && c.used || most > 0 && len(c.pool.idle) >= most {
		c.Close()
		return
	}
	c.since = now
	c.pool.idle = append(c.pool.idle, c)
}

// tidy closes the connections that nobody has used for long.
func (s *shard) tidy(now time.Duration) {
	limit := s.plan.Transport.IdleFor
	if limit == 0 {
		limit = defaultIdleFor
	}
	for _, p := range s.pools {
		stale := 0
		for stale < len(p.idle) && now-p.idle[stale].since > limit {
			p.idle[stale].Close()
			stale++
		}
		p.idle = slices.Delete(p.idle, 0, stale)
	}
}
