package measure

import (
	"maps"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

const ever = time.Duration(math.MaxInt64)

// checkTimeline holds all that a timeline sums up against the plain one.
func checkTimeline(t *testing.T, got *Timeline, want plain) {
	t.Helper()
	for i, w := range got.Windows() {
		if w.Start != time.Duration(i)*got.Grid().Window || w.Length != got.Grid().Window {
			t.Fatalf("window %d is %v long from %v", i, w.Length, w.Start)
		}
		if c := want.counts(w.Start, w.End()); w.Counts != c {
			t.Fatalf("window %d:\n got %+v\nwant %+v", i, w.Counts, c)
		}
		checkGauge(t, w.Gauge, w.MaxFlight, want, w.Start, w.End())
		if w.Latency != nil && !maps.Equal(printed(w.Latency.Each), want.latencies(w.Start, w.End())) {
			t.Fatalf("window %d: histograms differ", i)
		}
	}
	for i, s := range got.Stretches() {
		from, to := s.Start, s.End
		if i == 0 {
			to = ever // the whole takes in what came after the end, but for time
		}
		c := want.counts(from, to)
		c.Occupied = want.counts(s.Start, s.End).Occupied
		if s.Counts != c {
			t.Fatalf("%s:\n got %+v\nwant %+v", s.Name, s.Counts, c)
		}
		if !maps.Equal(printed(s.Latencies.Each), want.latencies(from, to)) {
			t.Fatalf("%s: histograms differ", s.Name)
		}
		checkGauge(t, s.Gauge, s.MaxFlight, want, s.Start, s.End)
	}
}

// checkGauge allows the area a nanosecond for each piece that it is made of.
func checkGauge(t *testing.T, area time.Duration, most int, want plain, from, to time.Duration) {
	t.Helper()
	wantArea, wantMost := want.gauge(from, to)
	if math.Abs(float64(area)-wantArea) > 1000 || most != wantMost {
		t.Fatalf("gauge from %v to %v: %v, at most %d; want %v, %d", from, to, area, most, time.Duration(wantArea), wantMost)
	}
}

// play records samples, taking windows at random on the way.
func play(r *rand.Rand, tl *Timeline, samples []Sample) (late int64, handed []Window) {
	taken := time.Duration(0)
	for _, s := range samples {
		if r.IntN(20) == 0 {
			ripe := tl.Ripe(s.Done - time.Duration(r.Int64N(int64(3*time.Second))))
			handed = append(handed, ripe...)
			for _, w := range ripe {
				taken = w.End()
			}
		}
		if s.Arrived < taken {
			late++
		}
		tl.Record(s)
	}
	return late, append(handed, tl.Rest()...)
}

// randomTrial makes a trial out of a seed and holds it against the plain one.
func randomTrial(t *testing.T, seed uint64, users int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	p := plain{grid: randomGrid(r)}
	p.samples = randomSamples(r, users, p.grid.Length)
	p.levels = randomLevels(r, p.grid.Length+3*time.Second)
	r.Shuffle(len(p.samples), func(i, j int) {
		if r.IntN(10) == 0 { // mostly in order of ending
			p.samples[i], p.samples[j] = p.samples[j], p.samples[i]
		}
	})
	tl := NewTimeline(p.grid)
	for _, l := range p.levels {
		tl.Level(l)
	}
	late, handed := play(r, tl, p.samples)
	if tl.Late != late {
		t.Fatalf("seed %d: %d samples were late, want %d", seed, tl.Late, late)
	}
	for i, w := range handed {
		if w.Start != time.Duration(i)*p.grid.Window || w.Latency == nil {
			t.Fatalf("seed %d: window %d handed on from %v, histograms %v", seed, i, w.Start, w.Latency)
		}
	}
	checkTimeline(t, tl, p)
}

func randomLevels(r *rand.Rand, length time.Duration) []Level {
	var out []Level
	var l Level
	for l.At < length {
		step := time.Duration(1 + r.Int64N(int64(400*time.Millisecond)))
		l.At += step
		l.Integral += time.Duration(r.IntN(100)) * step
		l.Max = r.IntN(100)
		out = append(out, l)
	}
	return out
}

func TestTimelineAgainstPlain(t *testing.T) {
	for seed := range uint64(60) {
		randomTrial(t, seed, 1+int(seed)*3)
	}
}

// FuzzTimeline does the same for seeds that nobody chose.
func FuzzTimeline(f *testing.F) {
	f.Add(uint64(1), uint8(0))
	f.Add(uint64(2), uint8(200))
	f.Fuzz(func(t *testing.T, seed uint64, users uint8) { randomTrial(t, seed, int(users)) })
}

// Where phases cover the trial and all have ended, every attempt is in exactly
// one window and phase, and every user has exactly one last attempt.
func TestTimelineConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	g := Grid{Length: 10 * time.Second, Window: time.Second, Phases: []Phase{
		{Name: "first", End: 3333 * time.Millisecond},
		{Name: "second", Start: 3333 * time.Millisecond, End: time.Minute}, // to the last retry
	}}
	samples := randomSamples(r, 500, g.Length)
	tl := NewTimeline(g)
	for _, s := range samples {
		tl.Record(s)
	}
	var windows, phases Counts
	for _, w := range tl.Windows() {
		windows.Merge(w.Counts)
	}
	stretches := tl.Stretches()
	whole := stretches[0]
	for _, s := range stretches[1:] {
		phases.Merge(s.Counts)
	}
	if windows != phases || whole.Counts != phases {
		t.Errorf("sums differ:\nwindows %+v\n phases %+v\n  whole %+v", windows, phases, whole.Counts)
	}
	if whole.Planned() != int64(len(samples)) {
		t.Errorf("%d attempts, want %d", whole.Planned(), len(samples))
	}
	if ended := whole.Final.Where(func(Outcome) bool { return true }); whole.Users != 500 || ended != 500 {
		t.Errorf("%d users came and %d ended, want 500", whole.Users, ended)
	}
}

