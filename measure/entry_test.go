package measure

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"
)

// recordPlainly records a sample as if there were no entries.
func recordPlainly(l *Latencies, s Sample) {
	if !s.Left() {
		return
	}
	l.Lag.Record(s.Lag())
	l.Response[s.Outcome].Record(s.Response())
	if s.Outcome == OK {
		l.Service.Record(s.Service())
	}
	if s.Outcome == OK && (s.Queued != 0 || s.Inside != 0) {
		l.Network.Record(s.Service() - s.Queued - s.Inside)
		l.Queued.Record(s.Queued)
		l.Inside.Record(s.Inside)
	}
}

// stored returns all histograms that hold values as they are stored, by tag.
func stored(t *testing.T, l *Latencies) map[string]string {
	t.Helper()
	out := map[string]string{}
	l.Each(func(tag string, h *Hist) {
		if h.Packed() == nil {
			return
		}
		text, err := h.Packed().Encode()
		if err != nil {
			t.Fatal(err)
		}
		out[tag] = string(text)
	})
	return out
}

// checkLatencies holds the only window of a timeline, and the whole of it,
// against the plain histograms.
func checkLatencies(t *testing.T, tl *Timeline, plain *Latencies) {
	t.Helper()
	want := printed(plain.Each)
	if !maps.Equal(printed(tl.Windows()[0].Latency.Each), want) {
		t.Fatal("window: histograms differ")
	}
	if !maps.Equal(printed(tl.Stretches()[0].Latencies.Each), want) {
		t.Fatal("whole: histograms differ")
	}
}

// checkStored does so to the byte.
func checkStored(t *testing.T, tl *Timeline, plain *Latencies) {
	t.Helper()
	want := stored(t, plain)
	if got := stored(t, tl.Windows()[0].Latency); !maps.Equal(got, want) {
		t.Fatalf("window: %d histograms, want %d, or they differ", len(got), len(want))
	}
	if got := stored(t, &tl.Stretches()[0].Latencies); !maps.Equal(got, want) {
		t.Fatalf("whole: %d histograms, want %d, or they differ", len(got), len(want))
	}
}

// randomDelay returns anything from below nothing to above what a histogram
// holds, as often of any number of digits.
func randomDelay(r *rand.Rand) time.Duration {
	return time.Duration(r.Int64N(1<<r.IntN(42)+1)) - 100
}

// FuzzPost records samples and reads the histograms at times that nobody chose.
func FuzzPost(f *testing.F) {
	f.Add(uint64(1), uint8(10), uint8(3))
	f.Add(uint64(2), uint8(200), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, n, reads uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		tl := NewTimeline(Grid{Length: time.Hour, Window: 2 * time.Hour})
		var plain Latencies
		for range int(n) + 1 {
			s := Sample{Due: 200, Sent: 200 + randomDelay(r), Outcome: Outcome(r.IntN(Outcomes))}
			s.Done = s.Sent + randomDelay(r)
			if r.IntN(2) == 0 {
				s.Queued, s.Inside = max(0, randomDelay(r)), max(0, randomDelay(r))
			}
			tl.Record(s)
			recordPlainly(&plain, s)
			if r.IntN(2048) < int(reads) {
				checkLatencies(t, tl, &plain)
			}
		}
		checkStored(t, tl, &plain)
	})
}

// A window of more samples than may wait, most of one length, is as exact.
func TestBusyWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	tl := NewTimeline(Grid{Length: time.Hour, Window: 2 * time.Hour})
	var plain Latencies
	for i := range 3*mostEntries + 1 {
		s := Sample{Done: 20 * time.Millisecond, Outcome: OK}
		if i%10 == 0 {
			s.Sent, s.Outcome = randomDelay(r), Timeout
		}
		tl.Record(s)
		recordPlainly(&plain, s)
		if waiting := len(tl.cells[0].entries); waiting >= mostEntries {
			t.Fatalf("%d entries wait", waiting)
		}
	}
	checkStored(t, tl, &plain)
}

// What entries waited in serves the windows to come.
func TestEntriesAreWrittenOver(t *testing.T) {
	tl := NewTimeline(Grid{Length: time.Minute, Window: time.Second, Hold: 2 * time.Second})
	for i := range 60_000 {
		due := time.Duration(i) * time.Millisecond
		s := at(due)
		s.Inside = time.Millisecond
		tl.Record(s)
		tl.Ripe(due)
	}
	tl.Rest()
	for what, n := range map[string]int{"entries": len(tl.spare), "splits": len(tl.spareSplits)} {
		if n < 1 || n > 4 {
			t.Errorf("60 windows, at most 4 of them open at once, left room for the %s of %d", what, n)
		}
	}
}
