package gallery

import "time"

// A prefetch is consumers that need an item each from a source.
type prefetch struct {
	*service
	source     source
	consumers  crew
	processors crew // of which a consumer needs one to process an item
	demand     time.Duration
}

// A source gives out items, one for each call.
type source interface {
	get(next func())
	gauges() []Gauge
}

func (p *prefetch) plan(r *request, demand time.Duration) func() {
	demand = given(demand, p.demand)
	return func() {
		p.consumers.take(func() {
			p.source.get(func() {
				p.processors.take(func() {
					p.work(r, demand, func() {
						p.processors.give()
						p.consumers.give()
						p.served(r)
					})
				})
			})
		})
	}
}

// Gauges implements [Machine].
func (p *prefetch) Gauges(at time.Duration) []Gauge {
	p.Advance(at)
	return append([]Gauge{
		{"run_queue", "Requests waiting for a consumer.", float64(p.consumers.line.len)},
		{"consumers_busy", "Consumers that have a request.", float64(p.consumers.busy)},
		{"processing", "Of these, those that process an item.", float64(p.processors.busy)},
	}, p.source.gauges()...)
}

// An onDemand source reads an item when it is asked for one.
type onDemand struct {
	clock   *calendar
	readers crew
	read    time.Duration
}

func (s *onDemand) get(next func()) {
	s.readers.take(func() {
		s.clock.after(s.read, func() {
			s.readers.give()
			next()
		})
	})
}

func (s *onDemand) gauges() []Gauge {
	return sourceGauges(0, 0, s.readers.line.len, s.readers.came, 0)
}

// An ahead source has readers that read all the time, as long as there is room
// for what they have read.
type ahead struct {
	clock   *calendar
	read    time.Duration
	room    int
	ready   line // items, since they were read
	held    line // those that found no room, in the hands of their readers
	starved line // consumers that wait for one
	waits   int64
}

func newAhead(clock *calendar, o *prefetchOptions) *ahead {
	s := &ahead{clock: clock, read: o.read, room: o.buffer}
	for range o.readers {
		s.clock.after(s.read, s.put)
	}
	return s
}

// put is what a reader does with an item it has read. If there is room it goes
// on to the next.
func (s *ahead) put() {
	item := waiter{since: s.clock.now}
	w, hungry := s.starved.pop()
	switch {
	case hungry:
	case s.ready.len < s.room:
		s.ready.push(item)
	default:
		s.held.push(item)
		return
	}
	s.clock.after(s.read, s.put)
	if hungry {
		w.next()
	}
}

func (s *ahead) get(next func()) {
	if _, ok := s.ready.pop(); !ok {
		s.waits++
		s.starved.push(waiter{s.clock.now, next})
		return
	}
	if item, ok := s.held.pop(); ok {
		s.ready.push(item)
		s.clock.after(s.read, s.put)
	}
	next()
}

func (s *ahead) gauges() []Gauge {
	return sourceGauges(s.ready.len, s.ready.age(s.clock.now), s.starved.len, s.waits, s.held.len)
}

func sourceGauges(ready int, age time.Duration, starved int, waits int64, held int) []Gauge {
	return []Gauge{
		{"buffer", "Items that are ready.", float64(ready)},
		{"item_age_seconds", "How long ago the first of them was read.", age.Seconds()},
		{"starved", "Consumers waiting for an item.", float64(starved)},
		{"starved_total", "Times that a consumer had to wait for one.", float64(waits)},
		{"readers_blocked", "Readers waiting for room in the buffer.", float64(held)},
	}
}
