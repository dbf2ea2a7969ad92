package engine

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestUntil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaiter(clock{time.Now()})
		defer w.close()
		w.alarm.close()
		w.alarm = nil // the kernel's clock does not know of the bubble's
		wake := make(chan struct{}, 1)
		check := func(what string, due time.Duration, want waited, wantNow time.Duration) {
			t.Helper()
			if got := w.until(ctx, due, wake); got != want || w.now() != wantNow {
				t.Errorf("%s: %v at %v; want %v at %v", what, got, w.now(), want, wantNow)
			}
		}
		check("an instant", time.Second, reached, time.Second)
		check("an instant gone by", 1, reached, time.Second)
		time.AfterFunc(time.Second, func() { wake <- struct{}{} })
		check("woken", never, woken, 2*time.Second)
		time.AfterFunc(time.Second, cancel)
		check("ended", never, ended, 3*time.Second)
		check("ended before", 1, ended, 3*time.Second)
	})
}

// An alarm must never ring early by more than what is spun.
func TestAlarm(t *testing.T) {
	a := newAlarm()
	if a == nil {
		t.Skip("no alarms here")
	}
	defer a.close()
	if a.sleep(time.Second) {
		t.Error("an alarm was set for a whole second")
	}
	for range 20 {
		began := time.Now()
		if !a.sleep(time.Millisecond) {
			t.Fatal("the alarm was not set")
		}
		if slept := time.Since(began); slept < time.Millisecond-50*time.Microsecond {
			t.Errorf("slept %v of a millisecond", slept)
		}
	}
}
