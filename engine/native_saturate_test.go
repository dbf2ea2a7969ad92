package engine_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// saturate has callers take turns and checks what holds of every run, cut short
// or not.
func (r *tape) saturate(ctx context.Context, t *testing.T, e engine.Native, p engine.Plan, callers int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	p.Arrivals = nil
	r.Account, r.err = e.Saturate(ctx, p, callers, r)
	r.arrived = r.Users // there is no schedule to hold them against
	noneLeft(t)
	r.checkAccount(t)
	r.checkInstants(t)
	r.checkUsers(t)
	r.checkGauge(t)
}

// A headcount is how many are inside a server at once, and were at most.
type headcount struct{ now, most, served atomic.Int64 }

// enter counts somebody in and returns how many are inside.
func (c *headcount) enter() int64 {
	now := c.now.Add(1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
	}
	return now
}

// leave counts somebody out, before the answer is on its way.
func (c *headcount) leave() { c.now.Add(-1); c.served.Add(1) }

// The first of the callers are held until all of them are there; from then on
// everybody is answered at once.
func TestSaturate(t *testing.T) {
	const callers, length = 7, 500 * time.Millisecond
	for _, shards := range []int{1, 3} {
		t.Run(strconv.Itoa(shards)+" shards", func(t *testing.T) {
			var inside headcount
			g := newGate(t)
			p := get(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
				if inside.enter() == callers {
					g.Open()
				}
				g.pass(r)
				ok(w, r)
				inside.leave()
			}), nil)
			p.Length = length
			r := new(tape)
			began := time.Now()
			r.saturate(t.Context(), t, engine.Native{Shards: shards}, p, callers)
			if took := time.Since(began); r.err != nil || took < length {
				t.Fatalf("over after %v, %v; want it to go on for %v", took, r.err, length)
			}
			r.want(t, all(measure.OK, inside.served.Load()))
			if inside.most.Load() != callers || r.Users <= callers || r.Conns > callers {
				t.Errorf("%d at once at most, %d users, %d connections; want %d at once, more users, and no more connections", inside.most.Load(), r.Users, r.Conns, callers)
			}
			for _, s := range r.samples {
				if s.Due > length+heldUp || s.Lag() > heldUp {
					t.Errorf("%+v was not due when it was sent, or not before the end", s)
				}
			}
		})
	}
}

// A caller who may try again does so before taking the next turn. There are no
// more loops than callers.
func TestSaturateRetries(t *testing.T) {
	var inside headcount
	p := get(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		inside.enter()
		w.WriteHeader(http.StatusInternalServerError)
		inside.leave()
	}), nil)
	p.Length = 50 * time.Millisecond
	p.Client.Retries, p.Client.RetryOn, p.Client.Backoff = 1, []measure.Outcome{measure.ServerError}, time.Millisecond
	r := new(tape)
	r.saturate(t.Context(), t, engine.Native{Shards: 3}, p, 2)
	r.want(t, all(measure.ServerError, 2*r.Users))
	if inside.most.Load() > 2 || r.Retries != r.Users || r.Users < 2 || r.err != nil {
		t.Errorf("%d at once, %d retries of %d users, %v; want 2 at most, and one retry for each", inside.most.Load(), r.Retries, r.Users, r.err)
	}
}

// Callers who are not let in do not knock as fast as they can. Without that there
// would be thousands of them.
func TestSaturateStaysAway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	p := get(t, "http://"+l.Addr().String()+"/", nil)
	p.Length = 300 * time.Millisecond
	r := new(tape)
	r.saturate(t.Context(), t, engine.Native{}, p, 2)
	r.want(t, all(measure.Refused, r.Users))
	if r.Users < 2 || r.Users > 20 {
		t.Errorf("%d users; want each of two callers to come a few times", r.Users)
	}
}

// The target answers nobody before Saturate has returned, and the length lies
// far ahead.
func TestSaturateCancelled(t *testing.T) {
	const callers = 5
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var inside headcount
	g := newGate(t)
	p := get(t, serve(t, func(_ http.ResponseWriter, r *http.Request) {
		if inside.enter() == callers {
			cancel()
		}
		g.pass(r)
	}), nil)
	p.Length = time.Hour
	r := new(tape)
	r.saturate(ctx, t, engine.Native{Shards: 2}, p, callers)
	r.want(t, all(measure.Cut, callers))
	if !errors.Is(r.err, context.Canceled) || r.Reached != callers || r.NotReached != 0 {
		t.Errorf("%v, %+v; want it cancelled with all callers on their way", r.err, r.Account)
	}
}

// Cancelled while everybody is served, at a moment when perhaps nobody is on the
// way, the run is one that was cut short all the same.
func TestSaturateCancelledMidway(t *testing.T) {
	const callers = 4
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var r tape
	r.heard = func(measure.Sample) {
		if len(r.samples) == 100 {
			cancel()
		}
	}
	p := get(t, serve(t, ok), nil)
	p.Arrivals, p.Length = nil, time.Hour
	a, err := (engine.Native{}).Saturate(ctx, p, callers, &r)
	by := r.by()
	if cut := by[measure.Cut]; by[measure.OK] < 100 || cut > callers || by[measure.OK]+cut != a.Users {
		t.Errorf("outcomes %v of %d users; want a hundred or more served and up to %d cut", by, a.Users, callers)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want the context's", err)
	}
}

func TestSaturateRefuses(t *testing.T) {
	check := func(want string, callers int, change func(*engine.Plan)) {
		t.Helper()
		p := get(t, "http://127.0.0.1:1/", nil)
		change(&p)
		var r tape
		if _, err := (engine.Native{}).Saturate(t.Context(), p, callers, &r); err == nil || !strings.Contains(err.Error(), want) || len(r.samples) > 0 {
			t.Errorf("error %v, %d samples; want one with %q and none", err, len(r.samples), want)
		}
	}
	check("plan: 0 callers; wanted at least one", 0, func(*engine.Plan) {})
	check("wanted no arrivals", 1, func(p *engine.Plan) { p.Arrivals = at(0) })
	check("plan: length 0s is not positive", 1, func(p *engine.Plan) { p.Length = 0 })
	check("timeout 0s is not positive", 1, func(p *engine.Plan) { p.Client.Timeout = 0 })
	check(`protocol "h2c": this engine speaks HTTP/1.1`, 1, func(p *engine.Plan) { p.Transport.Protocol = "h2c" })
}
