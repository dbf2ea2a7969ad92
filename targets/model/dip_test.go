package model

import (
	"testing"
	"time"
)

// One CPU or two, jobs of ten seconds from the start: what a dip takes away is
// added to them.
func TestDips(t *testing.T) {
	check := func(want time.Duration, jobs int, dips ...string) {
		t.Helper()
		o := Options{CPUs: 2, Demand: 10 * time.Second}
		for _, text := range dips {
			d, err := ParseDip(text)
			if err != nil {
				t.Fatal(err)
			}
			o.Dips = append(o.Dips, d)
		}
		l := newLedger(t, o)
		for range jobs {
			l.order(0, 0)
		}
		l.Advance(time.Hour)
		for n, end := range l.ends {
			if end.At != want {
				t.Errorf("%v: job %d of %d ended at %v, want %v", dips, n, jobs, end.At, want)
			}
		}
	}
	check(10*time.Second, 2)
	check(10*time.Second, 1, "1 at 2s for 4s")
	check(12*time.Second, 2, "1 at 2s for 4s")
	check(14*time.Second, 2, "0 at 2s for 4s")
	check(14*time.Second, 1, "0 at 0s for 4s")
	check(10*time.Second, 2, "0 at 10s for 4s")                   // at one instant whoever is done goes first
	check(22*time.Second, 4, "1 at 4s for 2s", "0 at 20s for 1s") // of 40 s of work 2 are done later, twice
	check(11*time.Second, 2, "0 at 1s for 100ms every 1s")        // nine tenths of the time from the second on
	check(14*time.Second, 2, "1 at 2s for 6s", "0 at 4s for 2s")  // the deepest counts
}

func TestParseDipSaysWhatItWanted(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got, err := ParseDip(text); err == nil || err.Error() != want {
			t.Errorf("ParseDip(%q) = %v, %v\nwant error %s", text, got, err, want)
		}
	}
	check("5", `dip "5": want, for example, 5 at 60s for 10s or 0 at 1s for 50ms every 2s`)
	check("5 in 60s for 10s", `dip "5 in 60s for 10s": want, for example, 5 at 60s for 10s or 0 at 1s for 50ms every 2s`)
	check("x at 60s for 10s", `dip "x at 60s for 10s": "x" is not a number of cpus such as 5`)
	check("-1 at 60s for 10s", `dip "-1 at 60s for 10s": -1 cpus left: want 0 or more, for example 5 at 60s for 10s`)
	check("5 at 60 for 10s", `dip "5 at 60 for 10s": at "60" is not a duration such as 10s`)
	check("5 at 60s for 0s", `dip "5 at 60s for 0s": want a beginning and a positive length, for example 5 at 60s for 10s`)
	check("5 at 1s for 2s every 2s", `dip "5 at 1s for 2s every 2s": every 2s is not longer than the dip itself, for example 0 at 1s for 50ms every 2s`)
}

// FuzzDip reads dips and walks along them: at every change the dip turns on or
// off, and between two changes it does neither.
func FuzzDip(f *testing.F) {
	for _, text := range []string{"5 at 60s for 10s", "0 at 1s for 50ms every 2s", "0 at 0s for 1ns every 2ns"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDip(text)
		if err != nil {
			return
		}
		if again, err := ParseDip(d.String()); err != nil || again != d {
			t.Fatalf("ParseDip(%q) = %v, which reads back as %v, %v", text, d, again, err)
		}
		at := time.Duration(0)
		for range 20 {
			on, until := d.at(at)
			if until == never || until > never/2 {
				return
			}
			if until <= at {
				t.Fatalf("%v at %v changes at %v", d, at, until)
			}
			if last, _ := d.at(until - 1); last != on {
				t.Fatalf("%v changes between %v and %v", d, at, until)
			}
			if next, _ := d.at(until); next == on {
				t.Fatalf("%v does not change at %v", d, until)
			}
			at = until
		}
	})
}

// A server that nobody needs sleeps through its dips.
func TestDipsOfAnIdleServer(t *testing.T) {
	l := newLedger(t, Options{CPUs: 1, Demand: time.Second, Dips: []Dip{{For: 1, Every: 2}}})
	l.Advance(100 * 365 * 24 * time.Hour)
	if at, ok := l.Next(); ok {
		t.Errorf("something happens at %v", at)
	}
	l.Advance(never)
}
