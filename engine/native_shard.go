package engine

import (
	"errors"
	"io"
	"runtime"
	"time"

	"matchday/engine/poll"
	"matchday/measure"
)

const (
	// readSize is how much of an answer is read at once.
	readSize = 64 << 10

	// burst is how many attempts leave before answers are looked for: a loop
	// that is behind must not stop reading.
	burst = 64
)

// A shard is an event loop: a share of the schedule, the connections it travels
// on, and the attempts on their way. One goroutine, locked to its thread, does
// all of it.
type shard struct {
	*volley
	at     time.Duration // the clock as it was read last before looking for what is due
	poller *poll.Poller
	inbox  inbox
	pace   pace
	gauge  measure.Gauge

	batch  []attempt // arrivals taken out of the inbox,
	next   int       // up to the first that has not been sent
	fed    bool      // there will be no more of them
	dialed []dialed

	retries retryQueue
	trips   trips
	orders  []*order // by the request's place
	pools   []*pool
	buffer  []byte // to read into
	wire    []byte // a request with its slots filled

	out    []measure.Sample // not handed on yet
	handed time.Duration    // when they were handed on last
	tidied time.Duration    // when idle connections were looked at last

	callers  int   // who take turns, in a closed loop,
	caller   int64 // and the number of the user who comes next
	resent   int64
	protocol string
}

func newShard(v *volley, _ int) (*shard, error) {
	p, err := poll.New()
	if err != nil {
		return nil, err
	}
	s := &shard{volley: v, poller: p, buffer: make([]byte, readSize), pace: newPace(v.plan.Pacing)}
	s.inbox.wake = p.Wake
	s.inbox.room.L = &s.inbox.mu
	return s, nil
}

func (s *shard) close() {
	s.poller.Close()
	for _, d := range s.inbox.dialed { // opened for those who had gone
		if d.err == nil {
			d.socket.Close()
		}
	}
}

// run sends, gives up, reads and waits until nothing is left to do.
func (s *shard) run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = poll.Precise() // waits are longer without
	for range s.callers {
		s.call(0)
	}
	for {
		s.collect()
		if s.stopped.Load() {
			s.cut()
		}
		s.depart()
		s.giveUp()
		s.hand()
		if s.done() {
			break
		}
		for _, ready := range s.poller.Wait(s.rest()) {
			s.read(ready.Owner.(*conn))
		}
	}
	s.recording.add(s.out...)
}

// collect takes in what others have for the shard.
func (s *shard) collect() {
	if s.next < len(s.batch) && !s.inbox.full.Load() {
		return
	}
	s.inbox.take(s)
	for _, d := range s.dialed {
		s.connected(d)
	}
	clear(s.dialed)
}

// done tells whether nothing can come any more.
func (s *shard) done() bool {
	return s.fed && s.next == len(s.batch) && len(s.retries.items) == 0 && s.trips.first == nil
}

// earliest returns when the next attempt is due, never if none is known.
func (s *shard) earliest() time.Duration {
	due := s.retries.due()
	if s.next < len(s.batch) {
		due = min(due, s.batch[s.next].due)
	}
	return due
}

// take returns the attempt that earliest spoke of.
func (s *shard) take() attempt {
	if s.next == len(s.batch) || s.retries.due() <= s.batch[s.next].due {
		return s.retries.pop()
	}
	s.next++
	return s.batch[s.next-1]
}

// depart sends what is due. What is late leaves at once: nothing is skipped.
// While the recorder is behind, nothing leaves.
func (s *shard) depart() {
	for range burst {
		s.at = s.now()
		if s.earliest() > s.at || s.recording.full() {
			return
		}
		s.begin(s.take(), s.at)
		if s.next == len(s.batch) && !s.fed {
			s.collect()
		}
	}
}

