package measure

import (
	"slices"
	"testing"
	"time"
)

func TestStalls(t *testing.T) {
	const window = 100 * time.Millisecond
	// A row is how many were answered in each window, '.' for none while some
	// were in flight, ' ' for none because nobody was.
	check := func(name, row string, want ...Stall) {
		t.Helper()
		var windows []Window
		for i, c := range row {
			w := Window{Start: time.Duration(i) * window, Length: window}
			switch c {
			case '.':
				w.Occupied = 3 * window
			case 'x':
				w.Occupied, w.Answered = window, 1
			}
			windows = append(windows, w)
		}
		if got := stalls(windows, Limits{Demand: 50 * time.Millisecond}.stall()); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	second := func(from, to float64) Stall {
		return Stall{time.Duration(from * float64(time.Second)), time.Duration(to * float64(time.Second))}
	}
	check("answers all the time", "xxxxxxxxxxxx")
	check("just too short", "x.........x")
	check("a second", "x..........x", second(.1, 1.1))
	check("from the start", "..........x", second(0, 1))
	check("to the end", "xx............", second(.2, 1.4))
	check("two", "..........x...........", second(0, 1), second(1.1, 2.2))
	check("nobody asked", "x            x")
	check("nobody asked any more", "x.....     .....x")

	// Where a request takes a second, nobody is answered in the first.
	if least := (Limits{Demand: time.Second}).stall(); least != 3*time.Second {
		t.Errorf("a stall with requests of a second takes %v, want 3s", least)
	}
}
