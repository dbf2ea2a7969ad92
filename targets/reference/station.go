package reference

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
	"matchday/targets/model"
)

// An Answer is what a request that was served gets.
type Answer struct {
	Seq     int64         // a number that no other answer since the last reset bears
	Queued  time.Duration // waited for a seat
	Service time.Duration // inside
}

// ErrCut is the error of a request that was under way when the service was
// closed or reset.
var ErrCut = errors.New("cut off by the end of the service")

// An ending is how an order ended for its caller: with an answer or an error.
type ending struct {
	Answer
	err error
}

// A Station is a machine of the gallery on the wall clock, with one lock and one
// timer. Every caller under way is a goroutine that waits for its own channel, and
// nothing else runs between two events.
//
// The time is read once for each event, and everything due by then happens at
// its own exact instant before it. So a timer that fires late makes answers
// late, but neither slows the machine down nor changes whom it serves.
//
// The bulkhead is the machine's own where the machine knows its kind; see Owns.
// Else there is a door in front of a machine that has none.
type Station struct {
	fresh    func(bulkhead.Setting) (gallery.Machine, error)
	setting  bulkhead.Setting
	drops    bool      // whoever leaves is taken out of the queue at the door
	database bool      // whether the counters tell of one
	inTurn   bool      // whether it tells of itself only when its loop comes to that
	channels sync.Pool // of callers who were answered: empty, and known to nobody else

	mu              sync.Mutex
	start           time.Time
	machine         gallery.Machine
	waits, services histogram     // of requests served to the end
	parked          []chan ending // by request id, nil if nobody waits for it
	porch           *porch        // nil where the bulkhead is the machine's own
	closed          bool
	alarm           *time.Timer
	ring            time.Duration // when the alarm goes off, or never
}

const never = time.Duration(math.MaxInt64)

// NewStation returns a service that has served nobody, behind a bulkhead and
// driven by the machines that fresh makes with the one they are to have
// themselves: one now, and another like it with every reset. The error is that of
// fresh, or of the setting.
func NewStation(s bulkhead.Setting, fresh func(bulkhead.Setting) (gallery.Machine, error)) (*Station, error) {
	t := &Station{
		fresh:    fresh,
		setting:  s,
		channels: sync.Pool{New: func() any { return make(chan ending, 1) }},
	}
	t.alarm = time.AfterFunc(never, t.onAlarm)
	t.alarm.Stop()
	if err := t.begin(); err != nil {
		return nil, err
	}
	return t, nil
}

// NewSharing returns a service that shares its processors evenly, driven by a
// model.Server. The error is that of model.Options.Check.
func NewSharing(o model.Options) (*Station, error) {
	return NewStation(o.Bulkhead, func(own bulkhead.Setting) (gallery.Machine, error) {
		o := o
		o.Bulkhead = own
		return Sharing(o)
	})
}

// Sharing returns a server as a machine for a Station. What it has to tell of a
// database is in its counters. The error is that of model.Options.Check.
func Sharing(o model.Options) (gallery.Machine, error) {
	server, err := model.NewServer(o)
	if err != nil {
		return nil, err
	}
	return sharing{Server: server, database: o.Database != nil, drops: o.Abandon != model.AbandonNone}, nil
}

type sharing struct {
	*model.Server
	database bool // behind it
	drops    bool // those who leave
}

func (sharing) Gauges(time.Duration) []gallery.Gauge { return nil }

// Order implements Service. What becomes of a request whose caller has left is
// for the machine to say.
func (s *Station) Order(ctx context.Context, r Request) (Answer, error) {
	seat, err := s.enter(ctx, r.Patience)
	if err != nil {
		return Answer{}, err
	}
	id, done, err := s.arrive(r.Demand, seat)
	if err != nil {
		return Answer{}, err
	}
	var end ending
	select {
	case end = <-done:
	case <-ctx.Done():
		end = s.leave(id, done, ctx.Err())
	}
	s.channels.Put(done)
	return end.Answer, end.err
}

