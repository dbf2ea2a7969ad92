package engine

import (
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
	orders  map[*Request]*order
	last    *order // the one used last
	pools   []*pool
	buffer  []byte // to read into
	wire    []byte // a request with its slots filled

	out    []measure.Sample // not handed on yet
	handed time.Duration    // when they were handed on last
	tidied time.Duration    // when idle connections were looked at last

	callers  int   // who take turns, in a closed loop,
	caller   int64 // the number of the user who comes next,
	outside  int   // and how many in a row were not let in
	resent   int64
	protocol string
}

func newShard(v *volley) (*shard, error) {
	p, err := poll.New()
	if err != nil {
		return nil, err
	}
	s := &shard{volley: v, poller: p, buffer: make([]byte, readSize), pace: newPace(v.plan.Pacing), orders: map[*Request]*order{}, last: new(order)}
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
	_ = poll.Precise()            // waits are longer without
	s.pace.used, _ = threadTime() // the thread may have had another life
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
		for _, ready := range s.wait() {
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
	return s.fed && s.next == len(s.batch) && s.retries.empty() && s.trips.first == nil
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
		s.refill()
	}
}

// refill looks into the inbox when the last arrival has been taken. Until then it
// is left alone, and nobody rings for the same arrivals twice.
func (s *shard) refill() {
	if s.next == len(s.batch) && !s.fed {
		s.collect()
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
	t.order = s.order(request)
	return t
}

// refuse ends an attempt that never left.
func (s *shard) refuse(t *trip, why measure.Outcome) {
	t.Outcome, t.Done = why, s.now()
	s.conclude(t)
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
		s.refill()
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
		s.call(t.Done + s.regroup(t.Outcome))
	}
	s.trips.release(t)
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

// wait waits for the next thing to do and returns the connections to be read. In
// batches that is never more than one waking up for each of them.
func (s *shard) wait() []*poll.Conn {
	rest := s.rest()
	if !s.pace.batched || rest <= 0 {
		return s.poller.Wait(rest)
	}
	if rest > BatchTime { // nothing is to be sent for long: an answer is waited for
		if len(s.poller.Wait(rest)) == 0 {
			return nil
		}
		now := s.now()
		rest = batch(now) - now
	}
	s.poller.Doze(rest)
	return s.poller.Wait(0)
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
