package measure

import (
	"testing"
	"time"
)

func TestTraceLoad(t *testing.T) {
	tr := Trace{Windows: drawn("..xx--")}
	check := func(from, to time.Duration, users, attempts float64) {
		t.Helper()
		if got := tr.load(from, to); got != (load{users, attempts}) {
			t.Errorf("load from %v to %v: %+v, want %v and %v", from, to, got, users, attempts)
		}
	}
	check(0, 2*tenth, 300, 300)
	check(2*tenth, 6*tenth, 150, 150)
	check(5*tenth, 6*tenth, 0, 0)
	check(3*tenth, 3*tenth, 0, 0)
	tr.Windows[0].Counts.Attempts[Cut] = 10
	check(0, tenth, 300, 300) // those cut off are no load that anything is known of
}

func TestTraceServed(t *testing.T) {
	grid := Grid{Length: 3 * time.Second, Window: tenth}
	check := func(name, letters string, before time.Duration, want float64) {
		t.Helper()
		if got := (Trace{Grid: grid, Windows: drawn(letters)}).served(before); got != want {
			t.Errorf("%s: %v/s served, want %v/s", name, got, want)
		}
	}
	check("nothing long enough", ".........", time.Second, 0)
	check("ten windows", "..........", time.Second, 300)
	check("ten windows, but later", "xx..........", time.Second, 0)
	check("one stray", "....1.....", time.Second, 300)
	check("down", "xxxxxxxxxxxx", time.Hour, 0)
	check("the best ten", ".----.--.-..........", 2*time.Second, 300)
	check("half of them empty", ".-.-.-.-.-", time.Second, 150)
}

func TestTraceCapacity(t *testing.T) {
	tr := Trace{Grid: Grid{Length: 2 * time.Second, Window: tenth}, Windows: drawn("..........")}
	if got := tr.capacity(); got != 300 {
		t.Errorf("unknown capacity taken as %v, want the 300/s it served", got)
	}
	tr.Grid.Limits.Capacity = 200
	if got := tr.capacity(); got != 200 {
		t.Errorf("capacity %v, want the 200/s that are known", got)
	}
	// Users who were cut off were not served.
	cut := Trace{Grid: Grid{Length: 2 * time.Second, Window: tenth}, Windows: drawn("cccccccccc")}
	if got := cut.capacity(); got != 0 {
		t.Errorf("capacity %v of a target that was cut off from the start", got)
	}
}

func TestTraceBacklog(t *testing.T) {
	tr := Trace{Windows: drawn("..")}
	tr.Windows[1].Gauge = 700 * time.Millisecond
	check := func(at time.Duration, want float64) {
		t.Helper()
		if got := tr.backlog(at); got != want {
			t.Errorf("backlog %v at %v, want %v", got, at, want)
		}
	}
	check(0, 0)
	check(tenth, 7)
	check(2*tenth-1, 7)
	check(2*tenth, 0)
	tr.Backlog = func(at time.Duration) float64 { return at.Seconds() }
	check(time.Hour, 3600)
}

func TestTraceEnd(t *testing.T) {
	tr := Trace{Grid: Grid{Length: time.Second}, Windows: drawn("...xx.....")}
	if tr.end() != time.Second {
		t.Errorf("ends at %v, want the end of the profile", tr.end())
	}
	tr.Windows[4].Counts.Attempts[Cut] = 1
	if tr.end() != 4*tenth {
		t.Errorf("ends at %v, want where it was cut off", tr.end())
	}
}
