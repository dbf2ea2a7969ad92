package gallery

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// small are knobs of every kind with which little is needed to be in trouble.
func small() [][]string {
	return [][]string{
		{"pool", "threads", "2", "conns", "1", "queue", "1", "demand", "3ms", "sizes", "exp"},
		{"pool", "threads", "1", "conns", "2", "demand", "3ms"},
		{"async", "cpus", "2", "conns", "3", "demand", "3ms", "overhead", "0.5"},
		{"async", "cpus", "1", "demand", "3ms", "sizes", "lognormal:2"},
		{"lock", "workers", "2", "hold", "1ms"},
		{"lock", "workers", "3", "hold", "2ms", "locked", "false"},
		{"owners", "owners", "3", "hot", "0.5", "demand", "4ms", "inbox", "1"},
		{"owners", "owners", "2", "zipf", "1", "keys", "5", "demand", "3ms", "at", "owner"},
		{"loop", "slice1", "1ms", "slice2", "1ms", "io", "2ms", "block", "10%", "blocked", "5ms"},
		{"pipeline", "workers", "1,2,1", "demands", "1ms,3ms,2ms", "mailbox", "1", "full", "reject"},
		{"pipeline", "workers", "2,1,1", "demands", "1ms,1ms,2ms", "mailbox", "1"},
		{"pipeline", "workers", "1,1,1", "demands", "1ms,2ms,3ms", "mailbox", "0"},
		{"fan", "parts", "3", "workers", "4", "demand", "2ms", "ordered", "true", "window", "2"},
		{"fan", "parts", "3", "workers", "3", "demand", "2ms", "line", "robin"},
		{"fan", "parts", "3", "workers", "2", "demand", "2ms", "sizes", "fixed", "ordered", "true"},
		{"prefetch", "readers", "1", "read", "2ms", "buffer", "1", "consumers", "2", "demand", "3ms"},
		{"prefetch", "readers", "2", "read", "2ms", "consumers", "3", "demand", "1ms", "mode", "thread"},
		{"prefetch", "readers", "1", "read", "2ms", "consumers", "2", "demand", "1ms", "mode", "sync"},
		{"leak", "cpus", "3", "demand", "3ms", "keeps", "1000", "kept", "20000", "half", "10000"},
	}
}

// A book is a machine, and what it has said of every request.
type book struct {
	Machine
	t    *testing.T
	at   time.Duration
	here map[int]time.Duration // requests that have not ended, and when they came
	left map[int]bool          // of these, those whose caller has left
	last time.Duration         // the latest ending
	all  struct{ came, refused, served, late, turned int64 }
	seen map[int64]bool // numbers of answers
	dup  bool           // whether numbers may be used twice
}

func newBook(t *testing.T, m Machine) *book {
	b := &book{Machine: m, t: t, here: map[int]time.Duration{}, left: map[int]bool{}, seen: map[int64]bool{}}
	m.OnEnd(b.ended)
	return b
}

func (b *book) ended(id int, e model.Ending) {
	came, ok := b.here[id]
	switch {
	case !ok:
		b.t.Fatalf("%v: request %d ends, and is not there", e.At, id)
	case e.At < b.last || e.At > b.at || e.Queued < 0 || e.Service < 0 || e.Queued+e.Service != e.At-came:
		b.t.Fatalf("request %d came at %v and ends at %v: %+v", id, came, b.at, e)
	case e.Gone != b.left[id]:
		b.t.Fatalf("request %d: gone %v, but left %v", id, e.Gone, b.left[id])
	case e.Outcome != model.Served:
		b.all.turned++
	case b.seen[e.Seq] && !b.dup:
		b.t.Fatalf("two answers with the number %d", e.Seq)
	default:
		b.seen[e.Seq] = true
		b.all.served++
		if e.Gone {
			b.all.late++
		}
	}
	b.last = e.At
	delete(b.here, id)
	delete(b.left, id)
}

