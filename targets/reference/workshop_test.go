package reference

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
	"matchday/targets/model"
)

// A nap is a task that sleeps for as long as its demand says. One of 13 ms fails,
// and one of 17 ms is lost.
type nap struct {
	mu     sync.Mutex
	number func() int64 // of the next answer
	resets int
	closed bool
}

var errUnlucky = errors.New("it was the thirteenth")

func (n *nap) Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (int64, error) {
	for range 2 { // in two parts, so that a half can be seen
		select {
		case <-time.After(demand / 2):
			spend(demand / 2)
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	switch demand {
	case 13 * time.Millisecond:
		return 0, errUnlucky
	case 17 * time.Millisecond:
		return 0, ErrLost
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.number(), nil
}

func (n *nap) Gauges() []gallery.Gauge {
	return []gallery.Gauge{{Name: "naps_deep", Help: "How deep.", Value: 7}, {Name: "naps_total", Help: "How many.", Value: 9}}
}

func (n *nap) Reset() error { n.resets++; return nil }
func (n *nap) Close()       { n.closed = true }

func newWorkshop(t *testing.T, task Task, text string) *Workshop {
	t.Helper()
	draws := func() func() time.Duration {
		next := 0 * time.Millisecond
		return func() time.Duration { next += 2 * time.Millisecond; return next }
	}
	w, err := NewWorkshop(Work{Task: task, Bulkhead: setting(t, text), Draws: draws})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// orders sends requests of the given demands at once, one after the other, and
// returns what came of them.
func orders(t *testing.T, s Service, demands ...time.Duration) []ending {
	t.Helper()
	ends := make([]ending, len(demands))
	var callers sync.WaitGroup
	for i, d := range demands {
		callers.Go(func() { ends[i].Answer, ends[i].err = s.Order(t.Context(), Request{Demand: d}) })
		synctest.Wait()
	}
	callers.Wait()
	return ends
}

const ms = time.Millisecond

func TestWorkshop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		task := &nap{number: func() int64 { return 0 }}
		w := newWorkshop(t, task, "1/2")
		got := orders(t, w, 0, 0, 10*ms, 10*ms)
		want := []ending{
			{Answer: Answer{Seq: 1, Service: 2 * ms}},
			{Answer: Answer{Seq: 2, Queued: 2 * ms, Service: 4 * ms}},
			{Answer: Answer{Seq: 3, Queued: 6 * ms, Service: 10 * ms}},
			{err: bulkhead.ErrFull},
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("order %d: %+v, want %+v", i, got[i], want[i])
			}
		}
		if _, err := w.Order(t.Context(), Request{Demand: 13 * ms}); !errors.Is(err, errUnlucky) {
			t.Errorf("one that fails: %v, want %v", err, errUnlucky)
		}
		ctx, leave := context.WithTimeout(t.Context(), 20*ms)
		defer leave()
		if _, err := w.Order(ctx, Request{Demand: 17 * ms}); err != context.DeadlineExceeded {
			t.Errorf("one that is lost: %v, want its caller to wait in vain", err)
		}
		c := w.Counters()
		books := model.Counters{
			Uptime: 49 * ms, Accepted: 6, Completed: 3, RejectedFull: 1, Failed: 1, Lost: 1, MaxInside: 1, MaxInSystem: 3,
			InsideTime: 46 * ms, QueuedTime: 8 * ms, FullTime: 2 * ms, WorkDone: 46 * ms, WorkWasted: 30 * ms,
		}
		if c != books || c.Closes() != nil {
			t.Errorf("books\n got %+v\nwant %+v, %v", c, books, c.Closes())
		}
		if err := w.Reset(); err != nil || task.resets != 1 || w.Counters() != (model.Counters{}) {
			t.Errorf("after a reset: %v, %d, %+v", err, task.resets, w.Counters())
		}
		if again := orders(t, w, 0); again[0] != want[0] {
			t.Errorf("the first after a reset: %+v, want the same demand as ever", again[0])
		}
		w.Close()
		if _, err := w.Order(t.Context(), Request{}); err != ErrCut || !task.closed {
			t.Errorf("after the end: %v, task closed: %v", err, task.closed)
		}
	})
}

