package measure

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// at makes a success that is due, sent and done within a moment of an instant.
func at(due time.Duration) Sample {
	return Sample{Attempt: 1, Last: true, Arrived: due, Due: due, Sent: due, Done: due + time.Microsecond, Outcome: OK}
}

func starts(windows []Window) []time.Duration {
	var out []time.Duration
	for _, w := range windows {
		out = append(out, w.Start)
	}
	return out
}

func TestRipeHandsOnOnceAndInOrder(t *testing.T) {
	tl := NewTimeline(Grid{Length: 10 * time.Second, Window: time.Second, Hold: 2 * time.Second})
	check := func(name string, got []Window, want ...time.Duration) {
		t.Helper()
		if !slices.Equal(starts(got), want) {
			t.Errorf("%s: windows from %v, want %v", name, starts(got), want)
		}
	}
	check("nothing there", tl.Ripe(time.Hour))
	check("nothing to rest", tl.Rest())
	tl.Record(at(500 * time.Millisecond))
	tl.Record(at(3500 * time.Millisecond)) // and nobody in the two windows between
	check("before the end", tl.Ripe(0))
	check("held", tl.Ripe(3*time.Second-1))
	check("first", tl.Ripe(3*time.Second), 0)
	check("again", tl.Ripe(3*time.Second))
	check("back in time", tl.Ripe(time.Second))
	check("two more", tl.Ripe(5500*time.Millisecond), time.Second, 2*time.Second)
	check("rest", tl.Rest(), 3*time.Second)
	check("no more rest", tl.Rest())
	if got := tl.Windows(); len(got) != 4 {
		t.Errorf("%d rows are kept, want all 4", len(got))
	}
}

// A window that is taken is complete when the hold is as long as a user stays,
// and its histograms are the taker's alone from then on.
func TestRipeIsComplete(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	p := plain{grid: Grid{Length: 10 * time.Second, Window: 300 * time.Millisecond, Hold: 6 * time.Second}}
	p.grid.Phases = []Phase{{Name: "a", End: 1111 * time.Millisecond}, {Name: "b", Start: 1200 * time.Millisecond, End: 7 * time.Second}}
	p.samples = randomSamples(r, 400, p.grid.Length)
	tl := NewTimeline(p.grid)
	var handed []Window
	for _, s := range p.samples {
		tl.Record(s)
		handed = append(handed, tl.Ripe(s.Done)...)
	}
	handed = append(handed, tl.Rest()...)
	for i, w := range handed {
		if w.Counts != p.counts(w.Start, w.End()) || !maps.Equal(printed(w.Latency.Each), p.latencies(w.Start, w.End())) {
			t.Fatalf("window %d was not complete when it was taken", i)
		}
	}
	for i, w := range tl.Windows() {
		if w.Latency != nil {
			t.Fatalf("the histograms of window %d are kept", i)
		}
	}
	if tl.Late != 0 {
		t.Errorf("%d samples were late", tl.Late)
	}
}

// A sample that comes after its window was taken is in the totals, and said so.
func TestLateSamplesAreCounted(t *testing.T) {
	tl := NewTimeline(Grid{Length: 10 * time.Second, Window: time.Second})
	tl.Record(at(0))
	tl.Record(at(1500 * time.Millisecond))
	row := tl.Ripe(time.Second)[0]

	tl.Record(at(0))                                                                                                                                   // all of it late
	tl.Record(Sample{Attempt: 2, Last: true, Due: 1500 * time.Millisecond, Done: 1600 * time.Millisecond, Sent: 1500 * time.Millisecond, Outcome: OK}) // a user of the window taken

	if tl.Late != 2 {
		t.Errorf("%d late, want 2", tl.Late)
	}
	if row.Attempts[OK] != 1 || row.Latency.Lag.Count() != 1 {
		t.Errorf("the row that was taken has changed: %+v", row.Counts)
	}
	whole := tl.Stretches()[0]
	if whole.Counts.Attempts[OK] != 4 || whole.Final[OK] != 4 || whole.Response[OK].Count() != 4 {
		t.Errorf("%d attempts, %d users, %d response times in the whole; want 4", whole.Counts.Attempts[OK], whole.Final[OK], whole.Response[OK].Count())
	}
	if open := tl.Windows()[1].Latency.Lag.Count(); open != 2 {
		t.Errorf("%d attempts in the open window, want 2", open)
	}
}

func TestStretchesWithoutPhases(t *testing.T) {
	tl := NewTimeline(Grid{Length: time.Second})
	tl.Record(at(0))
	tl.Record(at(2 * time.Second)) // a retry after the end
	got := tl.Stretches()
	if len(got) != 1 || got[0].Name != Whole || got[0].End != time.Second || got[0].Planned() != 2 {
		t.Errorf("%+v", got)
	}
	if got[0].Occupied != time.Microsecond {
		t.Errorf("%v in flight within the profile, want 1µs", got[0].Occupied)
	}
}
