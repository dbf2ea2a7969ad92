package engine

import (
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"matchday/measure"
)

// A slate is a recorder whose calls take some time.
type slate struct {
	takes  time.Duration
	done   []time.Duration
	levels []time.Duration
}

func (s *slate) Record(m measure.Sample) {
	time.Sleep(s.takes)
	s.done = append(s.done, m.Done)
}

func (s *slate) Level(l measure.Level) { s.levels = append(s.levels, l.At) }

// start returns a recording that runs until the function that comes with it is
// called.
func start(s *slate, tick time.Duration, limit int) (*recording, func()) {
	r := newRecording(clock{time.Now()}, tick, s, new(measure.Gauge))
	r.limit = limit
	over, heard := make(chan struct{}), make(chan struct{})
	go func() {
		r.run(over)
		close(heard)
	}()
	return r, func() {
		close(over)
		<-heard
	}
}

func TestRecordingOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(slate)
		r, stop := start(s, 0, 100)
		for _, done := range []time.Duration{3, 1, 2} {
			r.add(measure.Sample{Done: done})
		}
		stop()
		if want := []time.Duration{1, 2, 3}; !slices.Equal(s.done, want) {
			t.Errorf("recorded %v; want %v", s.done, want)
		}
	})
}

func TestRecordingLevels(t *testing.T) {
	check := func(tick time.Duration, want ...time.Duration) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			s := new(slate)
			_, stop := start(s, tick, 100)
			time.Sleep(110 * time.Millisecond)
			synctest.Wait()
			stop()
			var got []time.Duration
			for _, at := range s.levels {
				got = append(got, at.Truncate(time.Microsecond))
			}
			if want = append(want, 110*time.Millisecond); !slices.Equal(got, want) {
				t.Errorf("tick %v: levels at %v; want %v", tick, got, want)
			}
		})
	}
	const ms = time.Millisecond
	check(0, 100*ms)
	check(30*ms, 30*ms, 60*ms, 90*ms)
	check(25*ms, 25*ms, 50*ms, 75*ms, 100*ms)
}

// With a recorder that takes 10 ms for a sample and a queue of 4, whoever adds
// the fourth and later waits until the queue was taken, and nothing is lost.
func TestRecordingBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slate{takes: 10 * time.Millisecond}
		r, stop := start(s, 0, 4)
		var most int
		for i := range 50 {
			r.add(measure.Sample{Done: time.Duration(i)})
			r.mu.Lock()
			most = max(most, len(r.queue))
			r.mu.Unlock()
			r.await()
		}
		waited := r.now()
		stop()
		if most > 4 || len(s.done) != 50 {
			t.Errorf("at most %d waited, and %d were recorded; want 4, and all 50", most, len(s.done))
		}
		if waited < 400*time.Millisecond {
			t.Errorf("50 samples were added within %v, faster than they can be recorded", waited)
		}
	})
}

func TestAccountAdd(t *testing.T) {
	var a Account
	for _, s := range []measure.Sample{
		{Attempt: 1, Outcome: measure.OK, Sent: 1, Done: 2},
		{Attempt: 1, Outcome: measure.Unsent, Sent: 2, Done: 2},
		{Attempt: 1, Outcome: measure.Cut, Sent: 1, Done: 3},
		{Attempt: 1, Outcome: measure.Cut, Sent: 3, Done: 3},
		{Attempt: 2, Outcome: measure.Cut, Sent: 3, Done: 3},
	} {
		a.add(s)
	}
	if want := (Account{Users: 4, Reached: 3, NotReached: 1, Attempts: 5, Retries: 1}); !reflect.DeepEqual(a, want) {
		t.Errorf("%+v; want %+v", a, want)
	}
}