// begin takes up an attempt and sends it, unless a limit keeps it here.
func (s *shard) begin(a attempt, now time.Duration) {
	if a.number == 1 {
		s.bucket.deposit()
	}
	if a.number == 1 && s.callers > 0 { // nobody waited for this instant
		a.due, a.arrived = now, now
	}
	t := s.book(a)
	if s.flying.Add(1) > s.plan.Client.inFlight() || t.order.err != nil {
		s.refuse(t, measure.Unsent)
		return
	}
	t.Sent, t.left = now, true
	s.gauge.Add(t.Sent, +1)
	s.trips.add(t)
	s.board(t)
}

// book returns a trip for an attempt.
func (s *shard) book(a attempt) *trip {
	request, place := s.plan.Source.Request(a.user)
	t := s.trips.take(a)
	t.Request = place
	t.order = s.order(request, place)
	return t
}

// refuse ends an attempt that never left.
func (s *shard) refuse(t *trip, why measure.Outcome) {
	t.Outcome, t.Done = why, s.now()
	s.conclude(t)
}

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
	o := s.plan.Client.classify(a.Status, a.Marked, body{length: a.Body, found: a.Found})
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
	s.settle(c)
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
}

// giveUp ends the trips whose time is over.
func (s *shard) giveUp() {
	for timeout := s.plan.Client.Timeout; s.trips.deadline(timeout) <= s.at; {
		s.abandon(s.trips.first, measure.Timeout, measure.ConnectTimeout, s.at)
	}
}

// abandon ends a trip before its answer has come, or its connection.
func (s *shard) abandon(t *trip, onTheWay, waiting measure.Outcome, at time.Duration) {
	if c := t.conn; c != nil {
		s.fail(c, t, onTheWay, at)
		return
	}
	t.order.pool.leave(t)
	s.end(t, waiting, at)
}

// cut ends everything that is on its way, and whatever was still to come.
func (s *shard) cut() {
	for s.trips.first != nil {
		s.abandon(s.trips.first, measure.Cut, measure.Cut, s.now())
	}
	for s.earliest() != never {
		t := s.book(s.take())
		s.flying.Add(1)
		s.refuse(t, measure.Cut)
	}
}

// end books the end of a trip.
func (s *shard) end(t *trip, o measure.Outcome, at time.Duration) {
	t.Outcome, t.Done = o, at
	t.left = o != measure.Unsent
	s.gauge.Add(at, -1)
	s.trips.remove(t)
	s.conclude(t)
}

// conclude puts the sample of a trip among those to hand on, and the user's next
// attempt, if there is to be one, among the retries.
func (s *shard) conclude(t *trip) {
	s.flying.Add(-1)
	next, again := s.plan.conclude(&t.ending, s.bucket)
	s.out = append(s.out, t.Sample)
	switch {
	case again:
		s.retries.push(next)
	case s.callers > 0:
		s.call(t.Done)
	}
	s.trips.release(t)
}

// call has the next user of a closed loop come.
func (s *shard) call(now time.Duration) {
	if now >= s.plan.Length || s.stopped.Load() {
		return
	}
	s.retries.push(attempt{user: s.caller, number: 1, arrived: now, due: now})
	s.caller += int64(len(s.shards))
}

// hand hands the samples on, from time to time, and does what else is to be done
// then.
func (s *shard) hand() {
	if len(s.out) == 0 {
		return
	}
	if s.at-s.handed < gatherTime && !s.recording.full() {
		return
	}
	s.recording.add(s.out...)
	s.out, s.handed = s.out[:0], s.at
	s.pace.heed(s.at, threadTime)
	if s.at-s.tidied >= time.Second {
		s.tidy(s.at)
		s.tidied = s.at
	}
}

// rest returns how long there is nothing to do but to read.
func (s *shard) rest() time.Duration {
	next := min(s.pace.wake(s.earliest()), s.trips.deadline(s.plan.Client.Timeout))
	if len(s.out) > 0 {
		next = min(next, s.handed+gatherTime)
	}
	if s.recording.full() {
		next = s.now() + time.Millisecond
	}
	if next == never {
		return never
	}
	return max(0, next-s.now())
}