// Two halves of a trial's samples, counted apart and merged, are the trial.
func TestTimelineHalvesMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	g := quickGrid()
	all, halves := NewTimeline(g), [2]*Timeline{NewTimeline(g), NewTimeline(g)}
	for i, s := range randomSamples(r, 500, g.Length) {
		all.Record(s)
		halves[i%2].Record(s)
	}
	before := printed(halves[0].Stretches()[0].Latencies.Each)
	first, second := halves[0].Stretches(), halves[1].Stretches()
	for i, want := range all.Stretches() {
		got := first[i]
		got.Merge(second[i])
		if got.Counts != want.Counts || !maps.Equal(printed(got.Latencies.Each), printed(want.Latencies.Each)) {
			t.Errorf("%s: the halves do not come to the whole", want.Name)
		}
	}
	if !maps.Equal(printed(halves[0].Stretches()[0].Latencies.Each), before) {
		t.Error("merging into a stretch changes the timeline that it came from")
	}
}

func TestTimelineWindowFor(t *testing.T) {
	check := func(length, want time.Duration) {
		t.Helper()
		if got := NewTimeline(Grid{Length: length}).Grid().Window; got != want {
			t.Errorf("window of %v for %v, want %v", got, length, want)
		}
	}
	check(time.Minute-1, 100*time.Millisecond)
	check(time.Minute, time.Second)
	if got := NewTimeline(Grid{Length: time.Hour, Window: time.Minute}).Grid().Window; got != time.Minute {
		t.Errorf("the window asked for became %v", got)
	}
}

// Before the start there is nothing; what claims to be there is the start's.
func TestTimelineNegativeInstants(t *testing.T) {
	tl := NewTimeline(Grid{Length: time.Second, Window: time.Second})
	early := -2 * time.Second
	tl.Record(Sample{Arrived: early, Due: early, Sent: -1, Done: 10, Outcome: OK, Attempt: 1, Last: true})
	w := tl.Windows()[0]
	if w.Users != 1 || w.Attempts[OK] != 1 || w.Sent != 1 || w.Occupied != 10 {
		t.Errorf("%+v", w.Counts)
	}
}

// A phase holds the instant it begins at, and not the one it ends at, also in
// the middle of a window.
func TestTimelineOnTheSeams(t *testing.T) {
	p := plain{grid: Grid{Length: 4500 * time.Millisecond, Window: time.Second, Phases: []Phase{
		{Name: "a", Start: -300 * time.Millisecond, End: 1500 * time.Millisecond},
		{Name: "b", Start: 1500 * time.Millisecond, End: 1700 * time.Millisecond},
		{Name: "none", Start: 1700 * time.Millisecond, End: 1700 * time.Millisecond},
		{Name: "c", Start: 3 * time.Second, End: 4500 * time.Millisecond},
	}}}
	tl := NewTimeline(p.grid)
	for due := time.Duration(0); due < 5*time.Second; due += tenth {
		for _, d := range []time.Duration{-1, 0, 1} {
			p.samples = append(p.samples, at(max(0, due+d)))
			tl.Record(at(max(0, due+d)))
		}
	}
	checkTimeline(t, tl, p)
}

func TestTimelineRecordDoesNotAllocate(t *testing.T) {
	tl := NewTimeline(quickGrid())
	samples := samplesAt(400, 400)
	for _, s := range samples {
		tl.Record(s)
	}
	i := 0
	if n := testing.AllocsPerRun(1000, func() { tl.Record(samples[i%len(samples)]); i++ }); n != 0 {
		t.Errorf("recording allocates %v times", n)
	}
}