// A caller leaves when half of the work is done: that half is wasted at once, and
// the other as it is done.
func TestWorkshopWorksOnForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkshop(t, &nap{number: func() int64 { return 0 }}, "none")
		defer w.Close()
		ctx, leave := context.WithTimeout(t.Context(), 14*ms)
		defer leave()
		if _, err := w.Order(ctx, Request{Demand: 20 * ms}); err != context.DeadlineExceeded {
			t.Errorf("got %v", err)
		}
		if c := w.Counters(); c.Zombies != 1 || c.Inside != 1 || c.WorkWasted != 10*ms || c.Closes() != nil {
			t.Errorf("when its caller has left: %+v, %v", c, c.Closes())
		}
		time.Sleep(6 * ms)
		synctest.Wait()
		if c := w.Counters(); c.Zombies != 0 || c.CompletedLate != 1 || c.WorkWasted != 20*ms || c.Closes() != nil {
			t.Errorf("when it is done: %+v, %v", c, c.Closes())
		}
	})
}

// Of 2 2 3 2 65 2 three bear a number that an earlier one bore.
func TestWrongNumbersAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		said := []int64{2, 2, 3, 2, 65, 2}
		w := newWorkshop(t, &nap{number: func() int64 { n := said[0]; said = said[1:]; return n }}, "none")
		defer w.Close()
		for range 6 {
			w.Order(t.Context(), Request{})
		}
		if c := w.Counters(); c.Wrong != 3 || c.Completed != 6 || c.Closes() != nil {
			t.Errorf("%+v, want 3 wrong", c)
		}
	})
}

// Whoever works is cut off by a reset and by the end, and nobody is left behind:
// a bubble ends only when all its goroutines have.
func TestWorkshopCutsOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkshop(t, &nap{number: func() int64 { return 0 }}, "1/1")
		for _, cut := range []func(){func() { w.Reset() }, w.Close} {
			var callers sync.WaitGroup
			for range 2 {
				callers.Go(func() {
					if _, err := w.Order(t.Context(), Request{Demand: time.Hour}); err != ErrCut {
						t.Errorf("got %v, want %v", err, ErrCut)
					}
				})
			}
			synctest.Wait()
			cut()
			callers.Wait()
		}
	})
}

func TestWorkshopOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := serveThat(t, newWorkshop(t, &nap{number: func() int64 { return 0 }}, "none"))
		if status, _, body := r.get("/order?size=13ms"); status != 500 || body != errUnlucky.Error()+"\n" {
			t.Errorf("one that fails: %d %q", status, body)
		}
		if status, header, _ := r.get("/order?size=10ms"); status != 200 || header.Get("X-Seq") != "1" {
			t.Errorf("one that does not: %d, number %q", status, header.Get("X-Seq"))
		}
		_, _, page := r.get("/metrics")
		for _, want := range []string{
			"# TYPE matchday_target_naps_deep gauge\nmatchday_target_naps_deep 7\n",
			"# TYPE matchday_target_naps_total counter\nmatchday_target_naps_total 9\n",
			"matchday_target_failed_total 1\n", "matchday_target_completed_total 1\n",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		r.end()
	})
}

// A lagging machine says that whatever comes now waits for a second.
type lagging struct{ sharing }

func (lagging) Lag(time.Duration) time.Duration { return time.Second }

// Where health is told by the loop it is as late as the loop; stats are not.
func TestAnswerInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		check := func(inTurn bool, path string, want time.Duration) {
			t.Helper()
			s, err := NewStation(bulkhead.Setting{}, func(bulkhead.Setting) (gallery.Machine, error) {
				server, err := model.NewServer(model.Options{CPUs: 1, Demand: ms})
				return lagging{sharing{Server: server}}, err
			})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if inTurn {
				s.AnswerInTurn()
			}
			start := time.Now()
			Handler(s).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
			if took := time.Since(start); took != want {
				t.Errorf("%s, in turn %v: took %v, want %v", path, inTurn, took, want)
			}
		}
		check(true, "/healthz", time.Second)
		check(true, "/metrics", time.Second)
		check(true, "/stats", 0)
		check(false, "/healthz", 0)
		check(false, "/metrics", 0)
	})
}
