//go:build !race

package gallery

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/model/theory"
)

func TestGalleryCapacity(t *testing.T) {
	check := func(kind, setting string, requests int, want float64, knobs ...string) {
		t.Helper()
		if got := options(t, kind, knobs...).Capacity(); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s %q: capacity %v, want %v", kind, knobs, got, want)
		}
		got := saturated(made(t, kind, setting, 1, knobs...), requests, 400*time.Second)
		if math.Abs(got/want-1) > .03 {
			t.Errorf("%s %q: completes %.4g per second, want %v", kind, knobs, got, want)
		}
	}
	check("pool", "none", 100, 20)
	check("pool", "none", 100, 10, "conns", "10", "demand", "500ms", "threads", "5")
	check("pool", "none", 100, 20, "sizes", "exp")
	check("async", "none", 300, 100)
	check("async", "none", 300, 50, "conns", "50", "sizes", "lognormal:0.5")
	check("lock", "none", 100, 20)
	check("lock", "none", 100, 240, "locked", "false")
	check("owners", "none", 1000, 200)
	check("owners", "none", 1000, 1/(.3*.04), "hot", "30%")
	check("owners", "none", 1000, 50, "zipf", "1", "keys", "4", "owners", "2", "demand", "31.25ms")
	check("loop", "none", 200, 250)
	check("loop", "none", 200, 1000./6, "block", "1%")
	check("pipeline", "none", 100, 400/3.)
	check("pipeline", "none", 100, 400/3., "mailbox", "1")
	check("pipeline", "none", 100, 400/3., "mailbox", "0", "workers", "4,4,40")
	check("fan", "none", 100, 100)
	check("fan", "none", 100, 100, "ordered", "true")
	check("fan", "none", 100, 100, "sizes", "fixed", "line", "robin")
	check("prefetch", "none", 100, 20)
	check("prefetch", "none", 100, 10, "read", "200ms")
	check("prefetch", "none", 100, 5, "mode", "thread")
	check("prefetch", "none", 100, 40/3., "mode", "sync")
	check("prefetch", "none", 100, 4, "mode", "sync", "readers", "1", "read", "250ms")
	check("leak", "20/inf", 100, 200)
}

// A pool of threads with demands that are exponential is M/M/c.
func TestGalleryPoolIsMMC(t *testing.T) {
	t.Parallel()
	s := theory.Station{Rate: 16, Demand: time.Second, Servers: 20}
	took := poisson(made(t, "pool", "none", 1, "sizes", "exp"), s.Rate, 200_000, 1)
	near(t, "mean response", mean(took), s.MeanResponse(), .01)
	slices.Sort(took)
	near(t, "p99", took[len(took)*99/100], s.Quantile(.99), .02)
}

// A callback waits as in M/G/1, by the formula of Pollaczek and Khinchine, where
// those that come back from elsewhere take no time.
func TestGalleryLoopLag(t *testing.T) {
	t.Parallel()
	check := func(want time.Duration, within float64, knobs ...string) {
		t.Helper()
		m := made(t, "loop", "none", 1, append(knobs, "slice2", "1ns")...).(*loop)
		random, at, sum := rand.New(rand.NewPCG(1, 5)), time.Duration(0), time.Duration(0)
		const visits = 1_000_000
		for range visits {
			at += time.Duration(random.ExpFloat64() / 250 * float64(time.Second))
			sum += m.Lag(at)
			m.Arrive(at, 0)
		}
		near(t, "wait for a turn", sum/visits, want, within)
	}
	s := theory.Station{Rate: 250, Demand: 2 * time.Millisecond, Servers: 1}
	check(s.GeneralWait(0), .01)
	s.Demand = 3 * time.Millisecond
	moment := .995*.002*.002 + .005*.202*.202
	check(s.GeneralWait(math.Sqrt(moment/(.003*.003)-1)), .1, "block", "0.5%")
}

// Two visits of each request wait less than twice as many requests with one would:
// what comes back comes in single file.
func TestGalleryLoopWaits(t *testing.T) {
	t.Parallel()
	o := options(t, "loop")
	wait := (mean(poisson(made(t, "loop", "none", 1), 125, 200_000, 1)) - o.Service()) / 2
	if wait < 700*time.Microsecond || wait > time.Millisecond {
		t.Errorf("waits %v for a turn, want somewhat less than 1ms", wait)
	}
}

