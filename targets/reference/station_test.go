package reference

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/bulkhead"
)

func newStation(t testing.TB, o Options) *Station {
	t.Helper()
	s, err := NewStation(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Two CPUs and three places: of seven orders at once two are served at full
// speed, three wait, two are refused. All figures are exact.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, Options{CPUs: 2, Demand: time.Second, Bulkhead: setting(t, "2/3")})
		defer s.Close()
		var callers sync.WaitGroup
		for n := range 7 {
			callers.Go(func() {
				came := time.Now()
				got, err := s.Order(t.Context(), 0)
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

func TestOrderOfGivenDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, Options{CPUs: 2, Demand: time.Second})
		defer s.Close()
		if got, err := s.Order(t.Context(), 7*time.Second); err != nil || got.Service != 7*time.Second {
			t.Errorf("got %+v, %v, want 7s of service", got, err)
		}
	})
}

// A caller who leaves after the order was done, but before a late timer has
// told so, is answered: it was served in time.
func TestLateTimerLosesNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, Options{CPUs: 1, Demand: time.Second})
		defer s.Close()
		ctx, leave := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer leave()
		go func() {
			time.Sleep(time.Millisecond)
			s.alarm.Stop()
		}()
		if got, err := s.Order(ctx, 0); err != nil || got.Service != time.Second {
			t.Errorf("got %+v, %v, want an answer", got, err)
		}
	})
}

// Tens of thousands inside at once, whose callers leave after a second: the
// callers go home, the work goes on for nobody and is counted as wasted.
func TestCallersLeaveACrowd(t *testing.T) {
	const crowd = 10_000
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, Options{CPUs: 20, Demand: 50 * time.Millisecond})
		defer s.Close()
		var callers sync.WaitGroup
		for range crowd {
			callers.Go(func() {
				ctx, stop := context.WithTimeout(t.Context(), time.Second)
				defer stop()
				if _, err := s.Order(ctx, 0); err != context.DeadlineExceeded {
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

func TestResetAndCloseCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, Options{CPUs: 1, Demand: time.Second, Bulkhead: setting(t, "1/1")})
		order := func() chan error {
			end := make(chan error, 1)
			go func() {
				_, err := s.Order(t.Context(), 0)
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
		if got := s.Counters(); got != (Counters{}) {
			t.Errorf("after a reset: %+v", got)
		}
		expect("after a reset", order(), nil)
		last := order()
		s.Close()
		expect("inside a closed service", last, ErrCut)
		expect("after the end", order(), ErrCut)
	})
}

func TestOptionsSayWhatTheyWant(t *testing.T) {
	good := Options{CPUs: 20, Demand: 50 * time.Millisecond}
	check := func(want string, spoil func(*Options)) {
		t.Helper()
		o := good
		spoil(&o)
		if _, err := NewStation(o); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want an error that begins with %s", o, err, want)
		}
	}
	check(`cpus 0: want at least 1`, func(o *Options) { o.CPUs = 0 })
	check(`demand "0s": want a positive duration`, func(o *Options) { o.Demand = 0 })
	check(`overhead -0.1: want a share`, func(o *Options) { o.Overhead = -.1 })
	check(`abandon 3: want none, queue or all`, func(o *Options) { o.Abandon = 3 })
	check(`sizes "lognormal:0": the coefficient`, func(o *Options) { o.Sizes.Shape = 2 })
	check(`bulkhead "0/3": inside must be at least 1`, func(o *Options) { o.Bulkhead.Queue = 3 })
}

func TestCountersClose(t *testing.T) {
	all := Counters{Accepted: 31, Completed: 16, RejectedFull: 8, RejectedWait: 4, Abandoned: 1, Inside: 1, Queued: 1}
	if err := all.Closes(); err != nil {
		t.Error(err)
	}
	all.Queued++
	if err := all.Closes(); err == nil {
		t.Error("one request too many closes")
	}
}

func TestCountersSub(t *testing.T) {
	early := Counters{Uptime: 1, Accepted: 2, Completed: 3, CompletedLate: 4, RejectedFull: 5, RejectedWait: 6, Abandoned: 7,
		Inside: 8, Queued: 9, Zombies: 10, MaxInside: 11, MaxInSystem: 12, InsideTime: 13, QueuedTime: 14, FullTime: 15, WorkDone: 16, WorkWasted: 17}
	late := Counters{Uptime: 101, Accepted: 102, Completed: 103, CompletedLate: 104, RejectedFull: 105, RejectedWait: 106, Abandoned: 107,
		Inside: 108, Queued: 109, Zombies: 110, MaxInside: 111, MaxInSystem: 112, InsideTime: 113, QueuedTime: 114, FullTime: 115, WorkDone: 116, WorkWasted: 117}
	want := Counters{Uptime: 100, Accepted: 100, Completed: 100, CompletedLate: 100, RejectedFull: 100, RejectedWait: 100, Abandoned: 100,
		Inside: 108, Queued: 109, Zombies: 110, MaxInside: 111, MaxInSystem: 112, InsideTime: 100, QueuedTime: 100, FullTime: 100, WorkDone: 100, WorkWasted: 100}
	if got := late.Sub(early); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestParseAbandon(t *testing.T) {
	for _, text := range []string{"none", "queue", "all"} {
		var a Abandon
		if err := a.UnmarshalText([]byte(text)); err != nil || a.String() != text {
			t.Errorf("abandon %q reads as %v, %v", text, a, err)
		}
	}
	if _, err := ParseAbandon("some"); err == nil || err.Error() != `abandon "some": want none, queue or all` {
		t.Errorf("abandon some: %v", err)
	}
}
