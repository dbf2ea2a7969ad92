package results

import (
	"cmp"
	"flag"
	"slices"
	"testing"
	"time"

	"matchday/measure"
)

var update = flag.Bool("update", false, "write run.schema.json anew")

const ms = time.Millisecond

// kickoff is when every run of the tests began.
var kickoff = time.Date(2026, 11, 22, 8, 15, 0, 123e6, time.UTC)

// match is the experiment of the tests: three seconds with a peak in the
// middle, cut into windows of a tenth.
func match() Experiment {
	return Experiment{
		Profile: "hold 100/s 3s", ProfileName: "match", ProfileHash: "c0ffee", Length: 3 * time.Second,
		Phases: []measure.Phase{
			{Name: "base", End: time.Second},
			{Name: "peak-1", Start: time.Second, End: 2 * time.Second, Peak: true},
			{Name: "tail", Start: 2 * time.Second, End: 3 * time.Second},
		},
		Arrivals: "even", Seed: 7, Rounds: 1, Window: 100 * ms, Engine: "native", Target: "reference ps",
		CPUs: 2, Demand: 20 * ms, Capacity: 100, Timeout: 500 * ms, SLO: 250 * ms, Retries: 1,
		Backoff: 10 * ms, RetryOn: []string{"rejected"}, InFlight: 1000,
		Variants: []Variant{{Name: "20/100", Bulkhead: true, Inside: 20, Queue: 100}, {Name: "none"}},
	}
}

// matchSamples returns every attempt of a trial in the order of ending: 300
// users, one every 10 ms; in the peak every third is turned away, every tenth
// runs into the timeout.
func matchSamples() []measure.Sample {
	var all []measure.Sample
	for i := range int64(300) {
		due := time.Duration(i) * 10 * ms
		s := measure.Sample{User: i, Attempt: 1, Last: true, Arrived: due, Due: due, BytesIn: 120, BytesOut: 8}
		s.Sent = due + time.Duration(i%5)*37*time.Microsecond
		s.FirstByte = s.Sent + 20*ms + time.Duration(i%7)*3*ms
		s.Done, s.Outcome, s.Status = s.FirstByte+ms, measure.OK, 200
		if due >= time.Second && due < 2*time.Second {
			peak(&s)
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b measure.Sample) int { return cmp.Compare(a.Done, b.Done) })
	return all
}

// peak makes of an attempt what the peak makes of it.
func peak(s *measure.Sample) {
	switch {
	case s.User%10 == 0:
		s.FirstByte, s.Done, s.Outcome, s.Status = 0, s.Due+500*ms, measure.Timeout, 0
	case s.User%3 == 0:
		s.FirstByte, s.Done = s.Sent+ms, s.Sent+ms
		s.Outcome, s.Status = measure.Rejected, 503
	case s.User == 101:
		s.Sent = s.Due
		s.FirstByte, s.Done, s.Outcome, s.Status = 0, s.Due, measure.Unsent, 0
	case s.User == 103:
		s.Outcome = measure.BadBody // with its status of 200
	}
}

// A game drives one trial through a TrialWriter as a run would.
type game struct {
	t        *testing.T
	out      *TrialWriter
	timeline *measure.Timeline
	gauge    measure.Gauge
	targets  []TargetRow
}

// play begins a trial and plays it until the given instant.
func play(t *testing.T, w *Writer, head Trial, until time.Duration) *game {
	t.Helper()
	out, err := w.Trial(head)
	if err != nil {
		t.Fatal(err)
	}
	e := match()
	g := &game{t: t, out: out, timeline: measure.NewTimeline(measure.Grid{
		Length: e.Length, Window: e.Window, Phases: e.Phases, Hold: e.Timeout, Limits: e.Limits(),
	})}
	g.run(until)
	return g
}

