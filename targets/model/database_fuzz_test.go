package model

import (
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// FuzzDatabase plays the same events to a server with a database and to the
// plain one. All must end alike, and be counted alike at any time.
func FuzzDatabase(f *testing.F) {
	f.Add(uint64(0x0021), []byte("the quick brown fox jumps over the lazy dog"))
	f.Add(uint64(0x1353), []byte("zzzAAAzzzAAAzzzAAAzzzAAA000111222333444555666"))
	f.Add(uint64(0x3fff), []byte("pack my box with five dozen liquor jugs, PACK MY BOX"))
	f.Add(uint64(0x47a9a), []byte("zzzAAAzzzAAAzzzAAAzzzAAA000111222333444555666"))
	f.Fuzz(func(t *testing.T, knobs uint64, events []byte) {
		o := anyWithDatabase(&knobs)
		fast, slow := newLedger(t, o), newPlainServer(o)
		var ids []int
		at := time.Duration(0)
		for events = events[:min(len(events), 400)]; len(events) >= 2; events = events[2:] {
			at += time.Duration(events[0]%64) * 10 * time.Microsecond
			fast.Advance(at)
			slow.advance(at)
			n := int(events[1] / 4)
			if events[1]%4 == 0 && n < len(ids) && slow.orders[n].end == nil && !slow.orders[n].gone {
				fast.Leave(at, ids[n])
				slow.leave(at, n)
			} else {
				ids = append(ids, fast.order(at, 0))
				slow.order(at)
			}
			alike(t, fast, slow, at)
		}
		alike(t, fast, slow, at+time.Hour)
	})
}

// anyWithDatabase uses up bits to choose a server and a database.
func anyWithDatabase(bits *uint64) Options {
	upTo := func(n uint64) int {
		chosen := *bits % n
		*bits /= n
		return int(chosen)
	}
	door := func() (s bulkhead.Setting) {
		if s.Inside = upTo(5); s.Inside == 0 {
			return s
		}
		if s.Queue = upTo(5) - 1; s.Queue != 0 {
			s.LIFO, s.Wait = upTo(2) == 1, time.Duration(upTo(3))*700*time.Microsecond
		}
		return s
	}
	const demand = 300 * time.Microsecond
	return Options{
		Bulkhead: door(), Abandon: Abandon(upTo(3)),
		CPUs: 1 + upTo(3), Demand: time.Duration(upTo(3)) * demand, Sizes: Sizes{Shape: Shape(upTo(2))},
		Overhead: float64(upTo(2)) / 8,
		Database: &Database{
			Conns: door(), CPUs: 1 + upTo(3), Demand: demand, Sizes: Sizes{Shape: Shape(upTo(2))},
			Overhead: float64(upTo(2)) / 8,
		},
	}
}

func alike(t *testing.T, fast *ledger, slow *plainServer, at time.Duration) {
	t.Helper()
	got, want := fast.Counters(at), slow.counters(at)
	if err := got.Closes(); err != nil {
		t.Fatal(err)
	}
	if got.Database.Inside+got.Database.Queued > got.Inside {
		t.Fatalf("more at the database than inside: %+v", got)
	}
	if got = counted(got); got != want {
		t.Fatalf("%v at %v:\n got %+v\nwant %+v", slow.Options, at, got, want)
	}
	for n, o := range slow.orders {
		if end := fast.ends[n]; (end == nil) != (o.end == nil) || end != nil && *end != *o.end {
			t.Fatalf("%v: order %d ended %+v, want %+v", slow.Options, n, end, o.end)
		}
	}
}

// counted returns the counters that the plain server has too.
func counted(c Counters) Counters {
	c.Uptime, c.InsideTime, c.QueuedTime, c.FullTime, c.MaxInside, c.MaxInSystem = 0, 0, 0, 0, 0, 0
	d := &c.Database
	d.InsideTime, d.QueuedTime, d.FullTime, d.MaxInside, d.MaxQueued = 0, 0, 0, 0, 0
	return c
}
