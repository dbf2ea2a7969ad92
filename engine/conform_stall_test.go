package engine_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// A target that freezes once, for S in a run of R at a constant rate, makes the
// callers of that time wait evenly between 0 and S. Their share is S/R, so the
// quantile q of all responses is S − (1−q)·R as long as that is positive
// (coordinated omission would hide all but one of them).
//
// A machine that stands still itself for longer than the test allows for can
// tell nothing; a bystander notices.
func frozenTarget(t *testing.T, e engine.Engine) {
	const most = time.Second / 5
	for range 3 {
		r, frozen, slip := freeze(t, e)
		if slip < most {
			r.checkFrozen(t, frozen, frozen/20+slip)
			return
		}
		t.Logf("the machine stood still for %v", slip)
	}
	t.Skip("the machine is too busy")
}

const (
	freezeGap    = 10 * time.Millisecond
	freezeLength = 3 * time.Second
)

// freeze sends to a target that freezes for a third of the run. It returns how
// long it was frozen, and how far instants may be off because of the machine.
func freeze(t *testing.T, e engine.Engine) (r *tape, frozen, slip time.Duration) {
	const n = int(freezeLength / freezeGap)
	g := newGate(t)
	var came atomic.Int64
	var froze, thawed atomic.Pointer[time.Time]
	note := func(p *atomic.Pointer[time.Time]) { now := time.Now(); p.Store(&now) }
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		i := came.Add(1)
		if i == int64(n)/3 {
			note(&froze)
			time.AfterFunc(freezeLength/3, func() { note(&thawed); g.Open() })
		}
		if i >= int64(n)/3 {
			g.pass(r)
		}
		ok(w, r)
	})
	slip = bystander(func() { r = play(t, e, get(t, url, every(freezeGap, n))) })
	r.want(t, all(measure.OK, int64(n)))
	// Answering all who waited takes a moment, too.
	thaw := thawed.Load().Sub(r.Began)
	for _, s := range r.samples {
		if s.Sent < thaw {
			slip = max(slip, s.Done-thaw)
		}
	}
	return r, thawed.Load().Sub(*froze.Load()), slip
}

// bystander returns by how much a goroutine that does nothing else than look at
// the clock was ever late while act ran.
func bystander(act func()) (late time.Duration) {
	const step = 5 * time.Millisecond
	tick := time.NewTicker(step)
	defer tick.Stop()
	over, seen := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(seen)
		for last := time.Now(); ; {
			select {
			case <-over:
				return
			case now := <-tick.C:
				late = max(late, now.Sub(last)-step, time.Since(now))
				last = now
			}
		}
	}()
	act()
	close(over)
	<-seen
	return late
}

func (r *tape) checkFrozen(t *testing.T, frozen, within time.Duration) {
	t.Helper()
	var response, service measure.Hist
	for _, s := range r.samples {
		response.Record(s.Response())
		service.Record(s.Service())
	}
	for _, q := range []float64{.75, .9, .95, .99} {
		want := frozen - time.Duration((1-q)*float64(freezeLength))
		for name, h := range map[string]measure.Hist{"response": response, "service": service} {
			if got := h.Quantile(q); (got - want).Abs() > within {
				t.Errorf("%s quantile %v is %v; want %v ± %v, having been frozen for %v", name, q, got, want, within, frozen)
			}
		}
	}
}