// run feeds what happens until an instant, tick by tick.
func (g *game) run(until time.Duration) {
	all, sent := matchSamples(), matchSamples()
	slices.SortStableFunc(sent, func(a, b measure.Sample) int { return cmp.Compare(a.Sent, b.Sent) })
	for at := time.Duration(0); at <= until; at += 100 * ms {
		for ; len(sent) > 0 && sent[0].Sent <= at; sent = sent[1:] {
			if sent[0].Left() {
				g.gauge.Add(sent[0].Sent, 1)
			}
		}
		for ; len(all) > 0 && all[0].Done <= at; all = all[1:] {
			if all[0].Left() {
				g.gauge.Add(all[0].Done, -1)
			}
			g.timeline.Record(all[0])
			g.must(g.out.Sample(all[0]))
		}
		g.timeline.Level(g.gauge.Read(at))
		g.reading(at)
		g.windows(g.timeline.Ripe(at))
	}
}

func (g *game) windows(all []measure.Window) {
	for _, w := range all {
		g.must(g.out.Window(w))
	}
}

// reading makes up what the target says of itself.
func (g *game) reading(at time.Duration) {
	n := int64(at / ms)
	r := TargetRow{At: at, Inside: n % 20, Queued: n % 7, Accepted: n, Completed: n / 2, WorkDone: at / 2, WorkWasted: at / 8, CPU: at, RSS: 1 << 20}
	g.targets = append(g.targets, r)
	g.must(g.out.Target(r))
}

// finish ends the trial and returns it as it was handed in.
func (g *game) finish() Trial {
	g.windows(g.timeline.Rest())
	h := g.out.head
	trial := Trial{
		Number: h.Number, Round: h.Round, Variant: h.Variant, Dir: h.Dir, Seed: h.Seed, Started: h.Started,
		Status: Complete, Elapsed: 3500 * ms,
		Account:   matchAccount(),
		Summary:   g.timeline.Summary(measure.Review{Tick: 100 * ms}),
		Target:    &TargetTotals{Accepted: 300, Completed: 200, WorkDone: time.Second, Oracle: "closed"},
		Stretches: g.timeline.Stretches(),
	}
	g.must(g.out.Finish(trial))
	return trial
}

// matchAccount is what became of a trial's schedule.
func matchAccount() Account {
	return Account{
		Users: 300, Attempts: 300, Conns: 12, Resent: 2, Protocol: "HTTP/1.1",
		Batched: []Batching{{Start: 100 * ms, End: 400*ms + 1}, {Start: 2 * time.Second, End: 3 * time.Second}},
	}
}

func (g *game) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

// begin creates a run in the store.
func begin(t *testing.T, s Store, id string) *Writer {
	t.Helper()
	w, err := s.Create(Run{
		ID: id, Name: "match", Started: kickoff, Command: []string{"matchday", "run", "match.yaml"},
		Experiment: match(), Environment: Environment{Matchday: "v0", Go: "go1.26", OS: "linux", Arch: "amd64", CPUs: 2, GOMAXPROCS: 2},
	}, []byte("profile: match\n"))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// heads returns what is known of the two trials before they are made.
func heads() []Trial {
	return []Trial{
		{Number: 1, Round: 1, Variant: "20/100", Seed: 7, Started: kickoff.Add(time.Second)},
		{Number: 2, Round: 1, Variant: "none", Seed: 7, Started: kickoff.Add(10 * time.Second)},
	}
}

// save makes a whole run of two trials. It returns its directory and the games.
func save(t *testing.T, s Store, id string) (string, []*game) {
	t.Helper()
	w := begin(t, s, id)
	w.Warn("the machine was busy")
	var games []*game
	for _, head := range heads() {
		g := play(t, w, head, 3600*ms)
		g.finish()
		games = append(games, g)
	}
	path, err := w.Finish(Complete)
	if err != nil {
		t.Fatal(err)
	}
	return path, games
}

// A wreck is a run whose process was killed: the first trial is whole, the
// second is not.
type wreck struct {
	dir   string
	first Trial
	cut   *game
}

// kill leaves a run as a kill at the given instant of its second trial would.
func kill(t *testing.T, s Store, at time.Duration) wreck {
	t.Helper()
	w := begin(t, s, "20261122-081500-dead")
	first := play(t, w, heads()[0], 3600*ms).finish()
	cut := play(t, w, heads()[1], at)
	t.Cleanup(func() { _ = cut.out.close() })
	return wreck{w.Dir(), first, cut}
}
