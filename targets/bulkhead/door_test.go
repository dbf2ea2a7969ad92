package bulkhead

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Doors of every kind count everybody once who comes, waits, gives up or is
// refused, and have never more inside than the setting says.
func TestEveryDoorCountsEveryCallerOnce(t *testing.T) {
	const callers, calls = 60, 50
	for _, setting := range []string{"4/20 wait 300us", "4/20 codel 50us/200us", "deadline:4/20", "failsafe:4,300us", "xsync:4",
		"adaptive:initial=4,max=4", "adaptive:initial=4,max=4,queue=2", "adaptive:initial=4,max=4,wait=300us", "none"} {
		d := open(t, setting)
		most := int64(4)
		if setting == "none" {
			most = callers
		}
		var inside atomic.Int64
		var all sync.WaitGroup
		for n := range callers {
			all.Go(func() {
				for range calls {
					ctx, stop := context.WithTimeout(t.Context(), time.Duration(n)*4*time.Microsecond)
					if leave, err := d.Enter(ctx, time.Millisecond); err == nil {
						if now := inside.Add(1); now > most {
							t.Errorf("%s: %d inside", setting, now)
						}
						inside.Add(-1)
						leave()
					}
					stop()
				}
			})
		}
		all.Wait()
		got := d.Snapshot()
		if got.Arrived() != callers*calls || got.Inside != 0 || got.Queued != 0 || int64(got.MaxInside) > most {
			t.Errorf("%s: %+v, want %d who all have ended", setting, got, callers*calls)
		}
	}
}

// Each kind refuses the second caller in its own way, or lets it wait.
func TestHowDoorsRefuse(t *testing.T) {
	check := func(setting string, patience, after time.Duration, want error) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			d := open(t, setting)
			mustEnter(t, d)
			ctx, giveUp := context.WithTimeout(t.Context(), time.Minute)
			defer giveUp()
			came := time.Now()
			_, err := d.Enter(ctx, patience)
			if err != want || time.Since(came) != after {
				t.Errorf("%s: %v after %v, want %v after %v", setting, err, time.Since(came), want, after)
			}
			got := d.Snapshot()
			var refused int64
			for _, r := range Refusals() {
				refused += got.Refused(r)
			}
			if reason, ok := want.(Refusal); ok && got.Refused(reason) != 1 || refused+got.Cancelled != 1 {
				t.Errorf("%s: counted %+v", setting, got)
			}
			if got.Inside != 1 || got.InsideTime != after || got.QueuedTime != after {
				t.Errorf("%s: one inside and one queued for %v: %+v", setting, after, got)
			}
		})
	}
	check("1/0", 0, 0, ErrFull)
	check("1/5", 0, time.Minute, context.DeadlineExceeded)
	check("1/5 wait 2s", 0, 2*time.Second, ErrWait)
	check("1/5 codel", 0, 100*time.Millisecond, ErrWait)
	check("deadline:1/5", -1, 0, ErrDeadline)
	check("failsafe:1,2s", 0, 2*time.Second, ErrWait)
	check("xsync:1", 0, time.Minute, context.DeadlineExceeded)
	check("adaptive:initial=1", 0, 0, ErrLimit)
	check("adaptive:initial=1,wait=2s", 0, 2*time.Second, ErrWait)
	check("adaptive:initial=1,queue=1", 0, time.Minute, context.DeadlineExceeded)
}

// With a queue for as many as the limit, the third caller is refused for want of
// a place.
func TestAdaptiveQueueIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, "adaptive:initial=1,queue=1,queue-max=1")
		leave := mustEnter(t, d)
		second := make(chan error)
		go func() { second <- enter(t.Context(), d) }()
		synctest.Wait()
		if err := enter(t.Context(), d); err != ErrFull {
			t.Errorf("third: %v, want %v", err, ErrFull)
		}
		leave()
		if err := <-second; err != nil {
			t.Errorf("second: %v", err)
		}
	})
}

// While times inside stay what they are the limit rises, and once they grow it
// falls, until the longer ones have become the baseline. That all this is the
// library's own doing is why nothing more exact is said.
func TestAdaptiveLimitAdapts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, "adaptive:initial=4,max=40,recent=100ms,recent-max=200ms,samples=5")
		limit := d.(*borrowed).seats.limit
		lowest := 0
		load := func(takes time.Duration) {
			lowest = limit()
			for range 200 {
				var all sync.WaitGroup
				for range limit() {
					all.Go(func() {
						if leave, err := d.Enter(t.Context(), 0); err == nil {
							time.Sleep(takes)
							leave()
						}
					})
				}
				all.Wait()
				lowest = min(lowest, limit())
			}
		}
		load(20 * time.Millisecond)
		calm := limit()
		if calm <= 4 {
			t.Errorf("limit %d after a calm while, want more than the 4 it began with", calm)
		}
		load(300 * time.Millisecond)
		if lowest >= calm {
			t.Errorf("lowest limit %d once all takes longer, want less than %d", lowest, calm)
		}
	})
}

