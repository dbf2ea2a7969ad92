package results

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"matchday/measure"
)

// A duet is a trial of two streams: users take turns, and each is of one of them.
type duet struct {
	game
	streams map[string]*measure.Timeline
}

// ofStreams is the experiment of the tests with two streams.
func ofStreams() Experiment {
	e := match()
	e.Streams = []Stream{
		{Name: "checkout", Profile: "hold 50/s 3s", ProfileName: "peaks", ProfileHash: "cafe", Phases: e.Phases, SLO: 30 * ms, Requests: []string{"order"}},
		{Name: "browse", Profile: "hold 50/s 3s", ProfileName: "steady", ProfileHash: "babe", Phases: e.Phases, Steady: true, First: 1, Requests: []string{"menu"}},
	}
	return e
}

// sing makes a run of one trial of two streams until an instant.
func sing(t *testing.T, s Store, until time.Duration) (*Writer, *duet) {
	t.Helper()
	w, err := s.Create(Run{ID: "20261122-081500-duet", Name: "duet", Started: kickoff, Command: []string{"matchday"}, Experiment: ofStreams()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &duet{game: *play(t, w, heads()[0], until), streams: map[string]*measure.Timeline{}}
	t.Cleanup(func() { _ = d.out.close() })
	for _, s := range ofStreams().Streams {
		e := ofStreams().stream(s)
		d.streams[s.Name] = measure.NewTimeline(measure.Grid{
			Length: e.Length, Window: e.Window, Phases: e.Phases, Hold: e.Timeout, Limits: e.Limits(), Ungauged: true,
		})
	}
	for _, sample := range matchSamples() {
		if sample.Done <= until {
			d.streams[ofStreams().Streams[sample.User%2].Name].Record(sample)
		}
	}
	for name, line := range d.streams {
		line.Level(measure.Level{At: until})
		d.write(name, line.Ripe(until))
	}
	return w, d
}

func (d *duet) write(name string, windows []measure.Window) {
	for _, w := range windows {
		d.must(d.out.Stream(name, w))
	}
}

// concert makes a whole run of one trial of two streams and returns its
// directory.
func concert(t *testing.T) (string, *duet) {
	t.Helper()
	w, d := sing(t, Store{t.TempDir()}, 3600*ms)
	d.windows(d.timeline.Rest())
	trial := Trial{Status: Complete, Summary: d.timeline.Summary(measure.Review{Tick: 100 * ms}), Stretches: d.timeline.Stretches()}
	for _, s := range ofStreams().Streams {
		line := d.streams[s.Name]
		d.write(s.Name, line.Rest())
		trial.Streams = append(trial.Streams, StreamTrial{Name: s.Name, Summary: line.Summary(measure.Review{}), Stretches: line.Stretches()})
	}
	d.must(d.out.Finish(trial))
	path, err := w.Finish(Complete)
	d.must(err)
	return path, d
}

// Streams go in and come out again beside the whole, each as a run of its own.
func TestStreamsRoundTrip(t *testing.T) {
	path, d := concert(t)
	validate(t, path)
	run := load(t, path)
	if diff := cmp.Diff(ofStreams(), run.Experiment); diff != "" {
		t.Error("experiment", diff)
	}
	for _, s := range ofStreams().Streams {
		own, ok := run.Stream(s.Name)
		if !ok || own.Experiment.ProfileName != s.ProfileName || own.Experiment.SLO != s.SLO || own.Trials[0].Target != nil {
			t.Fatalf("stream %q is seen as %+v", s.Name, own.Experiment)
		}
		sameStream(t, own.Trials[0], d.streams[s.Name])
	}
	if _, ok := run.Stream("returns"); ok {
		t.Error("there is a stream that nobody made")
	}
	if run.Trials[0].Streams == nil || run.Trials[0].Dir != "trials/01-20-100-r1" {
		t.Error("looking at a stream changed the run")
	}
}

func sameStream(t *testing.T, trial Trial, line *measure.Timeline) {
	t.Helper()
	rows, err := trial.Timeline()
	if err != nil {
		t.Fatal(err)
	}
	var windows []measure.Window
	for _, r := range rows {
		windows = append(windows, r.Window)
	}
	if diff := cmp.Diff(line.Windows(), windows, cmpopts.EquateEmpty()); diff != "" {
		t.Error("rows", diff)
	}
	stretches, err := trial.Latencies()
	if err != nil {
		t.Fatal(err)
	}
	sameStretches(t, line.Stretches(), stretches)
	if trial.Account.Users != 150 {
		t.Errorf("%d users, want every other of 300", trial.Account.Users)
	}
}

// A run that was killed keeps the complete windows of its streams as well, and
// what they come to.
func TestKilledStreams(t *testing.T) {
	w, d := sing(t, Store{t.TempDir()}, 1850*ms)
	f, err := os.OpenFile(filepath.Join(w.dir, "trials/01-20-100-r1/browse/timeline.csv"), os.O_APPEND|os.O_WRONLY, 0)
	d.must(err)
	_, err = f.WriteString("1.3,0.1,")
	d.must(err)
	d.must(f.Close())

	run := load(t, w.dir)
	cut := run.Trials[0]
	if len(cut.Streams) != 2 || len(run.Warnings) != 1 {
		t.Fatalf("%d streams, warnings %q", len(cut.Streams), run.Warnings)
	}
	for _, s := range cut.Streams {
		if got := s.Stretches[0].Users; got != 65 {
			t.Errorf("%s: %d users, want those of 13 windows", s.Name, got)
		}
		sameStretches(t, d.streams[s.Name].Stretches()[1:2], s.Stretches[1:2])
		if s.Summary.Judgement.Verdict != measure.Undecided {
			t.Errorf("%s: %v", s.Name, s.Summary.Judgement)
		}
	}
}

func TestUnknownStream(t *testing.T) {
	_, d := sing(t, Store{t.TempDir()}, 0)
	if err := d.out.Stream("returns", measure.Window{}); err == nil || err.Error() != `results: trial 1 (20/100, round 1): stream "returns" is not one of the experiment's` {
		t.Errorf("error %v", err)
	}
}
