package engine_test

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
)

// A fresh engine drives a new machine in every run.
type fresh func() engine.Machine

func (fresh) Name() string      { return "virtual" }
func (fresh) Caps() engine.Caps { return engine.Virtual{}.Caps() }

func (f fresh) Run(ctx context.Context, p engine.Plan, rec engine.Recorder) (engine.Account, error) {
	return engine.Virtual{Machine: f()}.Run(ctx, p, rec)
}

// onServer returns an engine on a server of those options.
func onServer(t testing.TB, cpus int, demand time.Duration, setting string) fresh {
	t.Helper()
	return onOptions(t, model.Options{CPUs: cpus, Demand: demand, Bulkhead: parsed(t, setting)})
}

func onOptions(t testing.TB, o model.Options) fresh {
	return func() engine.Machine {
		s, err := model.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func parsed(t testing.TB, text string) bulkhead.Setting {
	t.Helper()
	s, err := bulkhead.ParseSetting(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A deaf machine never answers its first callers; all others are served after a
// nanosecond, or turned away if it has no patience.
type deaf struct {
	callers int
	closed  bool
	onEnd   func(int, model.Ending)
	due     []time.Duration // of ids from here on
	first   int
}

func (d *deaf) OnEnd(f func(int, model.Ending)) { d.onEnd = f }
func (d *deaf) Leave(time.Duration, int)        {}

func (d *deaf) Arrive(at, _ time.Duration) (id int, ok bool) {
	if d.closed {
		return 0, false
	}
	if d.callers > 0 {
		d.callers--
		d.first++
		return d.first - 1, true
	}
	d.due = append(d.due, at+1)
	return d.first + len(d.due) - 1, true
}

func (d *deaf) Next() (time.Duration, bool) {
	i := slices.IndexFunc(d.due, func(at time.Duration) bool { return at > 0 })
	if i < 0 {
		return 0, false
	}
	return d.due[i], true
}

func (d *deaf) Advance(at time.Duration) {
	for i, due := range d.due {
		if due > 0 && due <= at {
			d.due[i] = 0
			d.onEnd(d.first+i, model.Ending{At: due})
		}
	}
}

// What the conformance suite asks without a wire holds in virtual time too.
func TestVirtualConforms(t *testing.T) {
	quick := onServer(t, 20, time.Millisecond, "none")
	refuses := fresh(func() engine.Machine { return &deaf{closed: true} })
	deafToFive := fresh(func() engine.Machine { return &deaf{callers: 5} })
	for _, c := range []struct {
		name  string
		check func(*testing.T, engine.Engine)
		on    engine.Engine
	}{
		{"two at one instant", twoAtOneInstant, quick},
		{"silence", silence, quick},
		{"arrival at the end", arrivalAtTheEnd, quick},
		{"empty schedule", emptySchedule, quick},
		{"impossible plans", impossiblePlans, quick},
		{"cancel before the start", cancelBeforeTheStart, quick},
		{"served at the second attempt", servedAtTheSecondAttempt, deafToFive},
		{"retries run out", retriesRunOut, refuses},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, c.on) })
	}
}

// order is where requests go that go nowhere.
const order = "http://model/order"

// Two CPUs and one place: three of five at one instant are served, at instants
// known to the nanosecond, and two are turned away at once.
func TestVirtualSamples(t *testing.T) {
	const demand = 30 * time.Millisecond
	r := play(t, onServer(t, 2, demand, "2/1"), get(t, order, at(demand, demand, demand, demand, demand)))
	ok := func(user int64, done time.Duration) measure.Sample {
		return measure.Sample{User: user, Attempt: 1, Last: true, Arrived: demand, Due: demand, Sent: demand,
			FirstByte: done, Done: done, Outcome: measure.OK, Status: 200, Queued: done - 2*demand, Inside: demand}
	}
	rejected := func(user int64) measure.Sample {
		s := ok(user, demand)
		s.Outcome, s.Status, s.Queued, s.Inside = measure.Rejected, 503, 0, 0
		return s
	}
	want := []measure.Sample{rejected(3), rejected(4), ok(0, 2*demand), ok(1, 2*demand), ok(2, 3*demand)}
	if !slices.Equal(r.samples, want) {
		t.Errorf("samples\n got %+v\nwant %+v", r.samples, want)
	}
	levels := []measure.Level{
		{At: 20 * time.Millisecond},
		{At: 40 * time.Millisecond, InFlight: 3, Max: 4, Integral: 3 * 10 * time.Millisecond},
		{At: 60 * time.Millisecond, InFlight: 1, Max: 3, Integral: 3 * 30 * time.Millisecond},
		{At: 80 * time.Millisecond, InFlight: 1, Max: 1, Integral: 110 * time.Millisecond},
		{At: 90 * time.Millisecond, Max: 1, Integral: 120 * time.Millisecond},
	}
	if !slices.Equal(r.levels, levels) {
		t.Errorf("levels\n got %+v\nwant %+v", r.levels, levels)
	}
}

// One CPU, three callers at once: the second is answered exactly when it would
// have given up and the third a demand later, which is too late.
func TestVirtualTimeoutIsExact(t *testing.T) {
	p := get(t, order, at(0, 0, 0))
	p.Client.Timeout = 2 * time.Second
	r := play(t, onServer(t, 1, time.Second, "1/9"), p)
	r.want(t, map[measure.Outcome]int64{measure.OK: 2, measure.Timeout: 1})
	last := r.samples[2]
	if last.Outcome != measure.Timeout || last.Done != 2*time.Second || last.Status != 0 || last.FirstByte != 0 {
		t.Errorf("the third: %+v; want a timeout at 2s", last)
	}
}

// A machine that is told of a caller's leaving drops it, and the next one has
// its seat at that instant.
func TestVirtualTellsWhoLeft(t *testing.T) {
	var server *model.Server
	o := model.Options{CPUs: 1, Demand: 3 * time.Second, Abandon: model.AbandonAll, Bulkhead: parsed(t, "1/1")}
	p := get(t, order, at(0, 500*time.Millisecond))
	p.Client.Timeout = 2 * time.Second
	r := play(t, fresh(func() engine.Machine { server, _ = model.NewServer(o); return server }), p)
	r.want(t, all(measure.Timeout, 2))
	c := server.Counters(r.samples[1].Done)
	if c.Abandoned != 2 || c.WorkWasted != 2500*time.Millisecond || c.Closes() != nil {
		t.Errorf("%+v, %v; want both dropped, after 2.5s of work", c, c.Closes())
	}
}

// A queue that refuses after a wait refuses with 503 as well, and a refusal's
// Retry-After is heeded by whoever heeds it on the wire.
func TestVirtualRefusalAfterAWait(t *testing.T) {
	p := get(t, order, at(0, 0))
	p.Client.Retries, p.Client.RetryAfter, p.Client.RetryOn = 1, true, []measure.Outcome{measure.Rejected}
	r := play(t, onServer(t, 1, time.Second, "1/9 wait 300ms"), p)
	r.want(t, map[measure.Outcome]int64{measure.OK: 2, measure.Rejected: 1})
	if s := r.samples[0]; s.Outcome != measure.Rejected || s.Status != 503 || s.Done != 300*time.Millisecond {
		t.Errorf("refused: %+v; want 503 after 300ms", s)
	}
	if s := r.samples[2]; s.Due != 1300*time.Millisecond || s.Done != 2300*time.Millisecond {
		t.Errorf("tried again: %+v; want due at 1.3s", s)
	}
}

// A database with one connection and no queue for it refuses the second of two
// after the CPUs have worked for it: with 503 as at the door.
func TestVirtualRefusalByTheDatabase(t *testing.T) {
	o := model.Options{CPUs: 2, Demand: time.Second,
		Database: &model.Database{CPUs: 1, Demand: time.Second, Conns: parsed(t, "1/0")}}
	r := play(t, onOptions(t, o), get(t, order, at(0, 0)))
	r.want(t, map[measure.Outcome]int64{measure.OK: 1, measure.Rejected: 1})
	if s := r.samples[0]; s.Outcome != measure.Rejected || s.Status != 503 || s.Done != time.Second {
		t.Errorf("refused: %+v; want 503 after 1s", s)
	}
}

func TestVirtualInFlightCap(t *testing.T) {
	p := get(t, order, every(time.Millisecond, 10))
	p.Client.InFlight = 3
	r := play(t, onServer(t, 20, time.Second, "none"), p)
	r.want(t, map[measure.Outcome]int64{measure.OK: 3, measure.Unsent: 7})
	if r.Reached != 10 {
		t.Errorf("reached %d; want all 10, stopped by a limit or not", r.Reached)
	}
}

// Every other user posts three bytes, and half of the users find the cap reached.
// All samples say which request it was, and how much of it was sent.
func TestVirtualSamplesTellTheRequest(t *testing.T) {
	p := get(t, order, every(time.Millisecond, 6))
	p.Client.InFlight = 3
	p.Source, _ = engine.RoundRobin([]engine.Request{{URL: order}, {Method: "POST", URL: order, Body: []byte("abc")}})
	r := play(t, onServer(t, 20, time.Second, "none"), p)
	for user, bytes := range []int64{0, 3, 0, 0, 0, 0} {
		i := slices.IndexFunc(r.samples, func(s measure.Sample) bool { return s.User == int64(user) })
		if s := r.samples[i]; s.Request != user%2 || s.BytesOut != bytes {
			t.Errorf("user %d: request %d and %d bytes out, want %d and %d", user, s.Request, s.BytesOut, user%2, bytes)
		}
	}
}

// The end of the context is seen after some thousand events at most; what was in
// flight, what was to be tried again and who was still to come are cut off.
func TestVirtualIsCut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := new(tape)
	r.heard = func(measure.Sample) {
		if len(r.samples) == 20_000 {
			cancel()
		}
	}
	p := get(t, order, every(time.Millisecond, 100_000))
	p.Client.Timeout, p.Client.Retries, p.Client.Backoff = 100*time.Millisecond, 1, 50*time.Millisecond
	r.play(ctx, t, onServer(t, 20, 50*time.Millisecond, "none"), p)
	by := r.by()
	if !errors.Is(r.err, context.Canceled) || by[measure.Cut] < 70_000 || r.Reached < 1000 || r.NotReached < 70_000 {
		t.Errorf("%v, %+v; want most of them cut, and not all", r.err, r.Account)
	}
	left := 0
	for _, s := range r.samples {
		if s.Outcome == measure.Cut && s.Left() {
			left++
		}
	}
	if want := int64(left) + r.NotReached; left < 10 || by[measure.Cut] <= want {
		t.Errorf("%d were in flight, %d cut; want some, and retries beside them", left, by[measure.Cut])
	}
}

