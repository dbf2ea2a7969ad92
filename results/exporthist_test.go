package results

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"matchday/measure"
)

// theirs reads a log with the library's reader and merges what has the same tag.
func theirs(t *testing.T, log string) (merged map[string]*hdrhistogram.Histogram, starts map[string][]int64) {
	t.Helper()
	merged, starts = map[string]*hdrhistogram.Histogram{}, map[string][]int64{}
	reader := hdrhistogram.NewHistogramLogReader(strings.NewReader(log))
	for {
		h, err := reader.NextIntervalHistogram()
		if err != nil {
			t.Fatal(err)
		}
		if h == nil {
			return merged, starts
		}
		starts[h.Tag()] = append(starts[h.Tag()], h.StartTimeMs())
		if merged[h.Tag()] == nil {
			merged[h.Tag()] = h
		} else if dropped := merged[h.Tag()].Merge(h); dropped != 0 {
			t.Fatalf("%s: %d values dropped", h.Tag(), dropped)
		}
	}
}

// All histograms of a run come out as one log, which the library reads: by tag
// they hold as much as the whole trials, at the time at which they were measured.
func TestExportHist(t *testing.T) {
	run := load(t, "testdata/v1")
	merged, starts := theirs(t, export(t, run, HLog))
	for _, trial := range run.Trials {
		stretches, err := trial.Latencies()
		if err != nil {
			t.Fatal(err)
		}
		stretches[0].Latencies.Each(func(tag string, h *measure.Hist) {
			tag = Word(trial.Variant) + "/r1/" + tag
			got := merged[tag]
			delete(merged, tag)
			want := h.Packed()
			switch {
			case want == nil && got != nil:
				t.Errorf("%s: there are values of nothing", tag)
			case want == nil:
			case got == nil:
				t.Errorf("%s is missing", tag)
			case got.TotalCount() != want.TotalCount() || got.Max() != want.Max() || got.ValueAtQuantile(99) != int64(h.Quantile(.99)):
				t.Errorf("%s: %d values up to %d, want %d up to %d", tag, got.TotalCount(), got.Max(), want.TotalCount(), want.Max())
			}
		})
		first := starts[Word(trial.Variant)+"/r1/ok"][0]
		if off := trial.Started.UnixMilli() - first; off < 0 || off > 1 { // the library cuts what it should round
			t.Errorf("%s begins at %d, want %d", trial.Variant, first, trial.Started.UnixMilli())
		}
	}
	if len(merged) > 0 {
		t.Errorf("there is more: %v", merged)
	}
}

// Tags hold no comma and no blank, whatever variants are called, and rounds and
// streams have histograms of their own.
func TestExportHistTags(t *testing.T) {
	path, _ := concert(t)
	run := load(t, path)
	run.Trials[0].Variant, run.Trials[0].Round = "20/100, really", 2
	merged, _ := theirs(t, export(t, run, HLog))
	for _, tag := range []string{"20_100%2C+really/r2/ok", "20_100%2C+really/r2/[checkout]/ok", "20_100%2C+really/r2/[browse]/lag"} {
		if merged[tag] == nil || merged[tag].TotalCount() == 0 {
			t.Errorf("there is no %s", tag)
		}
	}
	both := merged["20_100%2C+really/r2/[checkout]/ok"].TotalCount() + merged["20_100%2C+really/r2/[browse]/ok"].TotalCount()
	if all := merged["20_100%2C+really/r2/ok"].TotalCount(); all != both {
		t.Errorf("all traffic has %d successes, its streams %d", all, both)
	}
}

// A run whose histograms are gone, and a disk that is full, are errors.
func TestExportHistFaults(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/v1")); err != nil {
		t.Fatal(err)
	}
	if err := Export(brokenPipe{}, load(t, dir), HLog); err != io.ErrClosedPipe {
		t.Errorf("into a broken pipe: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "trials/02-none-r1/latency.hlog")); err != nil {
		t.Fatal(err)
	}
	err := Export(io.Discard, load(t, dir), HLog)
	if err == nil || err.Error() != "results: trial 2 (none, round 1): no histograms of its windows were kept" {
		t.Errorf("the error is %v", err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Times count from the first trial, whichever order trials are in.
func TestBegun(t *testing.T) {
	late, early := kickoff.Add(time.Minute), kickoff.Add(1500*time.Microsecond)
	if got := begun(&Run{Trials: []Trial{{Started: late}, {Started: early}}}); !got.Equal(kickoff.Add(time.Millisecond)) {
		t.Errorf("begun at %v", got)
	}
}

// The windows of streams are told apart from those of all traffic.
func TestExportCSVStreams(t *testing.T) {
	path, _ := concert(t)
	rows, err := csv.NewReader(bytes.NewReader([]byte(export(t, load(t, path), CSV)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, row := range rows[1:] {
		order = append(order, row[3])
	}
	if got := slices.Compact(slices.Clone(order)); !slices.Equal(got, []string{"", "checkout", "browse"}) || len(order) < 90 {
		t.Errorf("%d rows of %q", len(order), got)
	}
}
