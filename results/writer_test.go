package results

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"matchday/measure"
)

// Everything that goes in comes out again: run.json, rows, histograms, readings
// and samples.
func TestRoundTrip(t *testing.T) {
	dir, games := save(t, Store{t.TempDir()}, "20261122-081500-k3f7")
	run := load(t, dir)
	if run.ID != "20261122-081500-k3f7" || run.Status != Complete || run.Version != Version || run.Ended.IsZero() {
		t.Errorf("run %+v", run)
	}
	if diff := cmp.Diff(match(), run.Experiment); diff != "" {
		t.Error("experiment", diff)
	}
	if !slices.Equal(run.Warnings, []string{"the machine was busy"}) {
		t.Errorf("warnings %q", run.Warnings)
	}
	for i, trial := range run.Trials {
		sameTrial(t, trial, games[i])
		if diff := cmp.Diff(matchAccount(), trial.Account); diff != "" {
			t.Error("account", diff)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "experiment.yaml"))
	if err != nil || string(text) != "profile: match\n" {
		t.Errorf("experiment.yaml %q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind %q", left)
	}
}

// What is only there where it was asked for comes out again, and is left out of
// the file elsewhere.
func TestRoundTripOfCallers(t *testing.T) {
	check := func(change func(*Experiment), keys ...string) {
		t.Helper()
		e := match()
		change(&e)
		w, err := Store{t.TempDir()}.Create(Run{ID: "a", Experiment: e}, nil)
		if err != nil {
			t.Fatal(err)
		}
		path, err := w.Finish(Complete)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, load(t, path).Experiment); diff != "" {
			t.Error("experiment", diff)
		}
		text, err := os.ReadFile(filepath.Join(path, "run.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{`"callers"`, `"pacing"`} {
			if got := bytes.Contains(text, []byte(key)); got != slices.Contains(keys, key) {
				t.Errorf("run.json has %s: %v", key, got)
			}
		}
	}
	check(func(*Experiment) {})
	check(func(e *Experiment) { e.Callers = 64 }, `"callers"`)
	check(func(e *Experiment) { e.Pacing = "batched" }, `"pacing"`)
}

func sameTrial(t *testing.T, trial Trial, g *game) {
	t.Helper()
	rows, err := trial.Timeline()
	if err != nil {
		t.Fatal(err)
	}
	var windows []measure.Window
	for _, r := range rows {
		windows = append(windows, r.Window)
	}
	if diff := cmp.Diff(g.timeline.Windows(), windows); diff != "" {
		t.Error("rows", diff)
	}
	stretches, err := trial.Latencies()
	if err != nil {
		t.Fatal(err)
	}
	sameStretches(t, g.timeline.Stretches(), stretches)
	readings, err := trial.TargetRows()
	if diff := cmp.Diff(g.targets, readings); diff != "" || err != nil {
		t.Error("target", diff, err)
	}
	samples, err := collect(trial.Samples())
	if diff := cmp.Diff(matchSamples(), samples); diff != "" || err != nil {
		t.Error("samples", diff, err)
	}
}

// sameStretches compares stretches, histograms by all that can be asked of them.
func sameStretches(t *testing.T, want, got []measure.Stretch) {
	t.Helper()
	hists := cmp.Transformer("hist", func(h measure.Hist) measure.Latency { return measure.LatencyOf(h) })
	if diff := cmp.Diff(want, got, hists); diff != "" {
		t.Error("stretches", diff)
	}
}

func load(t *testing.T, dir string) *Run {
	t.Helper()
	run, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// The quantiles in timeline.csv are those of the window's histograms, and
// nothing where there were none.
func TestRowQuantiles(t *testing.T) {
	l := new(measure.Latencies)
	for i := range 100 {
		l.Response[measure.OK].Record(time.Duration(i+1) * ms)
		l.Lag.Record(time.Duration(i+1) * 10 * time.Microsecond)
		l.Response[measure.Rejected].Record(time.Duration(i+1) * 100 * time.Microsecond)
	}
	failed := map[measure.Outcome]time.Duration{measure.ServerError: 7 * ms, measure.Reset: 9 * ms, measure.Unsent: time.Second, measure.Timeout: time.Second}
	for outcome, after := range failed {
		l.Response[outcome].RecordN(after, 10)
	}
	got := RowOf(measure.Window{Latency: l})
	want := Row{P50: l.Response[measure.OK].Quantile(.5), P99: l.Response[measure.OK].Quantile(.99), LagP99: l.Lag.Quantile(.99)}
	want.RejectP50, want.RejectP99 = l.Response[measure.Rejected].Quantile(.5), l.Response[measure.Rejected].Quantile(.99)
	want.FailP50, want.FailP99 = l.Response[measure.ServerError].Quantile(.5), l.Response[measure.Reset].Quantile(.5)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(measure.Window{}, "Latency")); diff != "" || want.P50 == 0 || want.RejectP50 == 0 {
		t.Error(diff)
	}
	columns := rowColumns()
	if line := string(cells(nil, columns, &Row{})); !strings.HasSuffix(line, ",0,0,,,,,,,") {
		t.Errorf("a row without values is %q", line)
	}
}

