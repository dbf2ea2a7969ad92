package engine_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

func cancelInAGap(t *testing.T, e engine.Engine) {
	const far = 20_000
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := &tape{heard: func(measure.Sample) { cancel() }}
	began := time.Now()
	r.play(ctx, t, e, get(t, serve(t, ok), func(yield func(time.Duration) bool) {
		_ = yield(0)
		for range far { // more than an engine pulls ahead
			_ = yield(longest)
		}
	}))
	if !errors.Is(r.err, context.Canceled) || time.Since(began) > longest/2 {
		t.Errorf("error %v after %v; want the context's, long before the gap is over", r.err, time.Since(began))
	}
	r.want(t, map[measure.Outcome]int64{measure.OK: 1, measure.Cut: far})
	if r.Reached != 1 || r.NotReached != far {
		t.Errorf("reached %d, not reached %d; want 1 and %d", r.Reached, r.NotReached, far)
	}
}

func cancelBeforeTheStart(t *testing.T, e engine.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := new(tape)
	r.play(ctx, t, e, get(t, serve(t, ok), every(time.Millisecond, 50)))
	r.want(t, all(measure.Cut, 50))
	if r.NotReached != 50 || r.Conns != 0 {
		t.Errorf("%+v; want 50 not reached and no connection", r.Account)
	}
}

// The target answers nobody before Run has returned, so Run cannot have waited
// for answers.
func cancelDuringSlowAnswers(t *testing.T, e engine.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	g := newGate(t)
	var inside atomic.Int64
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if inside.Add(1) == 20 {
			cancel()
		}
		g.pass(r)
	})
	r := new(tape)
	r.play(ctx, t, e, get(t, url, func(yield func(time.Duration) bool) {
		every(time.Millisecond, 20)(yield)
		_ = yield(longest)
	}))
	r.want(t, all(measure.Cut, 21))
	if r.Reached != 20 || r.NotReached != 1 {
		t.Errorf("reached %d, not reached %d; want 20 and 1", r.Reached, r.NotReached)
	}
}

// A user whose next attempt lies behind the end of the run must not be counted
// by an earlier one.
func cancelWithRetriesPending(t *testing.T, e engine.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := new(tape)
	r.heard = func(measure.Sample) {
		if len(r.samples) == 5 {
			cancel()
		}
	}
	p := get(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }), every(1, 5))
	p.Client.Retries, p.Client.RetryOn, p.Client.Backoff = 1, []measure.Outcome{measure.ServerError}, longest
	r.play(ctx, t, e, p)
	r.want(t, map[measure.Outcome]int64{measure.ServerError: 5, measure.Cut: 5})
	if r.Reached != 5 || r.NotReached != 0 || r.Retries != 5 {
		t.Errorf("%+v; want 5 reached and 5 retries", r.Account)
	}
}

// The recorder does not return from its first call before the target has seen
// everybody.
func slowRecorder(t *testing.T, e engine.Engine) {
	const n = 100
	g := newGate(t)
	var served atomic.Int64
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if served.Add(1) == n {
			g.Open()
		}
		ok(w, r)
	})
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	r := &tape{heard: func(measure.Sample) { <-g.open }}
	r.play(ctx, t, e, get(t, url, every(time.Millisecond, n)))
	r.want(t, all(measure.OK, n))
}

// The target keeps three until all others were stopped by the cap.
func inFlightCap(t *testing.T, e engine.Engine) {
	g := newGate(t)
	p := get(t, serve(t, func(w http.ResponseWriter, r *http.Request) { g.pass(r); ok(w, r) }), every(time.Millisecond, 10))
	p.Client.InFlight = 3
	r := new(tape)
	r.heard = func(measure.Sample) {
		if r.by()[measure.Unsent] == 7 {
			g.Open()
		}
	}
	r.play(t.Context(), t, e, p)
	r.want(t, map[measure.Outcome]int64{measure.OK: 3, measure.Unsent: 7})
	if r.Reached != 10 {
		t.Errorf("reached %d; want all 10, stopped by a limit or not", r.Reached)
	}
}
