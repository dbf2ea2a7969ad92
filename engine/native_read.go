package engine

import (
	"errors"
	"io"
	"time"

	"matchday/engine/poll"
	"matchday/measure"
)

// read takes in what has come on a connection.
func (s *shard) read(c *conn) {
	n, err := c.Read(s.buffer)
	if errors.Is(err, poll.ErrAgain) {
		return
	}
	at := s.now()
	t := c.trip
	switch {
	case t == nil: // closed while nobody used it, or talks without being asked
		c.pool.forget(c)
		c.Close()
	case err != nil:
		s.broken(c, t, err, at)
	default:
		s.hear(c, t, s.buffer[:n], at)
	}
}

// hear takes in a piece of an answer.
func (s *shard) hear(c *conn, t *trip, piece []byte, at time.Duration) {
	if t.FirstByte == 0 {
		t.FirstByte = at
	}
	used, err := c.answer.Feed(piece)
	switch {
	case err != nil:
		s.fail(c, t, measure.Reset, at)
	case c.answer.Complete:
		s.answered(c, t, used == len(piece), at)
	}
}

// answered ends a trip whose answer is complete. The connection is kept if it
// can be: nothing came after the answer, and nothing of the request is left.
func (s *shard) answered(c *conn, t *trip, clean bool, at time.Duration) {
	a := &c.answer
	keep := clean && a.KeepAlive && !c.Pending()
	b := body{length: a.Body, found: a.Found}
	if s.wants.Sum {
		b.sum = a.Sum()
	}
	o := s.plan.Client.classify(a.Status, a.Marked, b)
	if s.protocol == "" {
		s.protocol = a.Protocol()
	}
	if s.plan.Client.RetryAfter {
		t.retryAfter = retryAfter(string(a.RetryAfter()), time.Now())
	}
	s.account(c, t)
	c.trip, t.conn, c.used = nil, nil, true
	s.end(t, o, at)
	if !keep {
		c.Close()
		return
	}
	s.settle(c, at)
}

// broken deals with a connection that was closed or reset under a trip. An
// answer that ends with its connection is complete; a request that may travel
// twice does if the connection was a kept one and nothing had come.
func (s *shard) broken(c *conn, t *trip, err error, at time.Duration) {
	started := c.answer.Started
	if errors.Is(err, io.EOF) && started && c.answer.End() == nil {
		s.answered(c, t, false, at)
		return
	}
	if started || !c.used || !t.order.safe || t.again {
		s.fail(c, t, measure.Reset, at)
		return
	}
	c.trip, t.conn, t.again = nil, nil, true
	c.Close()
	s.resent++
	s.board(t)
}

// fail ends a trip together with its connection.
func (s *shard) fail(c *conn, t *trip, o measure.Outcome, at time.Duration) {
	s.account(c, t)
	c.trip, t.conn = nil, nil
	c.Close()
	s.end(t, o, at)
}

// account books what was read of an answer, whole or not.
func (s *shard) account(c *conn, t *trip) {
	t.Status, t.BytesIn = c.answer.Status, c.answer.Body
	t.Queued, t.Inside = c.answer.Timing.Queue, c.answer.Timing.Service
}
