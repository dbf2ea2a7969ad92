package gallery

import (
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func TestGalleryKinds(t *testing.T) {
	var names []string
	for _, k := range Kinds() {
		names = append(names, k.Name)
		if k.Teaches == "" || k.Hides == "" || k.Place == "" {
			t.Errorf("%s does not tell all of itself", k.Name)
		}
		o := k.Options()
		fs := flag.NewFlagSet(k.Name, flag.ContinueOnError)
		o.Bind(fs)
		fs.VisitAll(func(f *flag.Flag) {
			if f.Usage == "" || f.Name != strings.ToLower(f.Name) {
				t.Errorf("%s: knob %q: %q", k.Name, f.Name, f.Usage)
			}
			if err := f.Value.Set(f.DefValue); err != nil {
				t.Errorf("%s: knob %s %q does not read its usual value: %v", k.Name, f.Name, f.DefValue, err)
			}
		})
		if err := o.Check(); err != nil {
			t.Errorf("%s: %v", k.Name, err)
		}
		if _, err := o.New(bulkhead.Setting{Inside: -1}, 1); err == nil {
			t.Errorf("%s: an impossible bulkhead is not refused", k.Name)
		}
	}
	want := []string{"pool", "async", "lock", "owners", "loop", "pipeline", "fan", "prefetch", "leak"}
	if !slices.Equal(names, want) {
		t.Errorf("kinds %v, want %v", names, want)
	}
	if _, err := Find("pools"); err == nil || err.Error() != `kind "pools": want one of `+strings.Join(want, ", ") {
		t.Error(err)
	}
}

func TestGalleryFaults(t *testing.T) {
	check := func(kind, want string, knobs ...string) {
		t.Helper()
		k, _ := Find(kind)
		o := k.Options()
		fs := flag.NewFlagSet(kind, flag.ContinueOnError)
		o.Bind(fs)
		var err error
		for pair := range slices.Chunk(knobs, 2) {
			err = first(err, fs.Set(pair[0], pair[1]))
		}
		if err == nil {
			_, err = o.New(bulkhead.Setting{}, 1)
		}
		if err == nil || err.Error() != want {
			t.Errorf("%s %q: %v, want %s", kind, knobs, err, want)
		}
	}
	check("pool", "threads 0: want a whole number from 1 to 1000000, for example 20", "threads", "0")
	check("pool", `demand "-1s": want a positive time such as 50ms, at most 24h0m0s`, "demand", "-1s")
	check("pool", "want a whole number or inf, for example 20", "queue", "-1")
	check("async", "overhead NaN: want a share of 0 or more, for example 0.02", "overhead", "NaN")
	check("async", "conns 0: want a whole number from 1 to 1000000, for example 20", "conns", "0")
	check("lock", "width 7: want 8, 16, 32 or 64 bits", "width", "7")
	check("owners", `at "behind": want front or owner`, "at", "behind")
	check("owners", "zipf 1: want it without a hot key, or hot 0", "zipf", "1", "hot", "30%")
	check("owners", "hot 0.3: want at least 2 owners, for example hot 0.3 with owners 8", "owners", "1", "hot", "0.3")
	check("owners", "want a share from 0 to 1, for example 0.01 or 1%", "hot", "130%")
	check("loop", `slice1 "0s": want a positive time such as 50ms, at most 24h0m0s`, "slice1", "0s")
	check("pipeline", `workers "4,4": want one number for each of the demands "10ms,30ms,15ms"`, "workers", "4,4")
	check("pipeline", "want whole numbers, for example 4,4,4", "workers", "4,,4")
	check("pipeline", "want times, for example 10ms,30ms,15ms", "demands", "10")
	check("pipeline", `full "wait": want block or reject`, "full", "wait")
	check("fan", `sizes "lognormal:1": want fixed or exp`, "sizes", "lognormal:1")
	check("fan", "parts 20: want at most as many as the 16 workers if they go to them in turn", "parts", "20", "line", "robin")
	check("fan", "window 3: want it with ordered answers, or inf", "window", "3")
	check("prefetch", "buffer 0: want at least 1 item, for example 2", "buffer", "0")
	check("leak", "half 0: want at least 1 byte, for example 8589934592", "half", "0")
}

func FuzzGalleryKnobs(f *testing.F) {
	for _, text := range []string{"inf", "20", "30%", "0.01", "4,4,4", "10ms, 30ms", "1e-3%", "-1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, pair := range [][2]flag.Value{
			{new(bound), new(bound)}, {new(share), new(share)}, {&counts{}, &counts{}}, {&times{}, &times{}},
		} {
			if pair[0].Set(text) != nil {
				continue
			}
			if err := pair[1].Set(pair[0].String()); err != nil || pair[1].String() != pair[0].String() {
				t.Errorf("%T: %q is written %q and read back as %q, %v", pair[0], text, pair[0], pair[1], err)
			}
		}
	})
}

// With its lock the counter misses nothing; without one it misses what was added
// while another added too, and says exactly how much.
func TestGalleryLockCounts(t *testing.T) {
	check := func(lost bool, knobs ...string) {
		t.Helper()
		m := made(t, "lock", "none", 1, append(knobs, "hold", "1ms")...)
		numbers, twice := map[int64]bool{}, 0
		m.OnEnd(func(_ int, e model.Ending) {
			if numbers[e.Seq] {
				twice++
			}
			numbers[e.Seq] = true
		})
		const requests = 100_000
		for i := range requests {
			m.Arrive(time.Duration(i)*900*time.Microsecond, 0)
		}
		m.Advance(time.Hour)
		counter, missing := gauge(t, m, "counter"), gauge(t, m, "counts_lost_total")
		wrong := m.Counters(time.Hour).Wrong
		if counter+missing != requests || (missing > 0) != lost || (twice > 0) != lost || wrong != int64(twice) {
			t.Errorf("%q: counter %v, lost %v, numbers given twice %d and %d", knobs, counter, missing, twice, wrong)
		}
	}
	check(false)
	check(true, "locked", "false")
}

