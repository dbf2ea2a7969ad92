package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"matchday/measure"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A plainRun is the virtual engine as it is defined: at every step it looks
// through everything for what happens next.
type plainRun struct {
	plan   Plan
	server *model.Server
	rec    Recorder
	now    time.Duration
	tick   time.Duration
	todo   []attempt // retries in the order in which they came up, then arrivals
	flying []plainCall
	gauge  measure.Gauge

	saved    int // of the retry budget, in tenths of a token
	withheld int64
}

type plainCall struct {
	attempt
	id int
}

func (r *plainRun) run() {
	r.saved = 10 * r.plan.Client.RetryBudget.Burst
	r.server.OnEnd(r.ended)
	for len(r.todo) > 0 || len(r.flying) > 0 {
		r.step()
	}
	r.rec.Level(r.gauge.Read(r.now))
}

func (r *plainRun) step() {
	at, what := r.tick, 2
	next := -1
	for i, a := range r.todo {
		if a.due < at {
			at, what, next = a.due, 3, i
		}
	}
	for i, c := range r.flying {
		if gone := c.due + r.plan.Client.Timeout; gone < at || gone == at && what >= 2 {
			at, what, next = gone, 1, i
		}
	}
	if due, ok := r.server.Next(); ok && due <= at {
		at, what = due, 0
	}
	r.now = at
	switch what {
	case 0:
		r.server.Advance(at)
	case 1:
		c := r.flying[next]
		r.server.Leave(at, c.id)
		r.land(next, measure.Sample{Outcome: measure.Timeout})
	case 2:
		r.server.Advance(at)
		r.rec.Level(r.gauge.Read(at))
		r.tick += r.plan.Tick
	case 3:
		a := r.todo[next]
		r.todo = slices.Delete(r.todo, next, next+1)
		r.send(a)
	}
}

func (r *plainRun) send(a attempt) {
	if b := r.plan.Client.RetryBudget; a.number == 1 {
		r.saved = min(r.saved+int(10*b.Share), 10*b.Burst)
	}
	if len(r.flying) >= int(r.plan.Client.inFlight()) {
		r.book(measure.Sample{Outcome: measure.Unsent, Sent: r.now}, a)
		return
	}
	r.gauge.Add(r.now, 1)
	id, ok := r.server.Arrive(r.now, 0)
	r.flying = append(r.flying, plainCall{a, id})
	if !ok {
		r.land(len(r.flying)-1, measure.Sample{Outcome: measure.Rejected, Status: 503})
	}
}

func (r *plainRun) ended(id int, e model.Ending) {
	i := slices.IndexFunc(r.flying, func(c plainCall) bool { return c.id == id })
	switch {
	case e.Gone:
	case e.Outcome == model.Served:
		r.land(i, measure.Sample{Outcome: measure.OK, Status: 200, Queued: e.Queued, Inside: e.Service})
	default:
		r.land(i, measure.Sample{Outcome: measure.Rejected, Status: 503})
	}
}

func (r *plainRun) land(i int, s measure.Sample) {
	r.gauge.Add(r.now, -1)
	c := r.flying[i]
	r.flying = slices.Delete(r.flying, i, i+1)
	s.Sent = c.due
	if s.Outcome.Answered() {
		s.FirstByte = r.now
	}
	r.book(s, c.attempt)
}

func (r *plainRun) book(s measure.Sample, a attempt) {
	s.User, s.Attempt, s.Arrived, s.Due, s.Done = a.user, a.number, a.arrived, a.due, r.now
	due, again := r.plan.Client.again(s, 0, r.plan.Seed)
	if again && r.plan.Client.RetryBudget != (RetryBudget{}) {
		if again = r.saved >= 10; again {
			r.saved -= 10
		} else {
			r.withheld++
		}
	}
	s.Last = !again
	r.rec.Record(s)
	if again {
		i := slices.IndexFunc(r.todo, func(a attempt) bool { return a.number == 1 })
		if i < 0 {
			i = len(r.todo)
		}
		r.todo = slices.Insert(r.todo, i, attempt{a.user, a.number + 1, a.arrived, due})
	}
}

// A log is a recorder that writes everything down.
type log []string