// The slowest of eight parts, where nobody else is.
func TestGalleryFanAlone(t *testing.T) {
	t.Parallel()
	const part = 20 * time.Millisecond
	near(t, "service", options(t, "fan").Service(), theory.SlowestMean(8, part), 1e-6)
	for _, knobs := range [][]string{nil, {"line", "robin"}} {
		m := made(t, "fan", "none", 1, knobs...)
		var took []time.Duration
		m.OnEnd(func(_ int, e model.Ending) { took = append(took, e.Service) })
		for i := range 50_000 {
			m.Arrive(time.Duration(i)*10*time.Second, 0)
		}
		m.Advance(time.Hour * 1000)
		near(t, "mean", mean(took), theory.SlowestMean(8, part), .01)
		slices.Sort(took)
		near(t, "p99", took[len(took)*99/100], theory.SlowestQuantile(8, part, .99), .03)
	}
}

// Whoever meets nobody takes what Service says.
func TestGalleryService(t *testing.T) {
	check := func(kind string, knobs ...string) {
		t.Helper()
		o, m := options(t, kind, knobs...), made(t, kind, "1/0", 1, knobs...)
		var took []time.Duration
		m.OnEnd(func(_ int, e model.Ending) { took = append(took, e.Service) })
		for i := range 40_000 {
			m.Arrive(time.Duration(i+1)*time.Minute, 0)
		}
		m.Advance(time.Hour * 1000)
		near(t, kind, mean(took), o.Service(), .02)
	}
	for _, k := range Kinds() {
		check(k.Name)
	}
	check("prefetch", "mode", "sync")
	check("fan", "workers", "3")
	check("fan", "workers", "3", "sizes", "fixed")
	check("loop", "block", "10%")
}

// Kinds that come to the same as a server of the model end every request at the
// same instant as that.
func TestGalleryAgainstTheModel(t *testing.T) {
	check := func(kind, setting string, o model.Options, knobs ...string) {
		t.Helper()
		o.Demand, o.Seed = time.Second, 9
		o.Bulkhead, _ = bulkhead.ParseSetting(setting)
		server, err := model.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		m := made(t, kind, setting, 9, append(knobs, "demand", "1s")...)
		rate := 1.2 * float64(o.CPUs)
		want, got := poisson(silent{server}, rate, 5000, 3), poisson(m, rate, 5000, 3)
		if len(want) < 3000 || !slices.Equal(got, want) {
			t.Errorf("%s %s %q: ends %d requests otherwise than the model, which ends %d", kind, setting, knobs, len(got), len(want))
		}
		last := 10_000 * time.Second
		a, b := m.Counters(last), server.Counters(last)
		if a.RejectedFull != b.RejectedFull || a.RejectedWait != b.RejectedWait || a.MaxInSystem != b.MaxInSystem ||
			a.FullTime != b.FullTime || a.WorkDone != b.WorkDone || a.InsideTime != b.InsideTime || a.QueuedTime != b.QueuedTime {
			t.Errorf("%s %s: %+v, want %+v", kind, setting, a, b)
		}
	}
	ps := model.Options{CPUs: 20, Overhead: .02}
	for _, setting := range []string{"none", "20/20", "30/10 lifo", "20/200 wait 1.7s"} {
		check("async", setting, ps, "cpus", "20", "overhead", "0.02")
		check("async", setting, model.Options{CPUs: 20, Sizes: model.Sizes{Shape: model.Exponential}}, "cpus", "20", "sizes", "exp")
	}
	check("leak", "20/20", model.Options{CPUs: 20}, "keeps", "0")
	check("leak", "none", model.Options{CPUs: 20}, "keeps", "0")
	fifo := model.Options{CPUs: 20, Sizes: model.Sizes{Shape: model.Exponential}}
	for _, setting := range []string{"20/20", "20/0", "20/20 lifo", "20/200 wait 1.7s"} {
		check("pool", setting, fifo, "sizes", "exp")
	}
}

// silent is a server of the model as a machine with nothing of its own to tell.
type silent struct{ *model.Server }

func (silent) Gauges(time.Duration) []Gauge { return nil }
