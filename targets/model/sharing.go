package model

import (
	"math"
	"time"
)

// A Sharing is a processor-sharing station: a number of CPUs, split evenly
// between all jobs inside, however many there are.
//
// With N jobs inside on n CPUs and overhead κ each of them is served at speed
//
//	r(N) = min(1, n/N) / (1 + κ·max(0, N−n)/n)
//
// All jobs are served alike, so the work each has attained is followed by a
// single number, the virtual time V, which grows at speed r(N). A job of
// demand S that enters when V is Ve leaves when V reaches Ve + S. That instant
// never changes, only the speed at which V moves towards it, so the jobs wait
// in a queue ordered by it, and an event costs about the same however many there
// are.
//
// Instants are offsets from whatever beginning the caller chose and must not
// go back: an earlier instant than that of the last event counts as the last
// event's. A caller who moves the station past the instant told by Next
// without calling Leave serves a job that should be gone; it has to ask first.
//
// A Sharing is not safe for concurrent use.
type Sharing struct {
	cpus     float64
	overhead float64

	now time.Duration // the latest instant the station was told

	// Since the last coming or going everything moves in a straight line. It
	// is fixed only there, so that looking at a station never changes it, not
	// even by a rounding.
	since time.Duration // the last coming or going
	v     float64       // virtual time then, in nanoseconds of work
	work  float64       // attained by then by all jobs that ever were inside
	speed float64       // dV/dt since

	order  uint64 // jobs that entered so far
	jobs   []job  // by id
	inside int
	queue  finishes // of the jobs inside and of some that were removed
	due    due
}

// A job is what is known of the bearer of an id.
type job struct {
	at     float64 // its finish
	order  uint64  // of its entry; 0 if it is not inside
	demand time.Duration
}

// A due is when the next job will be done if nobody comes or goes, computed when
// it is asked for first.
type due struct {
	at    time.Duration
	known bool
}

// NewSharing returns an empty station of so many CPUs, at least one. The
// overhead is the share of speed that every further full load costs: with .02
// a station at twice its CPUs loses 2 % of its work. Zero means that none is
// lost.
func NewSharing(cpus int, overhead float64) *Sharing {
	return &Sharing{cpus: float64(cpus), overhead: overhead, speed: 1}
}

// Len returns the number of jobs inside.
func (s *Sharing) Len() int { return s.inside }

// Speed returns how much work each job inside attains per unit of time, in
// [0, 1]; for an empty station what a first job would get.
func (s *Sharing) Speed() float64 { return s.speed }

// Work returns the work attained up to the last event by all jobs that ever
// were inside, whether they left, were removed or are still there.
func (s *Sharing) Work() time.Duration {
	return time.Duration(math.Round(s.work + s.served()*float64(s.Len())))
}

// Enter lets in a job of the given demand. The caller names it by id, a number
// from zero up that no job inside bears; the station keeps a table as long as
// the largest id, so ids should be used again.
func (s *Sharing) Enter(at, demand time.Duration, id int) {
	s.Advance(at)
	s.settle()
	s.order++
	for id >= len(s.jobs) {
		s.jobs = append(s.jobs, make([]job, max(64, len(s.jobs)))...)
	}
	entered := job{at: s.v + float64(demand), order: s.order, demand: demand}
	s.jobs[id] = entered
	s.queue.push(finish{at: entered.at, order: entered.order, id: id})
	s.inside++
	s.pace()
}

// Next returns the instant at which the next job will have attained its demand
// if nobody comes or goes before; ok is false if nobody is inside. It is
// rounded up to a whole nanosecond, so that no job leaves before its time.
func (s *Sharing) Next() (at time.Duration, ok bool) {
	if s.Len() == 0 {
		return 0, false
	}
	if !s.due.known {
		s.due = due{at: s.nextDue(), known: true}
	}
	return max(s.now, s.due.at), true
}

// nextDue computes when the first job will be done.
func (s *Sharing) nextDue() time.Duration {
	first := s.queue.first()
	for s.stale() > 0 && s.jobs[first.id].order != first.order { // it was removed
		s.queue.pop()
		first = s.queue.first()
	}
	wait := math.Ceil(max(0, first.at-s.v) / s.speed) // infinite, or none of a number, where nothing is attained
	if s.speed == 0 || wait >= float64(math.MaxInt64-s.since) {
		return math.MaxInt64
	}
	return s.since + time.Duration(wait)
}

