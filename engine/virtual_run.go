package engine

import (
	"context"
	"fmt"
	"time"

	"matchday/measure"
	"matchday/targets/model"
)

// A simulation is one call of [Virtual.Run].
type simulation struct {
	plan    Plan
	machine Machine
	rec     Recorder
	of      [4]verdict // by model.Outcome

	now     time.Duration
	tick    time.Duration // when the gauge is to be read next
	waiting calls         // attempts on their way, each given up T after it was due
	retries retryQueue
	bucket  *bucket // of the retry budget
	gauge   flow
	count   Account
	steps   uint // events so far, those of the recorder aside
	over    bool // ctx has ended
	cut     bool // and something was cut off by it
}

func newSimulation(p Plan, m Machine, rec Recorder) *simulation {
	if p.Tick == 0 {
		p.Tick = defaultTick
	}
	s := &simulation{plan: p, machine: m, rec: rec, of: p.Client.verdicts(), tick: p.Tick, bucket: newBucket(p.Client.RetryBudget)}
	m.OnEnd(s.ended)
	return s
}

// run sends the schedule. Arrivals are taken one at a time, each when everything
// before it has happened.
func (s *simulation) run(ctx context.Context) error {
	a := attempt{number: 1}
	for due := range s.plan.Arrivals {
		if due < s.now && !s.over {
			return fmt.Errorf("plan: user %d comes at %v, before the last event at %v; wanted arrivals in order", a.user, due, s.now)
		}
		s.until(ctx, due)
		a.arrived, a.due = due, due
		s.begin(a)
		a.user++
	}
	s.until(ctx, never)
	s.machine.Advance(s.now)
	s.rec.Level(s.gauge.read(s.now))
	if s.cut {
		return ctx.Err()
	}
	return nil
}

// lookEvery is how many events may happen before ctx is looked at again: some
// hundreds of microseconds.
const lookEvery = 1 << 12

// until lets everything happen that goes before an arrival at that instant, or
// if there will be none, until the last attempt has ended.
func (s *simulation) until(ctx context.Context, arrival time.Duration) {
	for !s.over && (arrival != never || s.gauge.n > 0 || !s.retries.empty()) {
		if s.steps%lookEvery == 0 && ctx.Err() != nil {
			s.stop()
			return
		}
		s.steps++
		if !s.step(arrival) {
			return
		}
	}
}

// step lets the next thing happen. It reports false if that is the arrival.
//
// The machine is moved on from one of its instants to the next, never past
// them: an ending can bring about a retry that comes before everything else.
func (s *simulation) step(arrival time.Duration) bool {
	patience, retry := s.waiting.due(s.plan.Client.Timeout), s.retries.due()
	at := min(arrival, patience, retry, s.tick)
	if next, ok := s.machine.Next(); ok && next <= at {
		s.now = next
		s.machine.Advance(next)
		return true
	}
	switch at {
	case patience:
		s.now = at
		s.giveUp()
	case s.tick:
		s.now = at
		s.machine.Advance(at) // so that what it tells of itself belongs to this instant
		s.rec.Level(s.gauge.read(at))
		s.tick += s.plan.Tick
	case retry:
		s.begin(s.retries.pop())
	default:
		return false
	}
	return true
}

// begin sends an attempt, now that it is due.
func (s *simulation) begin(a attempt) {
	if s.over {
		s.skip(a, measure.Cut)
		return
	}
	s.now = a.due
	if a.number == 1 {
		s.bucket.deposit()
	}
	if int64(s.gauge.n) >= s.plan.Client.inFlight() {
		s.skip(a, measure.Unsent)
		return
	}
	s.gauge.add(s.now, +1)
	if id, ok := s.machine.Arrive(s.now, 0); ok {
		s.waiting.add(id, a)
		return
	}
	s.land(&call{attempt: a}, s.of[model.Expired])
}

// skip books an attempt that is not sent.
func (s *simulation) skip(a attempt, o measure.Outcome) {
	_, place := s.plan.Source.Request(a.user)
	s.end(&call{attempt: a}, measure.Sample{Request: place, Sent: s.now}, verdict{outcome: o})
}

// ended is told by the machine how an attempt ended.
func (s *simulation) ended(id int, e model.Ending) {
	if e.Gone {
		return // whose it was has been booked
	}
	s.now = e.At
	v := s.of[e.Outcome]
	if e.Outcome == model.Served {
		v.queued, v.inside = e.Queued, e.Service
	}
	s.land(s.waiting.end(id), v)
}

// giveUp lets go whoever has waited longest.
func (s *simulation) giveUp() {
	id, c := s.waiting.first()
	s.machine.Leave(s.now, id)
	s.land(c, verdict{outcome: measure.Timeout})
}

// land books the end of an attempt that was on its way.
func (s *simulation) land(c *call, v verdict) {
	s.gauge.add(s.now, -1)
	request, place := s.plan.Source.Request(c.user)
	sample := measure.Sample{Request: place, Sent: c.due, BytesOut: int64(len(request.Body))}
	if v.outcome.Answered() {
		sample.FirstByte = s.now
	}
	s.end(c, sample, v)
}

// end completes and records the sample of an attempt, and puts off the user's
// next one until it is due.
func (s *simulation) end(c *call, sample measure.Sample, v verdict) {
	c.open = false
	sample.User, sample.Attempt = c.user, c.number
	sample.Arrived, sample.Due, sample.Done = c.arrived, c.due, s.now
	sample.Outcome, sample.Status = v.outcome, v.status
	sample.Queued, sample.Inside = v.queued, v.inside
	due, again := s.plan.Client.again(sample, v.retryAfter, s.plan.Seed)
	again = again && s.bucket.withdraw()
	sample.Last = !again
	s.count.add(sample)
	s.cut = s.cut || v.outcome == measure.Cut
	next := attempt{user: c.user, number: c.number + 1, arrived: c.arrived, due: due}
	s.rec.Record(sample)
	if again {
		s.retries.push(next)
	}
}

// stop cuts off what is on its way and what was to be tried again. It comes a
// nanosecond after the last event, so that whoever left with that one is seen
// to have left.
func (s *simulation) stop() {
	s.over = true
	s.now++
	for s.gauge.n > 0 {
		s.waiting.due(0)
		_, c := s.waiting.first()
		s.land(c, verdict{outcome: measure.Cut})
	}
	for !s.retries.empty() {
		s.begin(s.retries.pop())
	}
}
