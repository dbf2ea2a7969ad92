package bulkhead

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func parsed(t testing.TB, setting string) Setting {
	t.Helper()
	s, err := ParseSetting(setting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t testing.TB, setting string) Door {
	t.Helper()
	d, err := Open(parsed(t, setting))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// mustEnter has somebody come in who is not to wait, and returns how to leave.
func mustEnter(t testing.TB, d Door) (leave func()) {
	t.Helper()
	leave, err := d.Enter(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

// enter has somebody come in who does not leave any more.
func enter(ctx context.Context, d Door) error {
	_, err := d.Enter(ctx, 0)
	return err
}

// Two seats of a second each and three places: of seven who come a millisecond
// apart two enter, three follow in the order they came, two are refused.
func TestCallersEnterInOrderOfArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := open(t, "2/3")
		var entered []int
		var waited []time.Duration
		var mu sync.Mutex
		var callers sync.WaitGroup
		refused := 0
		for n := range 7 {
			callers.Go(func() {
				came := time.Now()
				leave, err := b.Enter(t.Context(), 0)
				mu.Lock()
				if err != nil {
					refused++
					mu.Unlock()
					return
				}
				entered = append(entered, n)
				waited = append(waited, time.Since(came))
				mu.Unlock()
				time.Sleep(time.Second)
				leave()
			})
			time.Sleep(time.Millisecond)
		}
		callers.Wait()
		if want := []int{0, 1, 2, 3, 4}; !slices.Equal(entered, want) || refused != 2 {
			t.Errorf("entered %v, %d refused, want %v and 2", entered, refused, want)
		}
		want := []time.Duration{0, 0, 998 * time.Millisecond, 998 * time.Millisecond, 1996 * time.Millisecond}
		if !slices.Equal(waited, want) {
			t.Errorf("waited %v, want %v", waited, want)
		}
		got := b.Snapshot()
		if got.InsideTime != 5*time.Second || got.QueuedTime != 3992*time.Millisecond ||
			got.FullTime != 996*time.Millisecond || got.At != 3*time.Second {
			t.Errorf("integrals %+v", got)
		}
	})
}

// A seat given back belongs to the head of the queue even before it wakes: who
// comes in between finds no seat.
func TestNobodyBargesIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := open(t, "1/1")
		leave := mustEnter(t, b)
		head := make(chan error)
		go func() { head <- enter(t.Context(), b) }()
		synctest.Wait()
		leave()
		if got := b.Snapshot(); got.Inside != 1 || got.Queued != 0 {
			t.Errorf("before the head woke %d were inside and %d queued, want 1 and 0", got.Inside, got.Queued)
		}
		if err := <-head; err != nil {
			t.Errorf("head of the queue: %v", err)
		}
	})
}

func TestLongestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := open(t, "1/9 wait 2s")
		leave := mustEnter(t, b)
		var callers sync.WaitGroup
		for n := range 3 {
			callers.Go(func() {
				came := time.Now()
				if err := enter(t.Context(), b); err != ErrWait || time.Since(came) != 2*time.Second {
					t.Errorf("caller %d after %v: %v, want %v after 2s", n, time.Since(came), err, ErrWait)
				}
			})
			time.Sleep(500 * time.Millisecond)
		}
		callers.Wait()
		callers.Go(func() {
			if err := enter(t.Context(), b); err != nil {
				t.Errorf("in time for a seat: %v", err)
			}
		})
		time.Sleep(time.Second)
		leave()
		callers.Wait()
		if got := b.Snapshot(); got.Expired != 3 || got.Admitted != 2 {
			t.Errorf("%d expired, %d admitted, want 3 and 2", got.Expired, got.Admitted)
		}
	})
}

func TestCallerGivesUpWhileQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := open(t, "1/2")
		leave := mustEnter(t, b)
		impatient, giveUp := context.WithCancel(t.Context())
		first, second := make(chan error), make(chan error)
		go func() { first <- enter(impatient, b) }()
		synctest.Wait()
		go func() { second <- enter(t.Context(), b) }()
		synctest.Wait()
		giveUp()
		if err := <-first; err != context.Canceled {
			t.Errorf("gave up with %v, want %v", err, context.Canceled)
		}
		if got := b.Snapshot(); got.Queued != 1 || got.Cancelled != 1 {
			t.Errorf("%d queued, %d cancelled, want 1 each", got.Queued, got.Cancelled)
		}
		leave()
		if err := <-second; err != nil {
			t.Errorf("behind who gave up: %v", err)
		}
	})
}

func TestLeavingTwicePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a seat nobody had was given back")
		}
	}()
	leave := mustEnter(t, open(t, "1/0"))
	leave()
	leave()
}

// Hundreds of callers who wait, give up and are refused at random all end in
// exactly one way, and never are more inside than there are seats.
func TestEveryCallerIsCountedOnce(t *testing.T) {
	const seats, callers, calls = 4, 200, 50
	b := open(t, "4/60 wait 300us")
	var inside, ended atomic.Int64
	var all sync.WaitGroup
	for n := range callers {
		all.Go(func() {
			for range calls {
				ctx, stop := context.WithTimeout(t.Context(), time.Duration(n)*2*time.Microsecond)
				if leave, err := b.Enter(ctx, 0); err == nil {
					if now := inside.Add(1); now > seats {
						t.Errorf("%d inside", now)
					}
					inside.Add(-1)
					leave()
				}
				ended.Add(1)
				stop()
			}
		})
	}
	all.Wait()
	got := b.Snapshot()
	if sum := got.Admitted + got.Full + got.Expired + got.Cancelled; sum != callers*calls {
		t.Errorf("%d of %d callers counted: %+v", sum, callers*calls, got)
	}
	if got.Inside != 0 || got.Queued != 0 || got.MaxInside > seats || got.MaxQueued > 60 {
		t.Errorf("left behind: %+v", got)
	}
}

func TestEnterAllocatesNothing(t *testing.T) {
	room, full := open(t, "20/100"), open(t, "1/0")
	mustEnter(t, full)
	allocs := testing.AllocsPerRun(100, func() {
		if leave, err := room.Enter(t.Context(), time.Second); err == nil {
			leave()
		}
		if _, err := full.Enter(t.Context(), 0); err != ErrFull {
			t.Error(err)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations to be admitted and refused, want none", allocs)
	}
}

// One inside for three seconds, one queued who waits too long, one who finds
// the queue full, and one whose caller gives up before the longest wait.
func TestMiddleware(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		served := Middleware(open(t, "1/1 wait 1s"), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			time.Sleep(3 * time.Second)
		}))
		var callers sync.WaitGroup
		call := func(patience time.Duration) *httptest.ResponseRecorder {
			answer := httptest.NewRecorder()
			callers.Go(func() {
				ctx, stop := context.WithTimeout(t.Context(), patience)
				defer stop()
				served.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, "GET", "/", nil))
			})
			synctest.Wait()
			return answer
		}
		inside, queued, full := call(time.Minute), call(time.Minute), call(time.Minute)
		time.Sleep(1500 * time.Millisecond)
		gone := call(500 * time.Millisecond)
		callers.Wait()
		check := func(name string, answer *httptest.ResponseRecorder, status int, reason string) {
			t.Helper()
			h := answer.Header()
			if answer.Code != status || h.Get("X-Matchday-Reject") != reason || (h.Get("Retry-After") == "1") != (reason != "") {
				t.Errorf("%s: %d %v, want %d for reason %q", name, answer.Code, h, status, reason)
			}
		}
		check("inside", inside, 200, "")
		check("waited too long", queued, 503, "wait")
		check("no place", full, 503, "full")
		check("gave up", gone, 503, "")
	})
}

// A handler that panics gives its seat back.
func TestMiddlewareSurvivesPanic(t *testing.T) {
	b := open(t, "1/0")
	served := Middleware(b, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	func() {
		defer func() { recover() }()
		served.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	}()
	if got := b.Snapshot(); got.Inside != 0 {
		t.Errorf("%d inside after a panic, want 0", got.Inside)
	}
}
