package gallery

import (
	"fmt"
	"time"
)

// A pipeline is stages that every request passes one after another, each with a
// mailbox in front of its workers.
type pipeline struct {
	*service
	stages []stage
	reject bool
	mean   time.Duration // of a request that meets nobody
}

// A stage is workers, and the mailbox they take from: the line of the crew.
type stage struct {
	crew
	bound  bound
	demand time.Duration
	held   line // messages that have no room in the mailbox, in the hands of their senders
}

func (p *pipeline) plan(r *request, demand time.Duration) func() {
	by := scale(demand, p.mean)
	return func() {
		if !p.post(r, 0, by, func() {}) {
			p.refuse(r)
		}
	}
}

// post sends a request to a stage, and calls sent as soon as its sender is rid of
// it. It reports false if there is no room and nobody waits for any.
func (p *pipeline) post(r *request, n int, by float64, sent func()) bool {
	to := &p.stages[n]
	take := func() {
		to.take(func() {
			p.work(r, scaled(to.demand, by), func() { p.passed(r, n, by) })
		})
		sent()
	}
	switch {
	case !to.full(to.bound):
		take()
	case p.reject:
		return false
	default:
		to.held.push(waiter{p.now, take})
	}
	return true
}

// passed sends a request on that a stage is done with. Its worker is free once
// the message is in the next mailbox.
func (p *pipeline) passed(r *request, n int, by float64) {
	if n+1 == len(p.stages) {
		p.stages[n].free()
		p.served(r)
		return
	}
	if !p.post(r, n+1, by, p.stages[n].free) {
		p.stages[n].free()
		p.refuse(r)
	}
}

// free takes a worker back, which makes room in the mailbox for one message that
// is held.
func (s *stage) free() {
	s.give()
	if s.held.len > 0 && !s.full(s.bound) {
		w, _ := s.held.pop()
		w.next()
	}
}

// Gauges implements [Machine].
func (p *pipeline) Gauges(at time.Duration) []Gauge {
	p.Advance(at)
	gauges := []Gauge{
		{"entrance_waiting", "Requests for which the first mailbox has no room.", float64(p.stages[0].held.len)},
	}
	for i := range p.stages {
		s := &p.stages[i]
		blocked := 0
		if i+1 < len(p.stages) {
			blocked = p.stages[i+1].held.len
		}
		name := func(what string) string { return fmt.Sprintf("stage%d_%s", i+1, what) }
		of := fmt.Sprintf(" stage %d", i+1)
		gauges = append(gauges,
			Gauge{name("mailbox"), "Messages in the mailbox of" + of + ".", float64(s.line.len)},
			Gauge{name("mailbox_age_seconds"), "How long the first of them has waited, at" + of + ".", s.line.age(p.now).Seconds()},
			Gauge{name("busy"), "Workers that have a request, at" + of + ".", float64(s.busy)},
			Gauge{name("blocked"), "Of these, those that wait for room in the next mailbox, at" + of + ".", float64(blocked)},
		)
	}
	return gauges
}