// arrive sends a request, and reports whether its id is one that nobody bears.
func (b *book) arrive() {
	b.all.came++
	id, ok := b.Arrive(b.at, 0)
	if !ok {
		b.all.refused++
		return
	}
	if _, twice := b.here[id]; twice || id > 10_000 {
		b.t.Fatalf("id %d is given to a second request", id)
	}
	b.here[id] = b.at
}

// leave has the caller leave who came n-th of those who are waiting.
func (b *book) leave(n int) {
	ids := []int{}
	for id := range b.here {
		if !b.left[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if len(ids) > 0 {
		id := ids[n%len(ids)]
		b.left[id] = true
		b.Leave(b.at, id)
	}
}

// check holds what the machine says of itself against the book.
func (b *book) check() {
	b.t.Helper()
	c := b.Counters(b.at)
	if err := c.Closes(); err != nil {
		b.t.Fatal(err)
	}
	if at, ok := b.Next(); ok && at < b.at {
		b.t.Fatalf("what is next at %v was due at %v", b.at, at)
	}
	rejected := c.RejectedFull + c.RejectedWait
	switch {
	case c.Accepted != b.all.came || c.Completed != b.all.served || c.CompletedLate != b.all.late ||
		rejected != b.all.refused+b.all.turned || c.Inside+c.Queued != int64(len(b.here)) || c.Zombies != int64(len(b.left)):
		b.t.Fatalf("%+v, but in the book %+v with %d there, %d of them gone", c, b.all, len(b.here), len(b.left))
	case c.WorkWasted < 0 || c.WorkWasted > c.WorkDone+10 || c.MaxInside < c.Inside || c.MaxInSystem < c.Inside+c.Queued || c.FullTime > b.at:
		b.t.Fatalf("%+v", c)
	}
	for _, g := range b.Gauges(b.at) {
		if !(g.Value >= 0) || g.Help == "" {
			b.t.Fatalf("gauge %+v", g)
		}
	}
}

// play has a machine live through events, two bytes each.
func play(b *book, events []byte) {
	for ; len(events) >= 2; events = events[2:] {
		b.at += time.Duration(events[0]%32) * 100 * time.Microsecond
		switch what := events[1] % 8; {
		case what < 5:
			b.arrive()
		case what == 5:
			b.Advance(b.at)
			b.leave(int(events[1] / 8))
		default:
			b.Advance(b.at)
		}
		b.check()
	}
	b.at += time.Hour
	b.check()
}

func settings() []string {
	return []string{"none", "2/3", "1/0", "3/inf", "2/5 lifo", "2/4 wait 3ms"}
}

func FuzzGalleryBooks(f *testing.F) {
	for i := range small() {
		f.Add(uint8(i), uint8(i), []byte(strings.Repeat("the quick brown fox jumps over the lazy dog", 5)))
	}
	f.Fuzz(func(t *testing.T, kind, setting uint8, events []byte) {
		knobs := small()[int(kind)%len(small())]
		s := settings()[int(setting)%len(settings())]
		b := newBook(t, made(t, knobs[0], s, uint64(setting), knobs[1:]...))
		b.dup = slices.Contains(knobs, "locked")
		play(b, events[:min(len(events), 600)])
	})
}

// Every kind keeps its books behind every bulkhead, whoever comes and leaves.
func TestGalleryBooks(t *testing.T) {
	for _, knobs := range small() {
		for i, s := range settings() {
			t.Run(fmt.Sprint(knobs, " ", s), func(t *testing.T) {
				random := rand.New(rand.NewPCG(uint64(i), 1))
				events := make([]byte, 3000)
				for n := range events {
					events[n] = byte(random.UintN(256))
				}
				b := newBook(t, made(t, knobs[0], s, 1, knobs[1:]...))
				b.dup = slices.Contains(knobs, "locked")
				play(b, events)
				if b.all.served == 0 || len(b.here) > 0 {
					t.Errorf("served %d, and %d are left for ever", b.all.served, len(b.here))
				}
			})
		}
	}
}

// Two machines alike tell the same, to the nanosecond.
func TestGalleryRepeats(t *testing.T) {
	for _, k := range Kinds() {
		one, two := made(t, k.Name, "none", 5), made(t, k.Name, "none", 5)
		a, b := poisson(one, k.Options().Capacity()*.9, 2000, 2), poisson(two, k.Options().Capacity()*.9, 2000, 2)
		if !slices.Equal(a, b) || one.Counters(0) != two.Counters(0) || !slices.Equal(one.Gauges(0), two.Gauges(0)) {
			t.Errorf("%s: two runs with the same seed differ", k.Name)
		}
	}
}

// What is drawn for a request does not hang on what has become of others.
func TestGalleryDrawsOnArrival(t *testing.T) {
	for _, k := range Kinds() {
		busy, alone := made(t, k.Name, "1/0", 5), made(t, k.Name, "1/0", 5)
		took := map[Machine]time.Duration{}
		for _, m := range []Machine{busy, alone} {
			m.OnEnd(func(_ int, e model.Ending) { took[m] = e.Service })
			gap := 10 * time.Minute
			if m == busy {
				gap = time.Millisecond
			}
			for i := range 20 {
				m.Arrive(10*time.Minute+time.Duration(i)*gap, 0)
			}
			m.Arrive(1000*time.Hour, 0)
			m.Advance(2000 * time.Hour)
		}
		if took[busy] != took[alone] {
			t.Errorf("%s: the twenty-first request takes %v, and %v where all others were served", k.Name, took[busy], took[alone])
		}
	}
}

// Work is what was asked for, and nothing else: all of it once all is done.
func TestGalleryWork(t *testing.T) {
	check := func(kind string, each time.Duration, knobs ...string) {
		t.Helper()
		m := made(t, kind, "none", 1, knobs...)
		random, at := rand.New(rand.NewPCG(1, 1)), time.Duration(0)
		const requests = 500
		for i := range requests {
			at += time.Duration(random.ExpFloat64() * float64(5*time.Millisecond))
			if id, ok := m.Arrive(at, 0); ok && i%2 == 0 {
				m.Leave(at, id)
			}
		}
		c := m.Counters(time.Hour)
		// Where processors are shared nobody leaves before a whole nanosecond is over.
		done, wasted := requests*each, requests/2*each
		if more, mine := c.WorkDone-done, c.WorkWasted-wasted; more < 0 || more > requests || mine < 0 || mine > more {
			t.Errorf("%s: work done %v, wasted %v; want %v and %v", kind, c.WorkDone, c.WorkWasted, done, wasted)
		}
	}
	check("pool", 1000*time.Millisecond)
	check("async", 40*time.Millisecond, "cpus", "8", "demand", "40ms")
	check("owners", 40*time.Millisecond, "sizes", "fixed")
	check("loop", 4*time.Millisecond)
	check("pipeline", 55*time.Millisecond)
	check("fan", 160*time.Millisecond, "sizes", "fixed")
	check("prefetch", 200*time.Millisecond)
	check("leak", 100*time.Millisecond)
}

// A given demand takes the place of what would be drawn, whatever a kind does
// with it.
func TestGalleryGivenDemand(t *testing.T) {
	for _, k := range Kinds() {
		o := k.Options()
		m, _ := o.New(bulkhead.Setting{}, 1)
		var got time.Duration
		m.OnEnd(func(_ int, e model.Ending) { got = e.Service })
		want := 3 * o.Service()
		m.Arrive(time.Hour, want)
		m.Advance(2 * time.Hour)
		if drawn := k.Name == "fan"; !drawn && got.Round(time.Microsecond) != want || got == 0 {
			t.Errorf("%s: a request of %v takes %v", k.Name, want, got)
		}
	}
}
