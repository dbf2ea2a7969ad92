package engine

import (
	"context"
	"time"
)

// A clock reads offsets from the start of a run.
type clock struct{ start time.Time }

func (c clock) now() time.Duration { return time.Since(c.start) }

// A waiter lets one goroutine wait for instants, more precisely than timers do
// where the system has an [alarm]: Go's timers fire up to a millisecond late on
// Linux, because the runtime waits for them in whole milliseconds.
type waiter struct {
	clock
	timer *time.Timer
	alarm *alarm // nil where there is none
}

func newWaiter(c clock) *waiter {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &waiter{clock: c, timer: t, alarm: newAlarm()}
}

func (w *waiter) close() {
	w.timer.Stop()
	w.alarm.close()
}

// What ends a wait.
type waited int

const (
	reached waited = iota // the instant has come
	woken                 // something else may be due earlier
	ended                 // the run is over
)

// until waits for the instant due, a word on wake, or the end of ctx. The last
// stretch before due, while the alarm is set, nothing else is heeded.
func (w *waiter) until(ctx context.Context, due time.Duration, wake <-chan struct{}) waited {
	for ctx.Err() == nil {
		rest := due - w.now()
		if rest <= 0 {
			return reached
		}
		if w.alarm.sleep(rest) {
			continue
		}
		w.timer.Reset(rest - w.alarm.stretch())
		select {
		case <-w.timer.C:
		case <-ctx.Done():
		case <-wake:
			return woken
		}
	}
	return ended
}
