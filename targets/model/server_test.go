package model

import (
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// A ledger drives a server and writes down how every request ended.
type ledger struct {
	*Server
	ends []*Ending // by number in order of arrival, nil while there is none
	who  []int     // number of the request that bears an id
}

// refused is the ending of a request that was turned away on arrival.
const refused = Outcome(255)

func newLedger(t testing.TB, o Options) *ledger {
	t.Helper()
	server, err := NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{Server: server}
	server.OnEnd(func(id int, e Ending) { l.ends[l.who[id]] = &e })
	return l
}

// order lets one come, and returns its id.
func (l *ledger) order(at, demand time.Duration) int {
	l.ends = append(l.ends, nil)
	id, ok := l.Arrive(at, demand)
	if !ok {
		l.ends[len(l.ends)-1] = &Ending{Outcome: refused}
		return id
	}
	for id >= len(l.who) {
		l.who = append(l.who, 0)
	}
	l.who[id] = len(l.ends) - 1
	return id
}

func setting(t testing.TB, text string) bulkhead.Setting {
	t.Helper()
	s, err := bulkhead.ParseSetting(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The queue rule: with c inside and q queued at full speed the last of a crowd
// is answered after D·(1 + q/c), and everybody beyond is refused at once.
func TestQueueRule(t *testing.T) {
	check := func(bulkhead string, want time.Duration) {
		t.Helper()
		l := newLedger(t, Options{CPUs: 20, Demand: 50 * time.Millisecond, Bulkhead: setting(t, bulkhead)})
		const crowd = 1000
		for range crowd {
			l.order(0, 0)
		}
		l.Advance(time.Minute)
		worst, served := time.Duration(0), 0
		for _, end := range l.ends {
			if end != nil && end.Outcome == Served {
				worst = max(worst, end.Queued+end.Service)
				served++
			}
		}
		c := l.Counters(time.Minute)
		if worst != want || c.MaxInSystem != int64(served) || c.RejectedFull != int64(crowd-served) {
			t.Errorf("%s: worst %v, want %v; %d served, %+v", bulkhead, worst, want, served, c)
		}
	}
	check("20/0", 50*time.Millisecond)
	check("20/20", 100*time.Millisecond)
	check("20/100", 300*time.Millisecond)
	check("20/200", 550*time.Millisecond)
}

// One CPU, two requests of a second; the first caller leaves after .4 s, the
// second, who is queued, after .5 s.
func TestAbandon(t *testing.T) {
	check := func(abandon Abandon, half, end Counters) {
		t.Helper()
		l := newLedger(t, Options{CPUs: 1, Demand: time.Second, Abandon: abandon, Bulkhead: setting(t, "1/1")})
		first, second := l.order(0, 0), l.order(0, 0)
		l.Advance(400 * time.Millisecond)
		l.Leave(400*time.Millisecond, first)
		l.Advance(500 * time.Millisecond)
		l.Leave(500*time.Millisecond, second)
		compare := func(at time.Duration, want Counters) {
			t.Helper()
			got := l.Counters(at)
			if err := got.Closes(); err != nil {
				t.Error(err)
			}
			got.Uptime, got.Accepted, got.MaxInside, got.MaxInSystem = 0, 0, 0, 0
			got.InsideTime, got.QueuedTime, got.FullTime = 0, 0, 0
			if got != want {
				t.Errorf("abandon %v after %v:\n got %+v\nwant %+v", abandon, at, got, want)
			}
		}
		compare(500*time.Millisecond, half)
		compare(time.Minute, end)
		for n, end := range l.ends {
			if end == nil || !end.Gone {
				t.Errorf("abandon %v: request %d ended %+v, want its caller gone", abandon, n, end)
			}
		}
	}
	const half, full = 500 * time.Millisecond, time.Second
	check(AbandonNone,
		Counters{Inside: 1, Queued: 1, Zombies: 2, WorkDone: half, WorkWasted: half},
		Counters{Completed: 2, CompletedLate: 2, WorkDone: 2 * full, WorkWasted: 2 * full})
	check(AbandonQueue,
		Counters{Inside: 1, Zombies: 1, Abandoned: 1, WorkDone: half, WorkWasted: half},
		Counters{Completed: 1, CompletedLate: 1, Abandoned: 1, WorkDone: full, WorkWasted: full})
	check(AbandonAll,
		Counters{Abandoned: 2, WorkDone: half, WorkWasted: half},
		Counters{Abandoned: 2, WorkDone: half, WorkWasted: half})
}

// A seat that falls vacant goes to the head of the queue, unless the head has
// waited too long by then: at the same instant the seat comes first.
func TestLongestWaitMeetsASeat(t *testing.T) {
	l := newLedger(t, Options{CPUs: 1, Demand: time.Second, Bulkhead: setting(t, "1/9 wait 1s")})
	l.order(0, 0)
	l.order(0, 0)
	l.order(500*time.Millisecond, 0)
	l.Advance(time.Hour)
	if got := l.ends[1]; got.Outcome != Served || got.Queued != time.Second {
		t.Errorf("seat after exactly the longest wait: %+v", got)
	}
	if got := l.ends[2]; got.Outcome != Expired {
		t.Errorf("no seat within the longest wait: %+v", got)
	}
	if c := l.Counters(time.Hour); c.RejectedWait != 1 || c.QueuedTime != 2*time.Second || c.InsideTime != 2*time.Second {
		t.Errorf("counters %+v", c)
	}
}

// Half as many again as one CPU can serve, and everybody leaves after ten times
// the demand. A queue of twenty, longer than that, is first come, first served:
// everybody whose turn comes has left. Last come, first served loses only those
// whom nobody had room for.
func TestLIFOServesTheWilling(t *testing.T) {
	check := func(bulkhead string, want int64) {
		t.Helper()
		const users, demand, patience = 900, 30 * time.Millisecond, 300 * time.Millisecond
		l := newLedger(t, Options{CPUs: 1, Demand: demand, Bulkhead: setting(t, bulkhead)})
		ids := make([]int, users)
		for n := range ids {
			at := time.Duration(n) * demand * 2 / 3
			if gone := n - 15; gone >= 0 { // whoever came ten demands ago
				l.Advance(at)
				if l.ends[gone] == nil {
					l.Leave(at, ids[gone])
				}
			}
			ids[n] = l.order(at, 0)
		}
		c := l.Counters(users * demand * 2 / 3)
		if got := c.Completed - c.CompletedLate; got != want || c.Closes() != nil {
			t.Errorf("%s: %d of %d answered in time, want %d, %+v", bulkhead, got, c.Completed, want, c)
		}
	}
	check("1/20", 28) // user n is answered after D·(1 + n/3)
	check("1/20 lifo", 600)
}

// FuzzLateness drives two servers through the same events. One is looked after
// all the time, the other only when somebody comes or leaves, as by a timer
// that is always late. Both must end every request at the same instant and in
// the same way, and account for all of them at any time.
func FuzzLateness(f *testing.F) {
	f.Add(uint8(2), uint8(0), uint8(0), []byte("the quick brown fox jumps over the lazy dog"))
	f.Add(uint8(3), uint8(5), uint8(1), []byte("zzzAAAzzzAAAzzzAAAzzzAAA000111222333444555666"))
	f.Add(uint8(0), uint8(9), uint8(2), []byte("pack my box with five dozen liquor jugs, PACK MY BOX"))
	f.Add(uint8(3), uint8(5), uint8(129), []byte("zzzAAAzzzAAAzzzAAAzzzAAA000111222333444555666"))
	f.Add(uint8(4), uint8(5), uint8(193), []byte("zzzAAAzzzAAAzzzAAAzzzAAA000111222333444555666"))
	f.Add(uint8(0), uint8(5), uint8(65), []byte("sphinx of black quartz, judge my vow! 0123456789"))
	f.Fuzz(func(t *testing.T, inside, queue, abandon uint8, events []byte) {
		o := Options{CPUs: 2, Demand: 700 * time.Microsecond, Overhead: .02, Abandon: Abandon(abandon % 3)}
		o.Sizes.Shape = 1
		if abandon >= 128 {
			o.Dips = []Dip{{1, time.Millisecond, 3 * time.Millisecond, 0}, {0, 2 * time.Millisecond, time.Millisecond, 5 * time.Millisecond}}
		}
		if abandon%128 >= 64 {
			o.Database = &Database{CPUs: 1, Demand: 300 * time.Microsecond, Conns: bulkhead.Setting{Inside: 2, Queue: 2, Wait: time.Millisecond}}
		}
		if inside %= 6; inside > 0 {
			o.Bulkhead = bulkhead.Setting{Inside: int(inside), Queue: int(queue%10) + 1, Wait: 1500 * time.Microsecond}
		}
		punctual, late := newLedger(t, o), newLedger(t, o)
		at := time.Duration(0)
		for events = events[:min(len(events), 400)]; len(events) >= 2; events = events[2:] {
			for range events[0] % 64 {
				at += 10 * time.Microsecond
				punctual.Advance(at)
			}
			late.Advance(at)
			play(punctual, at, events[1])
			play(late, at, events[1])
			agree(t, punctual, late, at)
		}
		agree(t, punctual, late, at+time.Hour)
	})
}

// play lets somebody come, or leave who is still there.
func play(l *ledger, at time.Duration, what byte) {
	id := int(what / 4)
	if what%4 == 0 && id < len(l.requests.by) && l.requests.by[id].demands[0] > 0 && !l.requests.by[id].gone {
		l.Leave(at, id)
		return
	}
	l.order(at, 0)
}

func agree(t *testing.T, punctual, late *ledger, at time.Duration) {
	t.Helper()
	a, b := punctual.Counters(at), late.Counters(at)
	if err := a.Closes(); err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Fatalf("at %v:\npunctual %+v\nlate     %+v", at, a, b)
	}
	for n, end := range punctual.ends {
		if other := late.ends[n]; (end == nil) != (other == nil) || end != nil && *end != *other {
			t.Fatalf("request %d ended %+v, late %+v", n, end, other)
		}
	}
}

// One arrival and one departure of a crowded server.
func BenchmarkServer(b *testing.B) {
	l := newLedger(b, Options{CPUs: 20, Demand: 50 * time.Millisecond})
	l.OnEnd(func(int, Ending) {})
	for range 50_000 {
		l.Arrive(0, 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		at, _ := l.Next()
		l.Arrive(at, 0)
	}
}