// The header is part of the format: columns are added at its end and never change.
func TestHeaders(t *testing.T) {
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("header\n%s, want\n%s", got, want)
		}
	}
	const outcomes = "unsent,dns,refused,connect-timeout,tls,reset,timeout,rejected,5xx,4xx,bad-body,cut,ok,"
	users := "users_" + strings.ReplaceAll(strings.TrimSuffix(outcomes, ","), ",", ",users_") + ","
	check(header(rowColumns()), "start_s,length_s,users,"+outcomes+users+
		"in_slo,users_in_slo,sent_due,sent,answered,good,occupied_s,gauge_s,max_flight,in_bytes,out_bytes,p50_ms,p99_ms,lag_p99_ms,reject_p50_ms,reject_p99_ms,fail_p50_ms,fail_p99_ms")
	check(header(targetColumns()), "at_s,inside,queued,zombies,accepted,completed,late,rejected,work_done_s,work_wasted_s,cpu_s,rss_bytes,threads,descriptors")
	check(header(sampleColumns()), "user,attempt,last,arrived_s,due_s,sent_s,first_byte_s,done_s,outcome,status,request,in_bytes,out_bytes,queued_s,inside_s")
}

// A run is never written over another.
func TestFinishKeepsWhatIsThere(t *testing.T) {
	s := Store{t.TempDir()}
	w := begin(t, s, "a")
	there := filepath.Join(s.Dir, "a")
	if err := os.Mkdir(there, 0o755); err != nil {
		t.Fatal(err)
	}
	path, err := w.Finish(Complete)
	if path != w.Dir() || !errors.Is(err, os.ErrExist) {
		t.Errorf("finish = %q, %v", path, err)
	}
	if entries, _ := os.ReadDir(there); len(entries) > 0 {
		t.Errorf("%q was changed", there)
	}
	for _, id := range []string{"a", "", "../b", "b/c", `b\c`, ".hidden", "b.partial"} {
		if _, err := s.Create(Run{ID: id}, nil); err == nil {
			t.Errorf("a run %q was created", id)
		}
	}
	if err := os.Remove(there); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(Run{ID: "a"}, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second a.partial was created: %v", err)
	}
}

// One trial at a time, and none after its end.
func TestTrialsInTurn(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	g := play(t, w, heads()[0], 0)
	if _, err := w.Trial(heads()[1]); err == nil || !strings.Contains(err.Error(), "trial 1 is not finished") {
		t.Errorf("a second trial: %v", err)
	}
	g.finish()
	if err := g.out.Window(measure.Window{}); err == nil {
		t.Error("a window after the end was taken")
	}
	if _, err := w.Trial(heads()[0]); !errors.Is(err, os.ErrExist) {
		t.Errorf("a trial over another: %v", err)
	}
}

// A run that is given up is in its place, with the open trial as it stands.
func TestFinishPartial(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	play(t, w, heads()[0], 1500*ms)
	path, err := w.Finish(Partial)
	if err != nil {
		t.Fatal(err)
	}
	run := load(t, path)
	if run.Status != Partial || run.Trials[0].Status != Partial || len(run.Trials[0].Stretches) != 4 {
		t.Errorf("run %q, trial %q, %d stretches", run.Status, run.Trials[0].Status, len(run.Trials[0].Stretches))
	}
}

// full makes every file of that name one on a disk without room.
func full(t *testing.T, w *Writer, name string) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	w.create = func(path string) (file, error) {
		if filepath.Base(path) == name {
			return os.OpenFile("/dev/full", os.O_WRONLY, 0)
		}
		return create(path)
	}
}

