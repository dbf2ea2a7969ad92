package measure

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"time"
)

// An evening is the match day at quick scale, played by a plain model of the
// server and its clients, so that verdicts are tested on series that look like
// the real ones. Requests are of equal size and share n processors; who waits
// longer than the timeout leaves, the server works on, and the caller tries
// once more.
type evening struct {
	inside, queue int     // the bulkhead; 0 inside means none
	retries       int     // attempts after the first
	stray         float64 // probability that a good answer is a server error all the same
	tail          time.Duration
	seed          uint64
}

const (
	eveningCPUs   = 20
	eveningDemand = 50 * time.Millisecond
)

func eveningLimits() Limits {
	return Limits{
		Timeout: 500 * time.Millisecond, SLO: 125 * time.Millisecond,
		Demand: eveningDemand, Capacity: eveningCPUs / eveningDemand.Seconds(),
	}
}

// seconds turns a decimal number of seconds into a duration.
func seconds(s float64) time.Duration { return time.Duration(math.Round(s * 1e9)) }

func (e evening) grid() Grid {
	g := Grid{
		Length: seconds(20.7) + e.tail, Window: 100 * time.Millisecond,
		Hold: 2 * time.Second, Limits: eveningLimits(),
	}
	names := []string{"base", "peak 1", "after 1", "peak 2", "after 2", "peak 3", "tail"}
	borders := []float64{0, 6.3, 8.7, 12.3, 14.7, 18.3, 20.7, g.Length.Seconds()}
	for i, name := range names {
		g.Phases = append(g.Phases, Phase{name, seconds(borders[i]), seconds(borders[i+1]), i%2 == 1})
	}
	return g
}

// rate returns the users due per second.
func (e evening) rate(at float64) float64 {
	t := at / eveningDemand.Seconds()
	level := .55
	if t < 600 {
		level += .25 * math.Pow(math.Sin(math.Pi*t/600), 2)
	}
	for i, height := range []float64{1, 3, 2} {
		level += .4 * height * math.Exp(-math.Pow(t-150-120*float64(i), 2)/(2*12*12))
	}
	return level * eveningLimits().Capacity
}

// An event is something that happens to an attempt: it comes, or its caller
// gives up.
type event struct {
	at    float64
	s     *Sample
	leave bool
}

type events []event

func (q events) Len() int           { return len(q) }
func (q events) Less(i, j int) bool { return q[i].at < q[j].at }
func (q events) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *events) Push(x any)        { *q = append(*q, x.(event)) }
func (q *events) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// A server shares its processors among all inside. Of equal sizes, those that
// came first are done first.
type server struct {
	evening
	timeline      *Timeline
	gauge         Gauge
	random        *rand.Rand
	events        events
	now, virtual  float64
	busy, waiting []*Sample
	due           []float64 // virtual time at which those inside are done
}

// play records the whole evening.
func (e evening) play() *Timeline {
	s := &server{evening: e, timeline: NewTimeline(e.grid()), random: rand.New(rand.NewPCG(e.seed, 7))}
	s.come()
	tick := seconds(.1)
	for len(s.events) > 0 {
		next, departs := s.next()
		for ; tick <= seconds(next); tick += seconds(.1) {
			s.timeline.Level(s.gauge.Read(tick))
		}
		s.advance(next)
		if departs {
			s.depart()
			continue
		}
		if ev := heap.Pop(&s.events).(event); ev.leave {
			s.leave(ev.s)
		} else {
			s.arrive(ev.s)
		}
	}
	s.timeline.Level(s.gauge.Read(tick))
	return s.timeline
}

// come makes all users come, at random instants of the curve.
func (s *server) come() {
	const most = 2.0 // times capacity
	capacity, user := eveningLimits().Capacity, int64(0)
	for at := 0.0; ; {
		at += s.random.ExpFloat64() / (most * capacity)
		if at >= s.timeline.grid.Length.Seconds() {
			return
		}
		if s.random.Float64()*most*capacity < s.rate(at) {
			due := seconds(at)
			heap.Push(&s.events, event{at: at, s: &Sample{User: user, Attempt: 1, Arrived: due, Due: due, Sent: due}})
			user++
		}
	}
}

// speed is how fast each request inside is worked on.
func (s *server) speed() float64 { return min(1, eveningCPUs/float64(max(1, len(s.busy)))) }

func (s *server) next() (at float64, departs bool) {
	at = s.events[0].at
	if len(s.due) > 0 {
		if done := s.now + (s.due[0]-s.virtual)/s.speed(); done < at {
			return done, true
		}
	}
	return at, false
}

func (s *server) advance(to float64) {
	s.virtual += (to - s.now) * s.speed()
	s.now = to
}

func (s *server) arrive(a *Sample) {
	s.gauge.Add(a.Sent, 1)
	switch {
	case s.inside == 0 || len(s.busy) < s.inside:
		s.enter(a)
	case len(s.waiting) < s.queue:
		s.waiting = append(s.waiting, a)
	default:
		s.end(a, Rejected)
		return
	}
	heap.Push(&s.events, event{s.now + eveningLimits().Timeout.Seconds(), a, true})
}

func (s *server) enter(a *Sample) {
	s.busy = append(s.busy, a)
	s.due = append(s.due, s.virtual+eveningDemand.Seconds())
}

func (s *server) depart() {
	a := s.busy[0]
	s.busy, s.due = s.busy[1:], s.due[1:]
	if a.Done == 0 {
		outcome := OK
		if s.random.Float64() < s.stray {
			outcome = ServerError
		}
		s.end(a, outcome)
	}
	if len(s.waiting) > 0 {
		s.enter(s.waiting[0])
		s.waiting = s.waiting[1:]
	}
}

// leave ends the patience of a caller who was not answered.
func (s *server) leave(a *Sample) {
	if a.Done != 0 {
		return
	}
	again := a.Attempt <= s.retries
	if again {
		b := &Sample{User: a.User, Attempt: a.Attempt + 1, Arrived: a.Arrived}
		at := s.now + (.5+s.random.Float64())*eveningDemand.Seconds()
		b.Due = seconds(at)
		b.Sent = b.Due
		heap.Push(&s.events, event{at: at, s: b})
	}
	s.end(a, Timeout)
}

func (s *server) end(a *Sample, o Outcome) {
	a.Done, a.Outcome = max(seconds(s.now), a.Sent), o
	a.Last = o != Timeout || a.Attempt > s.retries
	s.gauge.Add(a.Done, -1)
	s.timeline.Record(*a)
}
