package results

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"matchday/measure"
)

// A run that was killed keeps every complete window. The phase that was over is
// put together exactly as it would have been saved.
func TestKilled(t *testing.T) {
	wreck := kill(t, Store{t.TempDir()}, 1850*ms)
	run := load(t, wreck.dir)
	if run.Status != Partial || len(run.Trials) != 2 || !run.Ended.IsZero() {
		t.Fatalf("run %q with %d trials, ended %v", run.Status, len(run.Trials), run.Ended)
	}
	ignore := cmpopts.IgnoreUnexported(Trial{}, measure.Hist{})
	if diff := cmp.Diff(wreck.first.Summary, run.Trials[0].Summary, ignore); diff != "" {
		t.Error("first trial", diff)
	}
	cut := run.Trials[1]
	rows, err := cut.Timeline()
	if err != nil || len(rows) != 13 { // a window is ripe half a second after its end
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	stretches, err := cut.Latencies()
	if err != nil {
		t.Fatal(err)
	}
	sameStretches(t, wreck.cut.timeline.Stretches()[1:2], stretches[1:2])
	check := func(name string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	check("seed", cut.Seed, uint64(7))
	check("status", cut.Status, Partial)
	check("elapsed", cut.Elapsed, 1300*ms)
	check("users", stretches[0].Users, int64(130))
	check("end of the whole", stretches[0].End, 1300*ms)
	check("end of the phase it was in", stretches[2].End, 1300*ms)
	check("length of the phase not reached", stretches[3].Length(), time.Duration(0))
	check("offered in the peak", cut.Summary.Phases[2].Offered, 100.0)
	check("verdict", cut.Summary.Judgement.Verdict, measure.Undecided)
	check("reason", cut.Summary.Judgement.Reason, "cut short after 1.3s of 3s")
	check("generator", cut.Summary.Validity(), run.Trials[0].Summary.Validity())
	check("users", cut.Account.Users, int64(130))
	check("attempts", cut.Account.Attempts, int64(130))
	check("work done", cut.Target.WorkDone, 900*ms)
	check("warnings", strings.Join(run.Warnings, "; "),
		"trial 2 (none, round 1) was cut short after 1.3s: its figures are put together from the windows it left")
}

// A trial whose rows are whole but whose end was not written is judged as it
// would have been, but for how sure its quantiles are.
func TestKilledAtTheEnd(t *testing.T) {
	wreck := kill(t, Store{t.TempDir()}, 3600*ms)
	wreck.cut.windows(wreck.cut.timeline.Rest())
	cut := load(t, wreck.dir).Trials[1]
	unsure := cmpopts.IgnoreFields(measure.PhaseFigures{}, "Within")
	if diff := cmp.Diff(wreck.first.Summary, cut.Summary, cmpopts.EquateApprox(1e-9, 0), unsure); diff != "" {
		t.Error(diff)
	}
}

// add appends text to a file of a trial.
func add(t *testing.T, dir, name, text string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// Torn last lines are left out and warned of.
func TestTorn(t *testing.T) {
	wreck := kill(t, Store{t.TempDir()}, 1850*ms)
	before := load(t, wreck.dir)
	dir := filepath.Join(wreck.dir, "trials", "02-none-r1")
	add(t, dir, "timeline.csv", "1.3,0.1,12")
	add(t, dir, "latency.hlog", "Tag=ok,1.300000,0.100000,12.0,HISTFAAA")
	add(t, dir, "target.csv", "1.9,1")
	g := wreck.cut
	g.must(g.out.samples.flush())
	add(t, dir, "samples.csv", "9,1,1,0")
	after := load(t, wreck.dir)
	opts := cmp.Options{cmpopts.IgnoreFields(Run{}, "Warnings"), cmpopts.IgnoreUnexported(Trial{}, measure.Hist{})}
	if diff := cmp.Diff(before, after, opts); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{"timeline.csv:15:1: the line is torn", "latency.hlog:", "samples.csv: the line is torn"} {
		if !slices.ContainsFunc(after.Warnings, func(w string) bool { return strings.Contains(w, want) }) {
			t.Errorf("no warning of %q in %q", want, after.Warnings)
		}
	}
	for name, read := range readers(after.Trials[1]) {
		if _, err := read(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// readers returns everything that can be read of a trial; each says how much
// there was.
func readers(trial Trial) map[string]func() (int, error) {
	return map[string]func() (int, error){
		"timeline":  func() (int, error) { all, err := trial.Timeline(); return len(all), err },
		"target":    func() (int, error) { all, err := trial.TargetRows(); return len(all), err },
		"latencies": func() (int, error) { all, err := trial.Latencies(); return len(all), err },
		"samples":   func() (int, error) { all, err := collect(trial.Samples()); return len(all), err },
	}
}

// Damage to a trial that ended well is an error that says where.
func TestDamaged(t *testing.T) {
	for name, text := range map[string]string{
		"timeline.csv": "torn",
		"target.csv":   "a,b\n",
		"phases.hlog":  "Tag=all/ok,0.0,3.0,1.0,HISTFAAA\n",
		"samples.csv":  "1,2\n",
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/v1")); err != nil {
			t.Fatal(err)
		}
		add(t, filepath.Join(dir, "trials", "01-20-100-r1"), name, text)
		var errs []string
		for _, read := range readers(load(t, dir).Trials[0]) {
			if _, err := read(); err != nil {
				errs = append(errs, err.Error())
			}
		}
		if len(errs) != 1 || !strings.HasPrefix(errs[0], "trials/01-20-100-r1/"+name+":") {
			t.Errorf("%s: %q", name, errs)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, err := LoadFS(fstest.MapFS{"run.json": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	check("{\n  \"version\": x}", "run.json:2:15: invalid character 'x'")
	check("{\n\"version\": \"1\"}", "run.json:2:15: json: cannot unmarshal string")
	check(`{"version": 99}`, "version 99 is not one from 1 to 1")
	check(`{}`, "version 0")
	check(`{"version": 1, "trials": [{"stretches": [{"attempts": {"lost": 1}}]}]}`, `outcome "lost" is not one of`)
	if _, err := LoadFS(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "no run.json") {
		t.Errorf("an empty directory: %v", err)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), `none": there is no run here`) {
		t.Errorf("no directory: %v", err)
	}
	if _, err := (Trial{Number: 3, Variant: "none"}).Timeline(); err == nil {
		t.Error("a trial that was not loaded has a timeline")
	}
}

// Rows are read by the name of their columns: those of another version may be
// more, fewer and in another order. Errors say where.
func TestRows(t *testing.T) {
	read := func(text string) string {
		all, err := collect(parseRows("t.csv", strings.NewReader(text)))
		var out []string
		for _, r := range all {
			out = append(out, fmt.Sprint(r.Start, " ", r.End(), " ", r.Users, " ", r.Attempts[measure.OK], " ", r.P50))
		}
		if err != nil {
			out = append(out, err.Error())
		}
		return strings.Join(out, "; ")
	}
	check := func(text, want string) {
		t.Helper()
		if got := read(text); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	const head = "start_s,length_s,users,ok,p50_ms\n"
	check(head+"0,0.1,3,2,1.25\n0.1,0.1,4,0,\n", "0s 100ms 3 2 1.25ms; 100ms 200ms 4 0 0s")
	check("start_s,moon,ok,length_s\n0,full,7,1\n", "0s 1s 0 7 0s")
	check("", "t.csv:1:1: the header is missing")
	check("users,start_s\n", `t.csv:1:1: the header does not begin with "start_s"`)
	check("start_s", "t.csv:1:1: the line is torn")
	check(head+"0,0.1,3,2,1.25", "t.csv:2:1: the line is torn")
	check(head+"0,0.1,3,2\n", "t.csv:2:1: 4 cells, wanted 5 as in the header")
	check(head+"0,0.1,3,2x,1\n", `t.csv:2:9: ok "2x" is not a whole number such as 12`)
	check(head+"0,NaN,3,2,1\n", `t.csv:2:3: length_s "NaN" is not a number such as 0.25`)
	check(head+"0,1e300,3,2,1\n", `t.csv:2:3: length_s "1e300" is not a number such as 0.25`)
	check(head+"0.1,0.1,3,2,1\n", "t.csv:2:1: the window from 100ms for 100ms does not follow the one that ends at 0s")
	check(head+"0,0,3,2,1\n", "t.csv:2:1: the window from 0s for 0s does not follow the one that ends at 0s")
	check(head+strings.Repeat("1", 2*longestLine), "t.csv:2:1: bufio.Scanner: token too long")
}

// What a row holds is read back as it was, to the nanosecond.
func FuzzRow(f *testing.F) {
	f.Add(int64(100*ms), int64(3), int64(12345678), int64(1234567))
	f.Add(int64(999999999), int64(0), int64(1), int64(0))
	f.Fuzz(func(t *testing.T, length, users, occupied, p50 int64) {
		const most = int64(26 * 24 * time.Hour) // what a cell holds exactly
		if length <= 0 || max(length, occupied, p50) > most || min(occupied, p50) < 0 {
			return
		}
		want := Row{P50: time.Duration(p50)}
		want.Length, want.Users, want.Occupied = time.Duration(length), users, time.Duration(occupied)
		line := cells(nil, rowColumns(), &want)
		text := header(rowColumns()) + "\n" + string(line) + "\n"
		got, err := collect(parseRows("t.csv", strings.NewReader(text)))
		if err != nil || len(got) != 1 || got[0] != want {
			t.Fatalf("%s is read as %v, %v", line, got, err)
		}
	})
}

// Whatever is on disk, loading ends in a run or an error.
func FuzzLoad(f *testing.F) {
	// Small seeds, so that the fuzzer can try many.
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join("testdata/v1", filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		lines := bytes.SplitAfter(text, []byte("\n"))
		return bytes.Join(lines[:min(len(lines), 6)], nil)
	}
	const trial = "trials/01-20-100-r1/"
	begun := []byte(`{"version": 1, "status": "partial", "experiment": {"length_ns": 3000000000, "window_ns": 100000000,
		"phases": [{"name": "peak", "start_ns": 1000000000, "end_ns": 2000000000, "peak": true}]},
		"trials": [{"number": 1, "dir": "trials/01-20-100-r1"}]}`)
	ended := []byte(`{"version": 1, "status": "complete", "trials": [{"number": 1, "dir": "trials/01-20-100-r1",
		"stretches": [{"name": "all", "end_ns": 3000000000, "attempts": {"ok": 12}}]}]}`)
	for _, run := range [][]byte{begun, ended} {
		f.Add(run, read(trial+"timeline.csv"), read(trial+"latency.hlog"), read(trial+"samples.csv"))
	}
	f.Fuzz(func(t *testing.T, run, timeline, latency, samples []byte) {
		loaded, err := LoadFS(fstest.MapFS{
			"run.json":             {Data: run},
			trial + "timeline.csv": {Data: timeline},
			trial + "latency.hlog": {Data: latency},
			trial + "phases.hlog":  {Data: latency},
			trial + "target.csv":   {Data: samples},
			trial + "samples.csv":  {Data: samples},
		})
		if err != nil {
			return
		}
		for _, trial := range loaded.Trials {
			for name, read := range readers(trial) {
				if n, err := read(); n > len(run)+len(timeline)+len(samples) {
					t.Errorf("%s: %d of them, %v", name, n, err)
				}
			}
		}
	})
}

// A run of every version that was ever written stays readable.
func TestVersion1(t *testing.T) {
	run := load(t, "testdata/v1")
	if run.ID != "20261122-081500-k3f7" || run.Status != Complete || len(run.Trials) != 2 {
		t.Fatalf("run %q, %q, %d trials", run.ID, run.Status, len(run.Trials))
	}
	trial := run.Trials[0]
	for name, want := range map[string]int{"timeline": 37, "target": 37, "latencies": 4, "samples": 300} {
		if n, err := readers(trial)[name](); n != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", name, n, err, want)
		}
	}
	stretches, err := trial.Latencies()
	if err != nil {
		t.Fatal(err)
	}
	peak := stretches[2]
	if n := peak.Response[measure.Rejected].Count(); peak.Name != "peak-1" || n != 30 || peak.Counts.Attempts[measure.Rejected] != 30 {
		t.Errorf("%s: %d rejected, %v", peak.Name, n, peak.Counts.Attempts)
	}
}

var freeze = flag.Bool("freeze", false, "write testdata of a version that has none yet")

// With -freeze, the run that stands for this version in all later ones.
func TestFreeze(t *testing.T) {
	if !*freeze {
		t.Skip("writes testdata, and only with -freeze")
	}
	dir, _ := save(t, Store{t.TempDir()}, "20261122-081500-k3f7")
	if err := os.CopyFS(fmt.Sprintf("testdata/v%d", Version), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
}