func (s *Station) arrive(demand time.Duration, seat seat) (id int, done chan ending, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || seat.porch != s.porch {
		seat.vacate()
		return 0, nil, ErrCut
	}
	now := time.Since(s.start)
	defer s.arm(now)
	id, ok := s.machine.Arrive(now, demand)
	if !ok {
		seat.vacate()
		return 0, nil, bulkhead.ErrFull
	}
	s.porch.hold(id, seat)
	done = s.channels.Get().(chan ending)
	for id >= len(s.parked) {
		s.parked = append(s.parked, nil)
	}
	s.parked[id] = done
	return id, done, nil
}

// leave sends a caller home, unless its request has ended in the meantime. The
// request itself may live on, and needs no goroutine for that.
func (s *Station) leave(id int, done chan ending, cause error) ending {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Since(s.start)
	defer s.arm(now)
	s.machine.Advance(now)
	if s.parked[id] != done {
		return <-done
	}
	s.parked[id] = nil
	s.machine.Leave(now, id)
	return ending{err: cause}
}

// end is told by the machine how a request ended, also one that nobody waits for
// any more.
func (s *Station) end(id int, e model.Ending) {
	e.Queued += s.porch.give(id)
	if e.Outcome == model.Served {
		s.waits.observe(e.Queued)
		s.services.observe(e.Service)
	}
	switch {
	case e.Gone:
	case e.Outcome == model.Expired:
		s.reply(id, ending{err: bulkhead.ErrWait})
	case e.Outcome == model.Refused:
		s.reply(id, ending{err: bulkhead.ErrFull})
	default:
		s.reply(id, ending{Answer: Answer{Seq: e.Seq, Queued: e.Queued, Service: e.Service}})
	}
}

// reply wakes the caller of a request. The channel has room for this one
// ending, so nobody is waited for.
func (s *Station) reply(id int, end ending) {
	s.parked[id] <- end
	s.parked[id] = nil
}

// Counters returns what has happened up to now.
func (s *Station) Counters() model.Counters {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Since(s.start)
	defer s.arm(now)
	return s.porch.total(s.machine.Counters(now))
}

func (s *Station) observe() observation {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Since(s.start)
	defer s.arm(now)
	return observation{
		counters: s.porch.total(s.machine.Counters(now)), gauges: s.machine.Gauges(now),
		waits: s.waits, services: s.services, database: s.database,
	}
}

// Reset makes the service one that has served nobody: all requests under way
// are cut off, and counters, seed and the time of the dips begin again.
func (s *Station) Reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut()
	return s.begin()
}

// Close cuts off all requests under way and all that are still to come.
func (s *Station) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.cut()
	s.alarm.Stop()
}

// begin puts in place a machine that has served nobody.
func (s *Station) begin() error {
	own, porch, err := divide(s.setting)
	if err != nil {
		return err
	}
	machine, err := s.fresh(own)
	if err != nil {
		return err
	}
	s.start, s.ring = time.Now(), never
	s.waits, s.services = histogram{}, histogram{}
	if m, ok := machine.(sharing); ok {
		s.database, s.drops = m.database, m.drops
	}
	s.machine, s.porch = machine, porch
	s.machine.OnEnd(s.end)
	return nil
}

func (s *Station) cut() {
	s.porch.close()
	for id, done := range s.parked {
		if done != nil {
			s.reply(id, ending{err: ErrCut})
		}
	}
}

// arm sets the alarm for the next thing to happen. An alarm already set for an
// earlier instant is left to go off in vain, which is cheaper than to move it
// with every arrival.
func (s *Station) arm(now time.Duration) {
	due, ok := s.machine.Next()
	if !ok || s.ring <= due || s.closed {
		return
	}
	s.ring = due
	s.alarm.Reset(due - now)
}

func (s *Station) onAlarm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Since(s.start)
	s.ring = never
	s.machine.Advance(now)
	s.arm(now)
}
