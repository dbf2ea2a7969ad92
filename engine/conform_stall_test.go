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
func frozenTarget(t *testing.T, e engine.Engine) {
	const (
		gap    = 10 * time.Millisecond
		n      = 300
		length = n * gap
	)
	g := newGate(t)
	var came atomic.Int64
	var froze, thawed time.Time
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch i := came.Add(1); {
		case i == n/3:
			froze = time.Now()
			time.AfterFunc(length/3, func() { thawed = time.Now(); g.Open() })
			g.pass(r)
		case i > n/3:
			g.pass(r)
		}
		ok(w, r)
	})
	r := play(t, e, get(t, url, every(gap, n)))
	r.want(t, all(measure.OK, n))

	// What is asked for is what came about, on a busy machine too: the time the
	// target was frozen, how late callers were, and how long the thaw took.
	frozen := thawed.Sub(froze)
	var response, service measure.Hist
	var slip time.Duration
	for _, s := range r.samples {
		response.Record(s.Response())
		service.Record(s.Service())
		slip = max(slip, s.Lag())
		if thaw := thawed.Sub(r.Began); s.Sent < thaw {
			slip = max(slip, s.Done-thaw)
		}
	}
	within := frozen/20 + min(slip, frozen/5)
	for _, q := range []float64{.75, .9, .95, .99} {
		want := frozen - time.Duration((1-q)*float64(length))
		for name, h := range map[string]measure.Hist{"response": response, "service": service} {
			if got := h.Quantile(q); (got - want).Abs() > within {
				t.Errorf("%s quantile %v is %v; want %v ± %v, having been frozen for %v", name, q, got, want, within, frozen)
			}
		}
	}
}
