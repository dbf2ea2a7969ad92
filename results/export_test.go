package results

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
	"github.com/tsenart/vegeta/v12/lib/plot"

	"matchday/measure"
)

func export(t *testing.T, run *Run, f Format) string {
	t.Helper()
	var out bytes.Buffer
	if err := Export(&out, run, f); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Vegeta reads what we hand it, counts what we count, and can draw it.
func TestVegeta(t *testing.T) {
	run := load(t, "testdata/v1")
	whole := run.Trials[0].Summary.Phases[0]
	for _, f := range []Format{Vegeta, VegetaGob, VegetaCSV} {
		decode := vegeta.DecoderFor(strings.NewReader(export(t, run, f)))
		if decode == nil {
			t.Fatalf("%s: not known to vegeta", f)
		}
		var metrics vegeta.Metrics
		drawing := plot.New()
		seq := map[string]uint64{}
		var first vegeta.Result
		for n := 0; ; n++ {
			var r vegeta.Result // fresh: vegeta leaves what is not in the file
			err := decode(&r)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(f, err)
			}
			if n == 0 {
				first = r
			}
			if r.Seq != seq[r.Attack] {
				t.Fatalf("%s: number %d of %s, want %d", f, r.Seq, r.Attack, seq[r.Attack])
			}
			seq[r.Attack]++
			metrics.Add(&r)
			if err := drawing.Add(&r); err != nil {
				t.Fatal(f, err)
			}
		}
		metrics.Close()
		if seq["20/100"] != 300 || seq["none"] != 300 || metrics.Requests != 600 {
			t.Errorf("%s: %v of %d results", f, seq, metrics.Requests)
		}
		if metrics.Success != whole.Success || metrics.BytesIn.Total != 600*120 {
			t.Errorf("%s: success %v, want %v; %d bytes", f, metrics.Success, whole.Success, metrics.BytesIn.Total)
		}
		slices.Sort(metrics.Errors)
		if want := []string{"bad-body", "rejected", "timeout", "unsent"}; !slices.Equal(metrics.Errors, want) {
			t.Errorf("%s: errors %q, want %q", f, metrics.Errors, want)
		}
		want := vegeta.Result{Attack: "20/100", Code: 200, Timestamp: kickoff.Add(time.Second), Latency: 21 * ms, BytesIn: 120, BytesOut: 8}
		if first.Body, first.Headers = nil, nil; !first.Equal(want) {
			t.Errorf("%s: first result %+v, want %+v", f, first, want)
		}
	}
}

// Attempts that the end of the run cut off are not results; rounds are attacks
// of their own; a trial without samples is an error, not an empty attack.
func TestVegetaEdges(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	w.run.Experiment.Rounds = 2
	for n, round := range []int{1, 2} {
		out, err := w.Trial(Trial{Number: n + 1, Variant: "none", Round: round, Started: kickoff})
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range []measure.Outcome{measure.OK, measure.Cut, measure.OK} {
			if err := out.Sample(measure.Sample{User: int64(i), Outcome: o}); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Finish(Trial{Status: Complete}); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := w.Finish(Complete)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(export(t, load(t, dir), VegetaCSV))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, want := range []string{"none r1 0", "none r1 1", "none r2 0", "none r2 1"} {
		if got := rows[i][7] + " " + rows[i][8]; got != want || rows[i][1] != "200" {
			t.Errorf("result %q, want %q with code 200", rows[i], want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "trials", "02-none-r2", "samples.csv")); err != nil {
		t.Fatal(err)
	}
	err = Export(io.Discard, load(t, dir), Vegeta)
	if !errors.Is(err, ErrNoSamples) || err.Error() != "results: trial 2 (none, round 2): no samples were kept: run again with --samples" {
		t.Errorf("the error is %v", err)
	}
}

// The code agrees with the outcome, because vegeta looks at nothing else.
func TestCode(t *testing.T) {
	check := func(o measure.Outcome, status int, want uint16) {
		t.Helper()
		if got := code(measure.Sample{Outcome: o, Status: status}); got != want {
			t.Errorf("%v with status %d has code %d, want %d", o, status, got, want)
		}
	}
	check(measure.OK, 204, 204)
	check(measure.OK, 0, 200) // virtual engines have no status
	check(measure.OK, 404, 200)
	check(measure.Rejected, 503, 503)
	check(measure.BadBody, 200, 0)
	check(measure.Timeout, 302, 0)
	check(measure.Refused, -1, 0)
	check(measure.ServerError, 70000, 0)
}

// Sorting in passing gives what sorting everything would, and holds little.
func TestBySent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var samples []measure.Sample
	for i := range int64(50_000) {
		sent := time.Duration(i/3) * ms // so that some are sent at the same instant
		samples = append(samples, measure.Sample{User: i, Sent: sent, Done: sent + time.Duration(r.Int64N(int64(time.Second)))})
	}
	slices.SortStableFunc(samples, func(a, b measure.Sample) int { return int(a.Done - b.Done) })
	seq := func(yield func(measure.Sample, error) bool) {
		for _, s := range samples {
			if !yield(s, nil) {
				return
			}
		}
	}
	got, err := collect(bySent(seq))
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Clone(samples)
	slices.SortStableFunc(want, func(a, b measure.Sample) int { return int(a.Sent - b.Sent) })
	if !slices.Equal(got, want) {
		t.Error("sorting in passing differs from sorting")
	}
	reach, _ := disorder(seq)
	var b sorter
	for _, s := range samples {
		b.add(s, reach)
		if len(b.held) > 4*3000 { // four times what is under way at once
			t.Fatalf("%d samples are held", len(b.held))
		}
	}
}

func TestExportCSV(t *testing.T) {
	run := load(t, "testdata/v1")
	run.Trials[1].Variant = `none, "really"`
	rows, err := csv.NewReader(strings.NewReader(export(t, run, CSV))).ReadAll()
	if err != nil || len(rows) != 75 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range map[int]string{0: "trial variant round stream start_s", 1: "1 20/100 1  0", 74: `2 none, "really" 1  3.6`} {
		if got := strings.Join(rows[i][:5], " "); got != want {
			t.Errorf("row %d begins %q, want %q", i, got, want)
		}
	}
}

func TestExportJSON(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	play(t, w, heads()[0], 100*ms).finish()
	text, err := os.ReadFile(filepath.Join(w.Dir(), "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	run := load(t, w.Dir())
	if export(t, run, JSON) != string(text) {
		t.Error("the export is not run.json")
	}
	if err := Export(io.Discard, run, "xml"); err == nil || err.Error() != `results: format "xml" is not one of json, csv, hlog, vegeta, vegeta-gob, vegeta-csv` {
		t.Errorf("the error is %v", err)
	}
}
