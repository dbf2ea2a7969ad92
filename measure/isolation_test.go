package measure

import (
	"math"
	"testing"
	"time"
)

// spell is a stretch of attempts of which some were answered after a time and
// the others not at all.
func spell(name string, good, lost int64, after time.Duration) Stretch {
	s := Stretch{Phase: Phase{Name: name, Peak: name[:4] == "peak"}}
	s.Counts.Attempts[OK], s.Counts.Attempts[Timeout] = good, lost
	s.Response[OK].RecordN(after, good)
	return s
}

func TestIsolation(t *testing.T) {
	const ms = time.Millisecond
	check := func(name string, want float64, known bool, phases ...Stretch) {
		t.Helper()
		got, ok := IsolationOf(phases)
		if ok != known || math.Abs(got.Score-want) > .005 {
			t.Errorf("%s: %.3f, %v; want %.3f, %v", name, got.Score, ok, want, known)
		}
	}
	calm := spell("base", 100, 0, 20*ms)
	check("nothing moved", 1, true, calm, spell("peak-1", 50, 0, 20*ms))
	check("better than before is no more than nothing", 1, true, spell("base", 90, 10, 20*ms), spell("peak-1", 50, 0, 10*ms))
	check("half is lost", .5, true, calm, spell("peak-1", 50, 50, 20*ms))
	check("twice as slow", .5, true, calm, spell("peak-1", 50, 0, 40*ms))
	check("both", .25, true, calm, spell("peak-1", 50, 50, 40*ms))
	check("all is lost", 0, true, calm, spell("peak-1", 0, 50, 0))
	check("two peaks count as one", .75, true, calm, spell("peak-1", 50, 0, 20*ms), spell("after-peak-1", 1, 99, 900*ms), spell("peak-2", 25, 25, 20*ms))

	// What is held against the peaks is not what they left behind.
	check("down ever since", .5, true, calm, spell("peak-1", 50, 50, 20*ms), spell("tail", 0, 1000, 0))

	check("no peak", 0, false, calm)
	check("no time before", 0, false, spell("peak-1", 50, 0, 20*ms), spell("tail", 50, 0, 20*ms))
	check("nobody came in the peak", 0, false, calm, spell("peak-1", 0, 0, 0))
	check("nobody was served before", 0, false, spell("base", 0, 10, 0), spell("peak-1", 50, 0, 20*ms))
}
