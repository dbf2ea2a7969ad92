package reference

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// closes fails the test unless the books of a service do.
func closes(t *testing.T, s Service) model.Counters {
	t.Helper()
	c := s.Counters()
	if err := c.Closes(); err != nil {
		t.Errorf("%v: %+v", err, c)
	}
	return c
}

// Two seats that a library keeps in front of two CPUs. Of five orders at once two
// wait for a second, and the last has waited too long by then. The books close
// at every instant.
func TestDoorInFrontOfAMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 2, Demand: time.Second, Bulkhead: setting(t, "failsafe:2,1500ms")})
		defer s.Close()
		var callers sync.WaitGroup
		var mu sync.Mutex
		waited, refused := map[time.Duration]int{}, 0
		for range 5 {
			callers.Go(func() {
				answer, err := s.Order(t.Context(), Request{})
				mu.Lock()
				defer mu.Unlock()
				if err == bulkhead.ErrWait {
					refused++
					return
				}
				if waited[answer.Queued]++; err != nil || answer.Service != time.Second {
					t.Errorf("%+v, %v", answer, err)
				}
			})
		}
		synctest.Wait()
		if c := closes(t, s); c.Accepted != 5 || c.Inside != 2 || c.Queued != 3 || c.MaxInSystem != 5 {
			t.Errorf("in the beginning %+v", c)
		}
		time.Sleep(1200 * time.Millisecond)
		if c := closes(t, s); c.Completed != 2 || c.Inside != 2 || c.Queued != 1 {
			t.Errorf("after 1.2 s %+v", c)
		}
		callers.Wait()
		c := closes(t, s)
		if waited[0] != 2 || waited[time.Second] != 2 || refused != 1 || c.RejectedWait != 1 || c.Completed != 4 {
			t.Errorf("waited %v, %d refused, %+v", waited, refused, c)
		}
		if c.InsideTime != 4*time.Second || c.QueuedTime != 3500*time.Millisecond || c.WorkDone != 4*time.Second {
			t.Errorf("inside for %v, queued for %v, worked for %v; want 4s, 3.5s, 4s", c.InsideTime, c.QueuedTime, c.WorkDone)
		}
	})
}

// A caller who leaves has its request worked on, which keeps its seat: nobody
// else comes in before the work is done.
func TestSeatIsHeldUntilTheWorkIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: 3 * time.Second, Bulkhead: setting(t, "xsync:1")})
		defer s.Close()
		hurried, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := s.Order(hurried, Request{}); err != context.DeadlineExceeded {
			t.Errorf("who left: %v", err)
		}
		if c := closes(t, s); c.Inside != 1 || c.Zombies != 1 {
			t.Errorf("after leaving %+v, want a zombie inside", c)
		}
		answer, err := s.Order(t.Context(), Request{})
		if want := (Answer{Seq: 2, Queued: 2 * time.Second, Service: 3 * time.Second}); err != nil || answer != want {
			t.Errorf("who came after: %+v, %v, want %+v", answer, err, want)
		}
		if c := closes(t, s); c.CompletedLate != 1 || c.WorkWasted != 3*time.Second {
			t.Errorf("in the end %+v", c)
		}
	})
}

// Where the service is to notice that callers leave, who does so at the door is
// taken out of its queue.
func TestLeavingTheQueueAtTheDoor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Hour, Abandon: model.AbandonQueue, Bulkhead: setting(t, "xsync:1")})
		defer s.Close()
		go s.Order(t.Context(), Request{})
		synctest.Wait()
		hurried, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := s.Order(hurried, Request{}); err != context.DeadlineExceeded {
			t.Errorf("who left: %v", err)
		}
		if c := closes(t, s); c.Abandoned != 1 || c.Queued != 0 || c.Inside != 1 {
			t.Errorf("afterwards %+v", c)
		}
	})
}

// A reset cuts off those at the door like those behind it, and opens another.
func TestResetOpensAnotherDoor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Minute, Bulkhead: setting(t, "xsync:1")})
		defer s.Close()
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if _, err := s.Order(t.Context(), Request{}); err != ErrCut {
					t.Errorf("under way at a reset: %v", err)
				}
			})
		}
		synctest.Wait()
		if err := s.Reset(); err != nil {
			t.Fatal(err)
		}
		callers.Wait()
		old, err := s.enter(t.Context(), 0) // and is between the door and the machine
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Reset(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.arrive(0, old); err != ErrCut {
			t.Errorf("come through the old door: %v, want %v", err, ErrCut)
		}
		if c := closes(t, s); c.Accepted != 0 || c.Inside != 0 {
			t.Errorf("after a reset %+v", c)
		}
		if answer, err := s.Order(t.Context(), Request{}); err != nil || answer.Queued != 0 {
			t.Errorf("after a reset %+v, %v", answer, err)
		}
		if c := closes(t, s); c.Completed != 1 {
			t.Errorf("in the end %+v", c)
		}
	})
}

// A limit that adapts refuses at once whom it has no seat for, and says so.
func TestLimitOverHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Hour, Bulkhead: setting(t, "adaptive:initial=2")})
		defer s.Close()
		for range 2 {
			go s.Order(t.Context(), Request{})
		}
		synctest.Wait()
		answer := httptest.NewRecorder()
		Handler(s).ServeHTTP(answer, httptest.NewRequest("GET", "/order", nil))
		if answer.Code != 503 || answer.Header().Get("X-Matchday-Reject") != "limit" {
			t.Errorf("%d %v, want 503 for reason limit", answer.Code, answer.Header())
		}
		time.Sleep(time.Second)
		if c := closes(t, s); c.RejectedLimit != 1 || c.Accepted != 3 || c.FullTime != time.Second {
			t.Errorf("afterwards %+v", c)
		}
	})
}

// One seat whose holders take a second. Four who each waited for it teach that; the
// next two in line would be answered after two and three seconds.
func TestDeadlineOverHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Second, Bulkhead: setting(t, "deadline:1/9")})
		defer s.Close()
		for range 4 {
			if _, err := s.Order(t.Context(), Request{Patience: time.Millisecond}); err != nil {
				t.Errorf("who found the seat free: %v", err)
			}
		}
		order := func(patience time.Duration) *httptest.ResponseRecorder {
			answer, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/order", nil)
			bulkhead.SetPatience(r.Header, patience)
			go Handler(s).ServeHTTP(answer, r)
			synctest.Wait()
			return answer
		}
		order(time.Minute)
		inTime, tooLate := order(2*time.Second), order(2900*time.Millisecond)
		if tooLate.Code != 503 || tooLate.Header().Get("X-Matchday-Reject") != "deadline" {
			t.Errorf("%d %v, want 503 for reason deadline", tooLate.Code, tooLate.Header())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if c := closes(t, s); inTime.Code != 200 || c.RejectedLate != 1 || c.Completed != 6 {
			t.Errorf("%d, afterwards %+v", inTime.Code, c)
		}
	})
}