// Bounds of ours change in one door, whose books go on; a library's want another.
func TestChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, "1/2")
		mustEnter(t, d)
		entered := make(chan error, 2)
		for range 2 {
			go func() { entered <- enter(t.Context(), d) }()
		}
		synctest.Wait()
		change := func(to string) Door {
			t.Helper()
			next, err := Change(d, parsed(t, to))
			if err != nil || next.Setting() != parsed(t, to) {
				t.Errorf("changed to %v, %v, want %s", next.Setting(), err, to)
			}
			return next
		}
		if next := change("2/5"); next != d {
			t.Error("other bounds were another door")
		}
		if err := <-entered; err != nil {
			t.Errorf("who has room now: %v", err)
		}
		if next := change("2/5 wait 1s"); next != d {
			t.Error("another wait was another door")
		}
		time.Sleep(time.Second)
		if err := <-entered; err != ErrWait {
			t.Errorf("who waits too long now: %v, want %v", err, ErrWait)
		}
		if got := d.Snapshot(); got.Admitted != 2 || got.Expired != 1 || got.Inside != 2 {
			t.Errorf("books: %+v", got)
		}
		for _, to := range []string{"xsync:1", "none"} {
			if d, next := d, change(to); to == "xsync:1" && next == d || to == "none" && next != d {
				t.Errorf("%s: the same door is %v", to, next == d)
			}
		}
		borrowed := change("failsafe:3,1s")
		if got := borrowed.Snapshot(); got.Arrived() != 0 {
			t.Errorf("another door knows of %+v", got)
		}
		if same, err := Change(borrowed, borrowed.Setting()); err != nil || same != borrowed {
			t.Errorf("the setting in force: %v, another door %v", err, same != borrowed)
		}
		for _, wrong := range []Setting{{Inside: -1}, {Kind: XSync}} {
			if same, err := Change(d, wrong); err == nil || same != d {
				t.Errorf("%+v: %v, another door %v", wrong, err, same != d)
			}
		}
	})
}

func TestPatience(t *testing.T) {
	check := func(name, value string, want time.Duration) {
		t.Helper()
		h := http.Header{}
		h.Set(name, value)
		if got := Patience(h); got != want {
			t.Errorf("%s: %q is %v, want %v", name, value, got, want)
		}
	}
	const envoy, grpc = "X-Envoy-Expected-Rq-Timeout-Ms", "grpc-timeout"
	check(envoy, "1500", 1500*time.Millisecond)
	check(envoy, "1.5", 0)
	check(envoy, "-5", 0)
	check(envoy, "99999999999", 0)
	check(grpc, "2S", 2*time.Second)
	check(grpc, "3H", 3*time.Hour)
	check(grpc, "4M", 4*time.Minute)
	check(grpc, "250m", 250*time.Millisecond)
	check(grpc, "7u", 7*time.Microsecond)
	check(grpc, "8n", 8)
	check(grpc, "99999999H", 0) // more than a duration can hold
	check(grpc, "S", 0)
	check(grpc, "5", 0)
	check("Timeout", "5", 0)
	h := http.Header{}
	for want, set := range map[time.Duration]time.Duration{500 * time.Millisecond: 500 * time.Millisecond, time.Millisecond: time.Microsecond} {
		if SetPatience(h, set); Patience(h) != want {
			t.Errorf("%v was told as %v, want %v", set, Patience(h), want)
		}
	}
}

// The middleware hears how long a caller waits.
func TestMiddlewareHearsPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, "deadline:1/5")
		served := Middleware(d, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(time.Second) }))
		call := func(patience time.Duration) *httptest.ResponseRecorder {
			answer, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
			SetPatience(r.Header, patience)
			served.ServeHTTP(answer, r)
			return answer
		}
		call(time.Minute) // teaches that it takes a second
		go call(time.Minute)
		synctest.Wait()
		answer := call(1900 * time.Millisecond)
		if answer.Code != 503 || answer.Header().Get("X-Matchday-Reject") != "deadline" || answer.Body.String() != "deadline\n" {
			t.Errorf("%d %v %q, want 503 for reason deadline", answer.Code, answer.Header(), answer.Body)
		}
		if answer := call(2 * time.Second); answer.Code != 200 {
			t.Errorf("in time: %d, want 200", answer.Code)
		}
	})
}