func (l *log) Record(s measure.Sample) { *l = append(*l, fmt.Sprintf("%+v", s)) }
func (l *log) Level(v measure.Level)   { *l = append(*l, fmt.Sprintf("%+v", v)) }

// FuzzVirtual holds the engine against its plain version, sample by sample and
// level by level. Instants lie on a coarse grid, so that much happens at once.
func FuzzVirtual(f *testing.F) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n := range uint32(40) {
		gaps := make([]byte, 200)
		for i := range gaps {
			gaps[i] = byte(rng.Uint32()%9) * byte(rng.Uint32()%2) // crowds now and then
		}
		f.Add(n*0x01234567, gaps)
	}
	f.Fuzz(func(t *testing.T, knobs uint32, gaps []byte) {
		knob := func(values uint32) int { v := knobs % values; knobs /= values; return int(v) }
		const grid = time.Millisecond
		o := model.Options{CPUs: knob(3) + 1, Demand: 3 * grid, Abandon: model.Abandon(knob(3))}
		o.Sizes.Shape = model.Shape(knob(2))
		if knob(2) == 1 {
			o.Bulkhead = bulkhead.Setting{Inside: knob(3) + 1, Queue: 3, Wait: time.Duration(knob(2)) * 4 * grid}
		}
		p := Plan{Tick: 5 * grid, Source: roundRobin{{{URL: "http://model/"}}}, Seed: 3, Client: Client{
			Timeout: 6 * grid, Retries: knob(3), Backoff: time.Duration(knob(2)) * 2 * grid,
			RetryOn: []measure.Outcome{measure.Timeout, measure.Rejected, measure.Unsent}[:knob(3)+1],
		}}
		if knob(2) == 1 {
			p.Client.InFlight = 4
		}
		if burst := knob(3); burst > 0 {
			p.Client.RetryBudget = RetryBudget{Share: float64(knob(10)+1) / 10, Burst: burst}
		}
		var due []time.Duration
		var todo []attempt
		at := time.Duration(0)
		for i, g := range gaps[:min(len(gaps), 300)] {
			at += time.Duration(g) * grid
			due = append(due, at)
			todo = append(todo, attempt{int64(i), 1, at, at})
		}
		p.Arrivals = slices.Values(due)

		var got, want log
		plain := plainRun{plan: p, rec: &want, tick: p.Tick, todo: todo, server: newServer(t, o)}
		plain.run()
		account, err := Virtual{newServer(t, o)}.Run(t.Context(), p, &got)
		if err != nil {
			t.Fatal(err)
		}
		if account.Withheld != plain.withheld {
			t.Errorf("%d retries withheld; want %d", account.Withheld, plain.withheld)
		}
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("event %d of %d and %d:\n got %s\nwant %s", i, len(got), len(want), got[i:min(i+1, len(got))], want[i:min(i+1, len(want))])
			}
		}
	})
}

func newServer(t testing.TB, o model.Options) *model.Server {
	t.Helper()
	s, err := model.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Nothing is allocated for an event, only for a larger crowd than ever.
func TestVirtualAllocatesOnlyToGrow(t *testing.T) {
	allocs := func(users int) float64 {
		p := Plan{Source: roundRobin{{{URL: "http://model/"}}}, Client: Client{Timeout: time.Second, Retries: 1, Backoff: time.Second, RetryBudget: RetryBudget{Share: .5}}}
		p.Arrivals = func(yield func(time.Duration) bool) {
			for i := range users {
				if !yield(time.Duration(i) * time.Millisecond) {
					return
				}
			}
		}
		return testing.AllocsPerRun(3, func() {
			s := newServer(t, model.Options{CPUs: 20, Demand: 50 * time.Millisecond, Bulkhead: bulkhead.Setting{Inside: 20, Queue: 500}})
			if _, err := (Virtual{s}).Run(t.Context(), p, ignore{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocs(10_000), allocs(40_000); many > few+3 {
		t.Errorf("%v allocations for 40000 users, %v for 10000; want as many", many, few)
	}
}

type ignore struct{}

func (ignore) Record(measure.Sample) {}
func (ignore) Level(measure.Level)   {}