// SetCPUs changes how many CPUs there are from an instant on. With none nobody
// attains anything, and Next is at the end of time.
func (s *Sharing) SetCPUs(at time.Duration, cpus int) {
	s.Advance(at)
	s.settle()
	s.cpus = float64(cpus)
	s.pace()
}

// Leave moves on to the instant told by Next and takes out the job that is
// then done. Of jobs done at the same instant the one that entered first
// leaves first. It must not be called on an empty station.
func (s *Sharing) Leave() (id int, at time.Duration) {
	at, _ = s.Next()
	s.Advance(at)
	s.settle()
	id = s.queue.first().id
	s.queue.pop()
	s.forget(id)
	return id, at
}

// Remove takes out a job before it is done and returns the work it attained;
// ok is false if no such job is inside.
func (s *Sharing) Remove(at time.Duration, id int) (attained time.Duration, ok bool) {
	s.Advance(at)
	attained, ok = s.Attained(id)
	if !ok {
		return 0, false
	}
	s.settle()
	s.forget(id)
	if s.stale() > s.inside+fewStale {
		s.queue.remake(func(f *finish) bool { return s.jobs[f.id].order == f.order })
	}
	return attained, true
}

// stale returns how many finishes in the queue are of jobs that were removed.
func (s *Sharing) stale() int { return s.queue.len() - s.inside }

// fewStale is how many finishes of removed jobs are not worth tidying up. Beyond
// that, tidying up when they are the greater half costs each of them a constant.
const fewStale = 64

// forget takes a job off the books.
func (s *Sharing) forget(id int) {
	s.jobs[id] = job{}
	s.inside--
	s.pace()
}

// Attained returns the work that a job inside has attained up to the last
// event, between zero and its demand; ok is false if no such job is inside.
func (s *Sharing) Attained(id int) (attained time.Duration, ok bool) {
	if id < 0 || id >= len(s.jobs) || s.jobs[id].order == 0 {
		return 0, false
	}
	job := s.jobs[id]
	left := time.Duration(math.Round(job.at - s.v - s.served()))
	return min(max(job.demand-left, 0), job.demand), true
}

// Advance moves the station on to an instant at which nobody comes or goes.
func (s *Sharing) Advance(at time.Duration) { s.now = max(s.now, at) }

// served returns the work that each job inside attained since the last coming
// or going.
func (s *Sharing) served() float64 {
	if s.Len() == 0 {
		return 0
	}
	return s.speed * float64(s.now-s.since)
}

// settle fixes what was attained, before somebody comes or goes.
func (s *Sharing) settle() {
	served := s.served()
	s.v += served
	s.work += served * float64(s.Len())
	s.since = s.now
	s.rebase()
}

// pace sets the speed for the number of jobs inside.
func (s *Sharing) pace() {
	n := float64(s.Len())
	s.speed, s.due.known = 1, false
	switch {
	case s.cpus == 0:
		s.speed = 0
	case n > s.cpus:
		s.speed = s.cpus / n / (1 + s.overhead*(n-s.cpus)/s.cpus)
	}
}

// farthest is how far virtual time runs before it is set back to zero: 18
// minutes, in nanoseconds. There a float64 still tells apart a four-thousandth
// of a nanosecond; left to run for days it could not.
const farthest = 1 << 40

// rebase sets virtual time back to about zero from time to time. Taking the same
// number from every finish keeps their order: a difference is never coarser
// than the numbers it is made of, so no two of them become one. A job that is
// done and about to leave may finish a little earlier than virtual time has come
// to; then that is what becomes zero, for no finish may be negative.
func (s *Sharing) rebase() {
	if s.v < farthest {
		return
	}
	back := s.v
	if s.queue.len() > 0 {
		back = min(back, s.queue.first().at)
	}
	s.queue.remake(func(f *finish) bool {
		f.at -= back
		return true
	})
	for id := range s.jobs {
		s.jobs[id].at -= back // of those who are not inside it means nothing
	}
	s.v -= back
}