// When the disk is full the caller is told which file it was, every call after
// it fails the same way, and what was written stays readable.
func TestDiskFull(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	play(t, w, heads()[0], 3600*ms).finish()
	full(t, w, "target.csv")
	out, err := w.Trial(heads()[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Window(measure.Window{Length: 100 * ms}); err != nil {
		t.Fatal(err)
	}
	broken := out.Target(TargetRow{})
	if !errors.Is(broken, syscall.ENOSPC) || !strings.HasPrefix(broken.Error(), `results: "`) ||
		!strings.HasSuffix(broken.Error(), `target.csv": no space left on device`) {
		t.Fatalf("the error is %v", broken)
	}
	_, trial := w.Trial(heads()[1])
	path, finish := w.Finish(Complete)
	for name, err := range map[string]error{
		"window": out.Window(measure.Window{}), "target": out.Target(TargetRow{}), "sample": out.Sample(measure.Sample{}),
		"end of trial": out.Finish(Trial{}), "trial": trial, "finish": finish,
	} {
		if err != broken {
			t.Errorf("after it, %s returns %v", name, err)
		}
	}
	run := load(t, path)
	if path != w.Dir() || run.Status != Partial || run.Trials[0].Status != Complete || run.Trials[1].Elapsed != 100*ms {
		t.Errorf("%q holds %+v", path, run)
	}
}

// A row without its histograms must not come to be.
func TestDiskFullOfHistograms(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	g := play(t, w, heads()[0], 0)
	dev, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	path := g.out.tracks[0].latency.path
	g.out.tracks[0].latency, _ = newHistLog(newOutput(path, dev), new(histEncoder), kickoff)
	l := new(measure.Latencies)
	l.Lag.Record(ms)
	if err := g.out.Window(measure.Window{Length: 100 * ms, Latency: l}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the error is %v", err)
	}
	_ = g.out.close()
	if text, _ := os.ReadFile(filepath.Join(g.out.dir, "timeline.csv")); bytes.Count(text, []byte("\n")) != 1 {
		t.Errorf("timeline.csv is\n%s", text)
	}
}

// run.json is whole at every instant: one that cannot be replaced stays.
func TestRunFileStays(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	if err := os.Mkdir(filepath.Join(w.Dir(), "run.json.tmp"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Finish(Complete); !errors.Is(err, syscall.EISDIR) {
		t.Errorf("the error is %v", err)
	}
	if run := load(t, w.Dir()); run.Status != Partial {
		t.Errorf("status %q", run.Status)
	}
}

// A stuckFile is on a disk that takes its time.
type stuckFile struct {
	file
	entered, leave chan struct{}
}

func (f stuckFile) Sync() error {
	f.entered <- struct{}{}
	<-f.leave
	return f.file.Sync()
}

// A disk that does not come to an end with a sync holds no window up.
func TestSlowSync(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	stuck := stuckFile{entered: make(chan struct{}, 100), leave: make(chan struct{})}
	w.create = func(path string) (file, error) {
		f, err := create(path)
		if filepath.Base(path) != "latency.hlog" {
			return f, err
		}
		stuck.file = f
		return stuck, err
	}
	g := play(t, w, heads()[0], 0)
	for i := range 20 {
		g.must(g.out.Window(measure.Window{Start: time.Duration(i) * ms, Length: ms}))
		if i == 0 {
			<-stuck.entered
		}
	}
	if n := len(stuck.entered); n > 0 {
		t.Errorf("%d more syncs began before the first was over", n)
	}
	close(stuck.leave)
	g.finish()
}

// A run in virtual time is brought to the disk at its end, all of it: what
// cannot be keeps the run from being called whole.
func TestSimulatedRunIsSynced(t *testing.T) {
	s := Store{t.TempDir()}
	w, err := s.Create(Run{ID: "a", Simulated: true, Started: kickoff, Experiment: match()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := play(t, w, heads()[0], 3600*ms)
	if _, lazy := g.out.tracks[0].timeline.file.(lazyFile); !lazy {
		t.Errorf("timeline.csv is a %T", g.out.tracks[0].timeline.file)
	}
	g.finish()
	lost := filepath.Join(w.Dir(), "trials", "lost")
	if err := os.Symlink("nowhere", lost); err != nil {
		t.Skip("there are no links here")
	}
	path, err := w.Finish(Complete)
	if path != w.Dir() || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), lost) {
		t.Errorf("finish = %q, %v", path, err)
	}
}

// A run in virtual time is stored as any other is.
func TestSimulatedRunIsWhole(t *testing.T) {
	s := Store{t.TempDir()}
	w, err := s.Create(Run{ID: "a", Simulated: true, Started: kickoff, Experiment: match()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := play(t, w, heads()[0], 3600*ms)
	g.finish()
	path, err := w.Finish(Complete)
	if err != nil || path != filepath.Join(s.Dir, "a") {
		t.Fatalf("finish = %q, %v", path, err)
	}
	run := load(t, path)
	if run.Status != Complete || !run.Simulated {
		t.Errorf("run %q, simulated %t", run.Status, run.Simulated)
	}
	sameTrial(t, run.Trials[0], g)
}
