package engine_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// Each of five users is left waiting once and served at the next attempt. The
// pauses are those of the seed, in every run.
func servedAtTheSecondAttempt(t *testing.T, e engine.Engine) {
	const users, backoff = 5, 40 * time.Millisecond
	second := 0 // served at that attempt, in all runs
	pauses := func(seed uint64) (between [users]time.Duration) {
		g := newGate(t)
		p := get(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/1" {
				g.pass(r)
				return
			}
			ok(w, r)
		})+"${attempt}", every(1, users))
		p.Seed = seed
		p.Client.Timeout, p.Client.Retries, p.Client.Backoff = 4*impatience, 10, backoff
		r := play(t, e, p)
		for _, s := range r.samples {
			switch s.Attempt {
			case 1:
				between[s.User] -= s.Done
			case 2:
				between[s.User] += s.Due
			}
			switch {
			case s.Attempt == 2 && s.Outcome == measure.OK:
				second++
			case s.Attempt > 2 && s.Outcome == measure.OK:
			case s.Outcome == measure.Timeout && s.Response() >= p.Client.Timeout: // of a busy machine, too
			default:
				t.Errorf("%s at attempt %d after %v", s.Outcome, s.Attempt, s.Response())
			}
		}
		if served := r.by()[measure.OK]; served != users {
			t.Errorf("%d of %d users were served: %v", served, users, r.by())
		}
		return between
	}
	first, again, other := pauses(1), pauses(1), pauses(2)
	if second == 0 {
		t.Error("nobody was served at the second attempt")
	}
	if first != again || first == other {
		t.Errorf("pauses %v, with the same seed %v, with another %v", first, again, other)
	}
	for _, d := range first {
		if d < backoff/2 || d >= backoff*3/2 {
			t.Errorf("pause %v is not in [0.5, 1.5) of %v", d, backoff)
		}
	}
}

func retriesRunOut(t *testing.T, e engine.Engine) {
	p := get(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }), every(1, 10))
	p.Client.Retries = 2
	play(t, e, p).want(t, all(measure.Rejected, 10)) // only timeouts are tried again
	p.Client.RetryOn = []measure.Outcome{measure.Rejected}
	r := play(t, e, p)
	r.want(t, all(measure.Rejected, 30))
	if r.Retries != 20 || r.Users != 10 {
		t.Errorf("%d retries of %d users; want 20 of 10", r.Retries, r.Users)
	}
}

func retryAfter(t *testing.T, e engine.Engine) {
	var came atomic.Int64
	p := get(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(503)
			return
		}
		ok(w, r)
	}), at(0))
	p.Client.Retries, p.Client.RetryAfter, p.Client.RetryOn = 1, true, []measure.Outcome{measure.Rejected}
	r := play(t, e, p)
	r.want(t, map[measure.Outcome]int64{measure.Rejected: 1, measure.OK: 1})
	if pause := r.samples[1].Due - r.samples[0].Done; pause != time.Second {
		t.Errorf("tried again after %v; want the second asked for", pause)
	}
}

// Everybody is turned away, and the first ten spend what the budget holds to
// begin with before the others come. What twenty of those bring is two tokens,
// whatever the order in which they come and go.
func retryBudget(t *testing.T, e engine.Engine) {
	const first, others, brought = 10, 20, 2
	spent := make(chan struct{})
	p := get(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }), nil)
	p.Arrivals = func(yield func(time.Duration) bool) {
		for user := range first + others {
			if user == first {
				<-spent
			}
			if !yield(0) {
				return
			}
		}
	}
	p.Client.Retries, p.Client.RetryOn = first+brought+1, []measure.Outcome{measure.Rejected}
	p.Client.RetryBudget = engine.RetryBudget{Share: .1, Burst: first}
	r := new(tape)
	r.heard = func(measure.Sample) {
		if len(r.samples) == first {
			close(spent)
		}
	}
	r.play(t.Context(), t, e, p)
	r.want(t, all(measure.Rejected, first+others+first+brought))
	if r.Retries != first+brought || r.Withheld != r.Users {
		t.Errorf("%d retries, %d withheld of %d users; want %d, and all in the end", r.Retries, r.Withheld, r.Users, first+brought)
	}
}