func TestVirtualRefuses(t *testing.T) {
	check := func(want string, change func(*engine.Plan)) {
		t.Helper()
		p := get(t, order, at(0))
		change(&p)
		_, err := onServer(t, 1, time.Second, "none").Run(t.Context(), p, new(tape))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v; want one with %q", err, want)
		}
	}
	check(`protocol "h2c"`, func(p *engine.Plan) { p.Transport.Protocol = "h2c" })
	check(`unix socket "x.sock"`, func(p *engine.Plan) { p.Transport.Unix = "x.sock" })
	check(`certificates`, func(p *engine.Plan) { p.Transport.Insecure = true })
	check(`connections`, func(p *engine.Plan) { p.Transport.NoReuse = true })
	check(`assertions`, func(p *engine.Plan) { p.Client.Assert.Length = 3 })
	check(`URL "https://model/"`, func(p *engine.Plan) { p.Source = single{URL: "https://model/"} })
	check(`user 1 comes at 0s`, func(p *engine.Plan) { p.Arrivals = at(time.Second, 0) })
	if _, err := (engine.Virtual{}).Run(t.Context(), get(t, order, at(0)), new(tape)); err == nil {
		t.Error("an engine without a machine runs")
	}
}

// The same plan over the wire and in virtual time, against a server that takes
// in two, for longer than anybody waits: the same users get the same outcomes,
// and try again after the same pauses.
func TestVirtualAgreesWithTheWire(t *testing.T) {
	o := model.Options{CPUs: 2, Demand: time.Hour, Bulkhead: parsed(t, "2/2")}
	station, err := reference.NewSharing(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(reference.Handler(station))
	defer server.Close()
	defer station.Close()
	decisions := func(e engine.Engine) []measure.Sample {
		p := get(t, server.URL+"/order", every(10*time.Millisecond, 12))
		p.Seed = 7
		p.Client.Timeout, p.Client.Retries, p.Client.Backoff = 2*impatience, 2, 20*time.Millisecond
		p.Client.RetryOn = []measure.Outcome{measure.Rejected, measure.Timeout}
		r := play(t, e, p)
		slices.SortFunc(r.samples, func(a, b measure.Sample) int {
			return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Attempt, b.Attempt))
		})
		for i := len(r.samples) - 1; i >= 0; i-- {
			s := &r.samples[i]
			if s.Attempt > 1 {
				s.Due -= r.samples[i-1].Done // the pause
				s.Arrived = 0
			}
			*s = measure.Sample{User: s.User, Attempt: s.Attempt, Last: s.Last, Due: s.Due, Outcome: s.Outcome, Status: s.Status}
		}
		return r.samples
	}
	virtual, wire := decisions(onOptions(t, o)), decisions(engine.Vegeta{})
	if !slices.Equal(virtual, wire) {
		t.Errorf("virtual %+v\nwire    %+v", virtual, wire)
	}
}

// The load is never more than three quarters of what the server can do, but for
// fifteen seconds it has no processors. Without a bulkhead it never comes back,
// since everybody tries twice; behind one it does, as soon as it can.
func TestVirtualTriggerOfCapacity(t *testing.T) {
	check := func(setting string, least, most int64) {
		t.Helper()
		o := model.Options{CPUs: 20, Demand: time.Second, Bulkhead: parsed(t, setting),
			Dips: []model.Dip{{At: 100 * time.Second, For: 15 * time.Second}}}
		p := get(t, order, every(time.Second/15, 15*600))
		p.Tick, p.Client.Timeout, p.Client.Retries, p.Client.Backoff = time.Second, 10*time.Second, 1, time.Second
		r := play(t, onOptions(t, o), p)
		var late measure.ByOutcome // of those who came when it had long been over
		for _, s := range r.samples {
			if s.Due > 200*time.Second {
				late[s.Outcome]++
			}
		}
		if ok := late[measure.OK]; ok < least || ok > most {
			t.Errorf("%s: %v; want %d to %d served after the dip", setting, late, least, most)
		}
	}
	check("none", 0, 0)
	check("20/20", 5999, 6000)
}
