package engine

// board sends a trip on a connection that is free, or has one opened for it.
func (s *shard) board(t *trip) {
	p := t.order.pool
	for {
		c := p.pop()
		if c == nil {
			break
		}
		if s.send(c, t) {
			return
		}
	}
	p.waiting = append(p.waiting, t)
	s.dial(p, t)
}

// send writes the request. It reports false, and closes the connection, if that
// has broken meanwhile.
func (s *shard) send(c *conn, t *trip) bool {
	wire := s.render(t)
	c.answer.Begin(t.order.head, s.wants)
	if err := c.Write(wire); err != nil {
		c.Close()
		return false
	}
	c.trip, t.conn = t, c
	return true
}

// render returns the bytes of the request, which hold until the next call.
func (s *shard) render(t *trip) []byte {
	request := t.order.request
	if wire, constant := request.Constant(); constant {
		t.BytesOut = t.order.length
		return wire
	}
	v := slots(s.plan.Seed, t.User, t.Attempt)
	t.BytesOut = int64(request.BodyLength(v))
	s.wire = request.Append(s.wire[:0], v)
	return s.wire
}
