package reference

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func setting(t testing.TB, text string) bulkhead.Setting {
	t.Helper()
	s, err := bulkhead.ParseSetting(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newStation(t testing.TB, o model.Options) *Station {
	t.Helper()
	s, err := NewSharing(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Two CPUs and three places: of seven orders at once two are served at full
// speed, three wait, two are refused. All figures are exact.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 2, Demand: time.Second, Bulkhead: setting(t, "2/3")})
		defer s.Close()
		var callers sync.WaitGroup
		for n := range 7 {
			callers.Go(func() {
				came := time.Now()
				got, err := s.Order(t.Context(), Request{})
				if n >= 5 {
					if err != bulkhead.ErrFull || time.Since(came) != 0 {
						t.Errorf("order %d: %v after %v, want to be refused at once", n, err, time.Since(came))
					}
					return
				}
				want := Answer{Seq: int64(n + 1), Queued: time.Duration(n/2) * time.Second, Service: time.Second}
				if err != nil || got != want || time.Since(came) != got.Queued+got.Service {
					t.Errorf("order %d after %v: %+v, %v, want %+v", n, time.Since(came), got, err, want)
				}
			})
			synctest.Wait()
		}
		callers.Wait()
	})
}

// One connection and no queue for it: the second of two is refused when it comes
// to the database, and not before.
func TestOrderRefusedByTheDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 2, Demand: time.Second,
			Database: &model.Database{CPUs: 1, Demand: time.Second, Conns: setting(t, "1/0")}})
		defer s.Close()
		var callers sync.WaitGroup
		for n := range 2 {
			callers.Go(func() {
				came := time.Now()
				_, err := s.Order(t.Context(), Request{})
				want, after := error(nil), 2*time.Second
				if n == 1 {
					want, after = bulkhead.ErrFull, time.Second
				}
				if err != want || time.Since(came) != after {
					t.Errorf("order %d: %v after %v, want %v after %v", n, err, time.Since(came), want, after)
				}
			})
			synctest.Wait()
		}
		callers.Wait()
	})
}

func TestOrderOfGivenDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 2, Demand: time.Second})
		defer s.Close()
		if got, err := s.Order(t.Context(), Request{Demand: 7 * time.Second}); err != nil || got.Service != 7*time.Second {
			t.Errorf("got %+v, %v, want 7s of service", got, err)
		}
	})
}

// A caller who leaves after the order was done, but before a late timer has
// told so, is answered: it was served in time.
func TestLateTimerLosesNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Second})
		defer s.Close()
		ctx, leave := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer leave()
		go func() {
			time.Sleep(time.Millisecond)
			s.alarm.Stop()
		}()
		if got, err := s.Order(ctx, Request{}); err != nil || got.Service != time.Second {
			t.Errorf("got %+v, %v, want an answer", got, err)
		}
	})
}

// Tens of thousands inside at once, whose callers leave after a second: the
// callers go home, the work goes on for nobody and is counted as wasted.
func TestCallersLeaveACrowd(t *testing.T) {
	const crowd = 10_000
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 20, Demand: 50 * time.Millisecond})
		defer s.Close()
		var callers sync.WaitGroup
		for range crowd {
			callers.Go(func() {
				ctx, stop := context.WithTimeout(t.Context(), time.Second)
				defer stop()
				if _, err := s.Order(ctx, Request{}); err != context.DeadlineExceeded {
					t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
				}
			})
		}
		callers.Wait()
		if got := s.Counters(); got.Inside != crowd || got.Zombies != crowd || got.WorkDone != 20*time.Second || got.Closes() != nil {
			t.Errorf("when all have left: %+v, %v", got, got.Closes())
		}
		time.Sleep(time.Minute)
		got := s.Counters()
		if got.CompletedLate != crowd || got.Zombies != 0 || got.Closes() != nil {
			t.Errorf("in the end: %+v, %v", got, got.Closes())
		}
		// Each of the equal jobs ends when all do, rounded to a nanosecond.
		if want := crowd * 50 * time.Millisecond; got.WorkWasted != want || (got.WorkDone-want).Abs() > time.Microsecond {
			t.Errorf("work %v, wasted %v, want %v each", got.WorkDone, got.WorkWasted, want)
		}
	})
}

// The dips of a service are those of the model from its last reset on, however
// long it has been idle before.
func TestDipsCountFromAReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := model.Options{CPUs: 2, Demand: 5 * time.Second, Dips: []model.Dip{
			{CPUs: 1, At: time.Second, For: 4 * time.Second}, {At: 6 * time.Second, For: time.Second, Every: time.Minute},
		}}
		server, err := model.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		var want []time.Duration
		server.OnEnd(func(_ int, e model.Ending) { want = append(want, e.At) })
		server.Arrive(0, 0)
		server.Arrive(2*time.Second, 0)
		server.Advance(time.Hour)

		s := newStation(t, o)
		defer s.Close()
		time.Sleep(100 * time.Second)
		s.Reset()
		begin := time.Now()
		var callers sync.WaitGroup
		for n := range 2 {
			time.Sleep(time.Duration(n) * 2 * time.Second)
			callers.Go(func() {
				if _, err := s.Order(t.Context(), Request{}); err != nil || time.Since(begin) != want[n] {
					t.Errorf("order %d: served after %v, %v; want %v as in the model", n, time.Since(begin), err, want[n])
				}
			})
		}
		callers.Wait()
		if want[0] == 5*time.Second {
			t.Error("the dips changed nothing")
		}
	})
}

func TestResetAndCloseCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: time.Second, Bulkhead: setting(t, "1/1")})
		order := func() chan error {
			end := make(chan error, 1)
			go func() {
				_, err := s.Order(t.Context(), Request{})
				end <- err
			}()
			synctest.Wait()
			return end
		}
		expect := func(name string, end chan error, want error) {
			t.Helper()
			if err := <-end; err != want {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
		inside, queued := order(), order()
		time.Sleep(100 * time.Millisecond)
		s.Reset()
		expect("inside a reset service", inside, ErrCut)
		expect("queued at a reset service", queued, ErrCut)
		if got := s.Counters(); got != (model.Counters{}) {
			t.Errorf("after a reset: %+v", got)
		}
		expect("after a reset", order(), nil)
		last := order()
		s.Close()
		expect("inside a closed service", last, ErrCut)
		expect("after the end", order(), ErrCut)
	})
}
