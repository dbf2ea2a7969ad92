//go:build !race

// One goroutine drives each machine here, so the race detector could find
// nothing, and would take twenty times as long.

package gallery

import (
	"math"
	"testing"
	"time"
)

// A fate is what becomes of a machine in the evening, as a simulator said that
// shares no code with this one. Zero stands for what it did not say.
type fate struct {
	served, wasted float64       // shares of users and of completed requests
	most           int64         // in the system
	p99            time.Duration // of those answered in time
	back           string        // after each peak: y yes, n no, ? either
}

func TestGalleryEvenings(t *testing.T) {
	check := func(name, kind string, capacity float64, setting string, want fate, knobs ...string) {
		t.Run(name+" "+setting, func(t *testing.T) {
			t.Parallel()
			c := evening(made(t, kind, setting, 7, knobs...), capacity, 3)
			want.check(t, c)
		})
	}
	hot := []string{"hot", "30%"}
	each := append(hot, "at", "owner")
	blocking := []string{"block", "1%"}
	check("pool", "pool", 20, "none", fate{.312, .76, 4878, 0, "ynn"})
	check("pool", "pool", 20, "20/20", fate{.948, 0, 40, 2000 * time.Millisecond, "yyy"})
	check("async", "async", 100, "none", fate{.292, .776, 51578, 0, "ynn"})
	check("async", "async", 100, "100/100", fate{.946, 0, 200, 2000 * time.Millisecond, "yyy"})
	check("lock", "lock", 20, "none", fate{.313, .76, 4727, 0, "ynn"})
	check("lock", "lock", 20, "12/20", fate{.949, 0, 32, 1700 * time.Millisecond, "yyy"})
	check("owners", "owners", 200, "none", fate{.316, .76, 51019, 0, "ynn"})
	check("owners", "owners", 200, "16/200", fate{.864, 0, 216, 0, "???"})
	check("owners hot", "owners", 200, "none", fate{.287, .78, 0, 0, "nnn"}, hot...)
	check("owners hot", "owners", 200, "16/200", fate{.592, 0, 216, 0, "nnn"}, hot...)
	check("owners each", "owners", 200, "1/25", fate{.857, 0, 0, 0, "???"}, each...)
	check("loop", "loop", 250, "none", fate{.305, .74, 85355, 0, "ynn"})
	check("loop", "loop", 250, "32/250", fate{.947, 0, 282, 1100 * time.Millisecond, "yyy"})
	check("loop blocking", "loop", 250, "none", fate{.140, 0, 0, 0, "nnn"}, blocking...)
	check("loop blocking", "loop", 250, "32/250", fate{.855, 0, 282, 0, "??y"}, blocking...)
	check("pipeline", "pipeline", 400/3., "none", fate{.317, .76, 32576, 0, "ynn"})
	check("pipeline", "pipeline", 400/3., "12/133", fate{.945, 0, 145, 1200 * time.Millisecond, "yyy"})
	check("fan", "fan", 100, "none", fate{.315, .76, 25014, 0, "ynn"})
	check("fan", "fan", 100, "8/100", fate{.944, 0, 108, 1100 * time.Millisecond, "yyy"})
	check("fan ordered", "fan", 100, "none", fate{.315, .76, 24984, 0, "ynn"}, "ordered", "true")
	check("fan ordered", "fan", 100, "8/100", fate{.925, 0, 108, 1300 * time.Millisecond, "yyy"}, "ordered", "true")
	check("prefetch", "prefetch", 20, "none", fate{.315, .76, 4827, 0, "ynn"})
	check("prefetch", "prefetch", 20, "6/20", fate{.948, 0, 26, 1300 * time.Millisecond, "yyy"})
	check("leak", "leak", 200, "none", fate{.28, 0, 0, 0, "ynn"})
	check("leak", "leak", 200, "20/200", fate{.95, 0, 220, 0, "yyy"})
}

// With a bulkhead for each owner the hot key gets what its owner can do, and the
// others hardly notice.
func TestGalleryOwnersApart(t *testing.T) {
	t.Parallel()
	m := made(t, "owners", "1/25", 7, "hot", "30%", "at", "owner").(*owners)
	evening(m, 200, 3)
	for i, asked := range m.asked {
		want := .971
		if i == 0 {
			want = .588
		}
		if got := float64(m.answered[i]) / float64(asked); math.Abs(got-want) > .03 {
			t.Errorf("owner %d answers %.3f of its requests, want %.3f", i+1, got, want)
		}
	}
}

func (want fate) check(t *testing.T, c *crowd) {
	t.Helper()
	counters := c.machine.Counters(c.now)
	if err := counters.Closes(); err != nil {
		t.Error(err)
	}
	t.Logf("served %.3f, wasted %.3f, most %d, p99 %v, back %v, refused %d, timeouts %d", c.share(), c.wasted(), counters.MaxInSystem, c.p99(), c.back(), c.refused, c.timeouts)
	if got := c.share(); want.served > 0 && math.Abs(got-want.served) > .06 {
		t.Errorf("served %.3f of the users, want %.3f", got, want.served)
	}
	if got := c.wasted(); want.wasted > 0 && math.Abs(got-want.wasted) > .06 {
		t.Errorf("%.3f of the completed came late, want %.3f", got, want.wasted)
	}
	if got := float64(counters.MaxInSystem) / float64(want.most); want.most > 0 && math.Abs(got-1) > .15 {
		t.Errorf("at most %d in the system, want %d", counters.MaxInSystem, want.most)
	}
	if got := c.p99(); want.p99 > 0 && math.Abs((got-want.p99).Seconds()) > .1*want.p99.Seconds() {
		t.Errorf("p99 %v, want %v", got, want.p99)
	}
	for k, back := range c.back() {
		if sign := want.back[k]; sign != '?' && back != (sign == 'y') {
			t.Errorf("back after peak %d: %v", k+1, back)
		}
	}
}
