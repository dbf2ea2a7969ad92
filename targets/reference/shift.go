package reference

import (
	"context"
	"errors"
	"sync"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A shift is a workshop from one reset to the next, with books of its own, so
// that whoever was cut off disturbs nobody's.
type shift struct {
	task   Task
	door   bulkhead.Door
	began  time.Time
	closed bool // there will be no other

	ctx  context.Context // ends with the shift
	cut  context.CancelFunc
	jobs sync.WaitGroup

	mu    sync.Mutex
	next  func() time.Duration
	tally tally
}

// A tally is what a shift counts beside its door.
type tally struct {
	completed, late       int64
	refused, failed, lost int64 // of those let in
	zombies               int64
	done, wasted          time.Duration // work
	waits, services       histogram
	numbers               numbers
}

// A job is one request in a shift.
type job struct {
	Request
	came  time.Time
	done  chan ending // has room for the one
	spent time.Duration
	gone  bool // the caller has left
	over  bool
}

func newShift(w Work) (*shift, error) {
	door, err := bulkhead.Open(w.Bulkhead)
	if err != nil {
		return nil, err
	}
	s := &shift{task: w.Task, door: door, began: time.Now(), next: w.Draws()}
	s.ctx, s.cut = context.WithCancel(context.Background())
	return s, nil
}

// end cuts off all requests, and returns when nobody works any more.
func (s *shift) end() {
	s.cut()
	s.jobs.Wait()
}

// begin starts to work on a request, unless the shift has ended. Every request is
// worked on by a goroutine of its own, since it may outlive its caller.
func (s *shift) begin(r Request) *job {
	if s.ctx.Err() != nil {
		return nil
	}
	j := &job{Request: r, came: time.Now(), done: make(chan ending, 1)}
	if r.Demand == 0 {
		s.mu.Lock()
		j.Demand = s.next()
		s.mu.Unlock()
	}
	s.jobs.Go(func() { s.serve(j) })
	return j
}

func (s *shift) serve(j *job) {
	// The wait is not the caller's: nobody is taken out of the queue for leaving.
	leave, err := s.door.Enter(s.ctx, j.Patience)
	if err != nil {
		s.conclude(j, func() ending { return ending{err: err} })
		return
	}
	entered := time.Now()
	number, err := s.task.Do(s.ctx, j.Demand, func(part time.Duration) { s.spend(j, part) })
	s.conclude(j, func() ending {
		defer leave() // the seat is free at the instant at which the request is counted
		return s.tally.end(j, number, err, entered)
	})
}

// conclude has a request end, and tells its caller unless it is lost.
func (s *shift) conclude(j *job, how func() ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := how()
	j.over = true
	if j.gone {
		s.tally.zombies--
	}
	if end.err != ErrLost {
		j.done <- end
	}
}

// end counts a request that was worked on.
func (t *tally) end(j *job, number int64, err error, entered time.Time) ending {
	if err != nil {
		return t.fail(j, err)
	}
	t.completed++
	if j.gone {
		t.late++
	}
	if number == 0 {
		number = t.completed
	}
	t.numbers.add(number)
	answer := Answer{Seq: number, Queued: entered.Sub(j.came), Service: time.Since(entered)}
	t.waits.observe(answer.Queued)
	t.services.observe(answer.Service)
	return ending{Answer: answer}
}

// fail counts a request that was worked on in vain.
func (t *tally) fail(j *job, err error) ending {
	if !j.gone { // else it was wasted when its caller left
		t.wasted += j.spent
	}
	refusal, refused := errors.AsType[bulkhead.Refusal](err)
	switch {
	case refused:
		t.refused++
		return ending{err: refusal}
	case errors.Is(err, ErrLost):
		t.lost++
		return ending{err: ErrLost}
	}
	t.failed++
	return ending{err: Failure{err}}
}

// spend counts a part of the work as done, and as wasted if the caller has left.
func (s *shift) spend(j *job, part time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j.spent += part
	s.tally.done += part
	if j.gone {
		s.tally.wasted += part
	}
}

// leave notes that the caller of a request has left, which makes no difference
// to it.
func (s *shift) leave(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j.over {
		return
	}
	j.gone = true
	s.tally.zombies++
	s.tally.wasted += j.spent
}

// observe returns the books of the door and of the work, which belong to the same
// instant, because seats are given up and requests counted under one lock.
func (s *shift) observe() observation {
	s.mu.Lock()
	defer s.mu.Unlock()
	door, t := s.door.Snapshot(), &s.tally
	c := model.Counters{
		Uptime:    time.Since(s.began),
		Accepted:  door.Arrived(),
		Completed: t.completed, CompletedLate: t.late,
		RejectedFull: door.Full + t.refused, RejectedWait: door.Expired, RejectedLate: door.Late, RejectedLimit: door.Limited,
		Abandoned: door.Cancelled,
		Failed:    t.failed, Lost: t.lost, Wrong: t.numbers.twice,
		Inside: int64(door.Inside), Queued: int64(door.Queued), Zombies: t.zombies,
		MaxInside: int64(door.MaxInside), MaxInSystem: int64(door.MaxInside + door.MaxQueued),
		InsideTime: door.InsideTime, QueuedTime: door.QueuedTime, FullTime: door.FullTime,
		WorkDone: t.done, WorkWasted: t.wasted,
	}
	return observation{counters: c, waits: t.waits, services: t.services}
}
