package reference

import (
	"context"
	"sync"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
)

// Seats are a task that is done by so many at a time, such as threads or
// connections, for which others wait in a queue of their own: one more queue
// behind the one that the bulkhead shows.
type Seats struct {
	Task
	names SeatNames
	queue int // most that wait, or bulkhead.Unbounded
	taken chan struct{}

	mu      sync.Mutex
	busy    int
	waiting int
	waits   int64         // those who had to wait
	waited  time.Duration // by those who have waited to the end
}

// SeatNames are what seats are called in metrics.
type SeatNames struct {
	Busy, BusyHelp       string
	Waiting, WaitingHelp string
	Waits, WaitsHelp     string // how often somebody had to wait
	Waited, WaitedHelp   string // for how long, in seconds
}

// NewSeats puts so many seats in front of a task. A queue of bulkhead.Unbounded
// lets everybody wait.
func NewSeats(task Task, names SeatNames, seats, queue int) *Seats {
	return &Seats{Task: task, names: names, queue: queue, taken: make(chan struct{}, seats)}
}

// Do implements Task. The error is bulkhead.ErrFull if the queue is.
func (s *Seats) Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (int64, error) {
	if err := s.sit(ctx); err != nil {
		return 0, err
	}
	defer s.rise()
	return s.Task.Do(ctx, demand, spend)
}

// sit waits for a seat.
func (s *Seats) sit(ctx context.Context) error {
	select {
	case s.taken <- struct{}{}:
		s.change(func() { s.busy++ })
		return nil
	default:
	}
	full := false
	s.change(func() {
		full = s.queue != bulkhead.Unbounded && s.waiting >= s.queue
		if !full {
			s.waiting++
			s.waits++
		}
	})
	if full {
		return bulkhead.ErrFull
	}
	start := time.Now()
	select {
	case s.taken <- struct{}{}:
	case <-ctx.Done():
		s.change(func() { s.waiting-- })
		return ctx.Err()
	}
	s.change(func() { s.waiting--; s.busy++; s.waited += time.Since(start) })
	return nil
}

func (s *Seats) rise() {
	s.change(func() { s.busy-- })
	<-s.taken
}

func (s *Seats) change(how func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	how()
}

// Gauges implements Task: those of the seats, and then those of the task.
func (s *Seats) Gauges() []gallery.Gauge {
	s.mu.Lock()
	n := s.names
	own := []gallery.Gauge{
		{Name: n.Busy, Help: n.BusyHelp, Value: float64(s.busy)},
		{Name: n.Waiting, Help: n.WaitingHelp, Value: float64(s.waiting)},
		{Name: n.Waits, Help: n.WaitsHelp, Value: float64(s.waits)},
		{Name: n.Waited, Help: n.WaitedHelp, Value: s.waited.Seconds()},
	}
	s.mu.Unlock()
	return append(own, s.Task.Gauges()...)
}

// Reset implements Task.
func (s *Seats) Reset() error {
	s.change(func() { s.waits, s.waited = 0, 0 })
	return s.Task.Reset()
}

// Threads are the names of seats that are threads.
func Threads() SeatNames {
	return SeatNames{
		"threads_busy", "Threads that have a request.",
		"run_queue", "Requests waiting for a thread.",
		"run_queue_waits_total", "Times that a request had to wait for a thread.",
		"run_queue_wait_seconds_total", "Time that requests have waited for a thread.",
	}
}

// Connections are the names of seats that are connections to a database.
func Connections() SeatNames {
	return SeatNames{
		"db_busy", "Connections to the database that are in use.",
		"db_waiting", "Requests waiting for a connection.",
		"db_waits_total", "Times that a request had to wait for a connection.",
		"db_wait_seconds_total", "Time that requests have waited for a connection.",
	}
}
