package results

import (
	"testing"
	"testing/synctest"
	"time"
)

// A syncer that is woken all the time rests between syncs; it does what it was
// last woken for before it stops, and does not rest then.
func TestSyncerRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, syncs := time.Now(), []time.Duration(nil)
		s := startSyncer(time.Second, func() { syncs = append(syncs, time.Since(began)) })
		for range 26 {
			s.wake()
			time.Sleep(100 * ms)
		}
		s.stop()
		want := []time.Duration{0, time.Second, 2 * time.Second, 2600 * ms}
		if len(syncs) != len(want) || time.Since(began) != 2600*ms {
			t.Fatalf("syncs at %v, stopped at %v; want %v", syncs, time.Since(began), want)
		}
		for i := range want {
			if syncs[i] != want[i] {
				t.Errorf("sync %d at %v, want %v", i, syncs[i], want[i])
			}
		}
	})
}