// A counter of eight bits kills a worker with every request beyond 255. Nobody
// is told: those requests are lost, and all that come when there is no worker any
// more stay inside.
func TestGalleryLockNarrow(t *testing.T) {
	m := made(t, "lock", "none", 1, "width", "8")
	ended := 0
	m.OnEnd(func(int, model.Ending) { ended++ })
	ids := map[int]bool{}
	for i := range 300 {
		at := time.Duration(i) * time.Second
		id, _ := m.Arrive(at, 0)
		if i >= 255 && ids[id] {
			t.Errorf("request %d has the id of one that nobody answered", i)
		}
		ids[id] = i >= 255 && i != 266
		if i == 266 { // as soon as it came: the worker dies for nobody
			m.Leave(at, id)
		}
	}
	c := m.Counters(time.Hour)
	dead, waiting := gauge(t, m, "workers_dead"), gauge(t, m, "run_queue")
	if ended != 255 || c.Completed != 255 || c.Lost != 12 || c.Inside != 33 || c.Zombies != 0 || dead != 12 || waiting != 33 {
		t.Errorf("ended %d, dead %v, waiting %v: %+v", ended, dead, waiting, c)
	}
	if c.WorkWasted == 0 || c.WorkWasted >= c.WorkDone/10 {
		t.Errorf("wasted %v of %v", c.WorkWasted, c.WorkDone)
	}
	if err := c.Closes(); err != nil {
		t.Error(err)
	}
	if _, ok := m.Next(); ok {
		t.Error("something is still to happen")
	}
}

// Whose worker died has no seat, and its id is free once its caller has left.
func TestGalleryLockLoses(t *testing.T) {
	m := made(t, "lock", "1/0", 1, "width", "8")
	var lost []int
	for i := range 260 {
		id, ok := m.Arrive(time.Duration(i)*time.Second, 0)
		if !ok {
			t.Fatalf("request %d finds the seat taken", i)
		}
		if i >= 255 {
			lost = append(lost, id)
		}
	}
	m.Leave(300*time.Second, lost[0])
	if c := m.Counters(300 * time.Second); c.Lost != 5 || c.Inside != 0 || c.Zombies != 0 || c.Closes() != nil {
		t.Errorf("%+v", c)
	}
	if id, _ := m.Arrive(301*time.Second, 0); id != lost[0] {
		t.Errorf("id %d, want %d again", id, lost[0])
	}
}

// Nobody blocked holds more than one message, and a mailbox no more than it may.
func TestGalleryPipelineBlocks(t *testing.T) {
	m := made(t, "pipeline", "none", 1, "mailbox", "2")
	for range 100 {
		m.Arrive(0, 0)
	}
	m.Advance(500 * time.Millisecond)
	for name, want := range map[string]float64{
		"stage1_mailbox": 2, "stage1_busy": 4, "stage1_blocked": 4, "stage2_mailbox": 2, "stage2_busy": 4, "stage3_blocked": 0,
	} {
		if got := gauge(t, m, name); got != want {
			t.Errorf("%s %v, want %v", name, got, want)
		}
	}
}

// A burst of as many as are ready is served at once, and then one for each that
// is read.
func TestGalleryPrefetchBurst(t *testing.T) {
	m := made(t, "prefetch", "none", 1, "consumers", "20")
	var took []time.Duration
	m.OnEnd(func(_ int, e model.Ending) { took = append(took, (e.Service-200*time.Millisecond)/time.Millisecond) })
	for range 8 {
		m.Arrive(time.Minute, 0)
	}
	m.Advance(time.Hour)
	// Two were in the buffer and two with readers.
	if want := []time.Duration{0, 0, 0, 0, 100, 100, 200, 200}; !slices.Equal(took, want) {
		t.Errorf("waited %v ms for an item, want %v", took, want)
	}
}

// A burst takes as long as its length demands: one after another where there are
// threads, and all together where everything is shared.
func TestGalleryBursts(t *testing.T) {
	check := func(kind string, first, last time.Duration, knobs ...string) {
		t.Helper()
		var took []time.Duration
		m := made(t, kind, "none", 1, knobs...)
		m.OnEnd(func(_ int, e model.Ending) { took = append(took, e.At) })
		for range 200 {
			m.Arrive(0, 0)
		}
		m.Advance(time.Hour)
		if len(took) != 200 || took[0] != first || took[199] != last {
			t.Errorf("%s: %d answers from %v to %v, want them from %v to %v", kind, len(took), took[0], took[len(took)-1], first, last)
		}
	}
	check("pool", time.Second, 10*time.Second)
	check("pool", time.Second, 20*time.Second, "conns", "10")
	check("async", 10*time.Second, 10*time.Second, "cpus", "20")
	check("async", 2*time.Second, 10*time.Second, "cpus", "20", "conns", "40")
}

// Fresh workers keep memory that a pool does not, and so the collector slows down
// everybody.
func TestGalleryLeaks(t *testing.T) {
	rate := func(setting string) float64 {
		m := made(t, "leak", setting, 1, "keeps", "1000000", "kept", "10000000000", "half", "10000000000")
		return saturated(m, 20, 400*time.Second)
	}
	if got := rate("20/inf"); got < 199 || got > 201 {
		t.Errorf("a pool does %v/s, want 200", got)
	}
	if got := rate("none"); got < 90 || got > 110 {
		t.Errorf("fresh workers do %v/s, want about half", got)
	}
}
