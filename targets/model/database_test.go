package model

import (
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// A server of two CPUs, a database of one CPU; a request takes a second on each.
func withDatabase(t testing.TB, seats, conns string) Options {
	return Options{CPUs: 2, Demand: time.Second, Bulkhead: setting(t, seats),
		Database: &Database{CPUs: 1, Demand: time.Second, Conns: setting(t, conns)}}
}

// Three come at once. What becomes of each depends on who may be where.
func TestDatabase(t *testing.T) {
	check := func(seats, conns string, want ...Ending) {
		t.Helper()
		l := newLedger(t, withDatabase(t, seats, conns))
		for range want {
			l.order(0, 0)
		}
		l.Advance(time.Hour)
		for n, end := range l.ends {
			if *end != want[n] {
				t.Errorf("%s, %s: request %d ended\n got %+v\nwant %+v", seats, conns, n, *end, want[n])
			}
		}
	}
	served := func(seq int64, queued, service time.Duration) Ending {
		return Ending{At: (queued + service) * time.Second, Seq: seq,
			Queued: queued * time.Second, Service: service * time.Second}
	}
	failed := func(service time.Duration, o Outcome) Ending {
		return Ending{At: service, Service: service, Outcome: o}
	}
	const full = 1500 * time.Millisecond // three share the two CPUs
	check("none", "none",
		Ending{At: full + 3*time.Second, Seq: 1, Service: full + 3*time.Second},
		Ending{At: full + 3*time.Second, Seq: 2, Service: full + 3*time.Second},
		Ending{At: full + 3*time.Second, Seq: 3, Service: full + 3*time.Second})
	check("none", "1/inf",
		Ending{At: full + time.Second, Seq: 1, Service: full + time.Second},
		Ending{At: full + 2*time.Second, Seq: 2, Service: full + 2*time.Second},
		Ending{At: full + 3*time.Second, Seq: 3, Service: full + 3*time.Second})
	check("1/inf", "none", served(1, 0, 2), served(2, 2, 2), served(3, 4, 2))
	check("none", "1/inf lifo",
		Ending{At: full + time.Second, Seq: 1, Service: full + time.Second},
		Ending{At: full + 3*time.Second, Seq: 3, Service: full + 3*time.Second},
		Ending{At: full + 2*time.Second, Seq: 2, Service: full + 2*time.Second})
	// The third is done on the CPUs as the second leaves the database.
	check("2/inf", "1/inf", served(1, 0, 2), served(2, 0, 3), served(3, 2, 2))
	check("none", "1/1", Ending{At: full + time.Second, Seq: 1, Service: full + time.Second},
		Ending{At: full + 2*time.Second, Seq: 2, Service: full + 2*time.Second}, failed(full, Refused))
	check("none", "1/9 wait 1500ms", Ending{At: full + time.Second, Seq: 1, Service: full + time.Second},
		Ending{At: full + 2*time.Second, Seq: 2, Service: full + 2*time.Second}, failed(2*full, Expired))
	// A refusal vacates a seat as an answer does.
	check("2/inf", "1/0", served(1, 0, 2), failed(time.Second, Refused), served(2, 1, 2))
}

// While all that are inside are at the database and the CPUs do nothing, the
// queue for a seat still has its longest wait.
func TestLongestWaitWhileTheDatabaseWorks(t *testing.T) {
	o := withDatabase(t, "1/9 wait 1s", "none")
	o.Database.Demand = time.Minute
	l := newLedger(t, o)
	l.order(0, 0)
	l.Advance(2 * time.Second)
	l.order(2*time.Second, 0)
	if at, ok := l.Next(); !ok || at != 3*time.Second {
		t.Errorf("next at %v, %v; want the end of the wait at 3s", at, ok)
	}
	l.Advance(time.Hour)
	if end := l.ends[1]; end.Outcome != Expired || end.At != 3*time.Second {
		t.Errorf("who waited ended %+v, want to be refused at 3s", end)
	}
}

// Four come at once and leave after two and a half seconds, when the first has
// been answered, the second is on the database, the third waits for it, and the
// fourth is on the CPUs.
func TestAbandonAtTheDatabase(t *testing.T) {
	check := func(abandon Abandon, wasted time.Duration, want ...Outcome) {
		t.Helper()
		o := withDatabase(t, "3/9", "1/inf")
		o.CPUs, o.Abandon = 3, abandon
		l := newLedger(t, o)
		ids := []int{l.order(0, 0), l.order(0, 0), l.order(0, 0), l.order(0, 0)}
		const when = 2500 * time.Millisecond
		l.Advance(when)
		for _, id := range ids[1:] {
			l.Leave(when, id)
		}
		for n, end := range l.ends {
			if gone := end != nil; gone != (n == 0 || abandon == AbandonAll || abandon == AbandonQueue && n == 2) {
				t.Errorf("abandon %v: request %d at once: %+v", abandon, n, end)
			}
		}
		if c := l.Counters(when); c.WorkWasted != 3*time.Second || c.Closes() != nil { // 1.5 s + 1 s + .5 s
			t.Errorf("abandon %v has wasted %v at once, want 3s; %v", abandon, c.WorkWasted, c.Closes())
		}
		c := l.Counters(time.Hour)
		if err := c.Closes(); err != nil {
			t.Error(err)
		}
		if c.WorkWasted != wasted {
			t.Errorf("abandon %v wastes %v, want %v", abandon, c.WorkWasted, wasted)
		}
		for n, end := range l.ends {
			if end.Outcome != want[n] || end.Gone != (n > 0) {
				t.Errorf("abandon %v: request %d ended %+v, want outcome %d", abandon, n, end, want[n])
			}
		}
	}
	check(AbandonNone, 6*time.Second, Served, Served, Served, Served)
	check(AbandonQueue, 5*time.Second, Served, Served, Dropped, Served) // the fourth finds the database free
	check(AbandonAll, 3*time.Second, Served, Dropped, Dropped, Dropped)
}

// With abandon queue nobody begins to wait for the database whose caller has
// left: the second is done with the CPUs while the first has the database.
func TestAbandonedDoNotQueueForTheDatabase(t *testing.T) {
	o := withDatabase(t, "none", "1/inf")
	o.Abandon = AbandonQueue
	l := newLedger(t, o)
	l.order(0, 0)
	second := l.order(500*time.Millisecond, 0)
	l.Advance(time.Second)
	l.Leave(time.Second, second)
	l.Advance(time.Hour)
	want := Ending{At: 1500 * time.Millisecond, Service: time.Second, Outcome: Dropped, Gone: true}
	if *l.ends[1] != want {
		t.Errorf("got %+v, want %+v", *l.ends[1], want)
	}
}

// A refusal by the database comes after work, which was for nothing.
func TestRefusalByTheDatabaseIsWaste(t *testing.T) {
	l := newLedger(t, withDatabase(t, "2/inf", "1/0"))
	for range 3 {
		l.order(0, 0)
	}
	got := l.Counters(time.Hour)
	want := Counters{
		Uptime: time.Hour, Accepted: 3, Completed: 2, RejectedFull: 1, MaxInside: 2, MaxInSystem: 3,
		InsideTime: 5 * time.Second, QueuedTime: time.Second, WorkDone: 5 * time.Second, WorkWasted: time.Second,
		Database: DatabaseCounters{Accepted: 3, Completed: 2, RejectedFull: 1, MaxInside: 1,
			InsideTime: 2 * time.Second, FullTime: 2 * time.Second, WorkDone: 2 * time.Second},
	}
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

// Nothing to do is done at once, but not in a pause; and dips are none of the
// database's.
func TestDemandOfZeroInFrontOfADatabase(t *testing.T) {
	o := withDatabase(t, "none", "none")
	o.Demand, o.Dips = 0, []Dip{{At: 2 * time.Second, For: 3 * time.Second}}
	l := newLedger(t, o)
	l.order(1500*time.Millisecond, 0)
	l.order(3*time.Second, 0)
	l.Advance(time.Hour)
	for n, want := range []time.Duration{2500 * time.Millisecond, 6 * time.Second} {
		if l.ends[n].At != want {
			t.Errorf("request %d ended at %v, want %v", n, l.ends[n].At, want)
		}
	}
}

// Twenty threads that do nothing but wait for a database of twenty CPUs are
// those twenty: everybody is answered as by a server of twenty that serves in order
// of arrival. With ten connections they are ten, and half of the queue hides.
func TestThreadPoolInFrontOfADatabase(t *testing.T) {
	check := func(conns string, workers int, hidden int64) {
		t.Helper()
		const demand, seed = 50 * time.Millisecond, 7
		sizes := Sizes{Shape: Exponential}
		line := bulkhead.Setting{Inside: workers, Queue: bulkhead.Unbounded}
		single := newLedger(t, Options{CPUs: workers, Demand: demand, Sizes: sizes, Seed: seed ^ databaseStream, Bulkhead: line})
		pool := newLedger(t, Options{CPUs: 1, Seed: seed, Bulkhead: setting(t, "20/inf"),
			Database: &Database{CPUs: 20, Demand: demand, Sizes: sizes, Conns: setting(t, conns)}})
		for n := range 3000 {
			at := time.Duration(n) * demand / 20
			single.order(at, 0)
			pool.order(at, 0)
		}
		for n, end := range pool.ends {
			if want := single.ends[n]; (end == nil) != (want == nil) || end != nil && (end.At != want.At || end.Seq != want.Seq) {
				t.Fatalf("%s: request %d ended %+v, of the single server %+v", conns, n, end, want)
			}
		}
		got, want := pool.Counters(time.Hour), single.Counters(time.Hour)
		if got.Completed != want.Completed || got.InsideTime+got.QueuedTime != want.InsideTime+want.QueuedTime || got.Database.MaxQueued != hidden {
			t.Errorf("%s:\n got %+v\nwant %+v, and %d hidden", conns, got, want, hidden)
		}
	}
	check("none", 20, 0)
	check("20/inf", 20, 0)
	check("10/inf", 10, 10)
}

// Who comes as the nth has the same demands whatever becomes of the others, and
// the two are not tied to one another.
func TestDemandsAtTheDatabaseAreCommon(t *testing.T) {
	demands := func(seats, conns string) (all [][2]time.Duration) {
		o := withDatabase(t, seats, conns)
		o.Sizes.Shape, o.Database.Sizes.Shape = Exponential, Exponential
		l := newLedger(t, o)
		for n := range 50 {
			id := l.order(time.Duration(n)*900*time.Millisecond, 0)
			all = append(all, [2]time.Duration{})
			if l.ends[n] == nil {
				all[n] = l.requests.by[id].demands
			}
		}
		return all
	}
	free, tight := demands("none", "none"), demands("1/1", "1/0")
	refusals := 0
	for n := range free {
		if free[n][0] == free[n][1] {
			t.Errorf("request %d takes %v at both", n, free[n])
		}
		if tight[n][0] == 0 {
			refusals++
			continue
		}
		if free[n] != tight[n] {
			t.Errorf("request %d takes %v, and %v behind a bulkhead", n, free[n], tight[n])
		}
	}
	if refusals == 0 || refusals == len(free) {
		t.Errorf("%d of %d refused, want some", refusals, len(free))
	}
}

// An order from its arrival to its end, among some hundred that wait at every
// door.
func TestDatabaseAllocatesNothing(t *testing.T) {
	l := crowded(t)
	allocs := testing.AllocsPerRun(1000, func() {
		at, _ := l.Next()
		l.Arrive(at, 0)
	})
	if allocs != 0 {
		t.Errorf("%v allocations for an event", allocs)
	}
}

func crowded(t testing.TB) *Server {
	l := newLedger(t, Options{
		CPUs: 20, Demand: 5 * time.Millisecond, Bulkhead: setting(t, "400/inf"),
		Database: &Database{CPUs: 20, Demand: 50 * time.Millisecond, Conns: setting(t, "100/inf")},
	})
	l.OnEnd(func(int, Ending) {})
	at := time.Duration(0)
	for range 1000 {
		l.Arrive(0, 0)
	}
	for range 10_000 {
		at, _ = l.Next()
		l.Advance(at)
		if c := l.requests; len(c.by)-len(c.free) < 1000 {
			l.Arrive(at, 0)
		}
	}
	return l.Server
}

// An event of a crowded server with a database: every second one brings an
// arrival.
func BenchmarkServerWithDatabase(b *testing.B) {
	l := crowded(b)
	b.ReportAllocs()
	for b.Loop() {
		at, _ := l.Next()
		l.Advance(at)
		if len(l.requests.by)-len(l.requests.free) < 1000 {
			l.Arrive(at, 0)
		}
	}
}
