package results

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"matchday/measure"
)

type nopFile struct{ io.Writer }

func (nopFile) Sync() error  { return nil }
func (nopFile) Close() error { return nil }

// The library's own reader, and so every HdrHistogram tool, reads our logs as
// we do.
func TestLogIsReadByOthers(t *testing.T) {
	var out bytes.Buffer
	log, err := newHistLog(newOutput("x", nopFile{&out}), new(histEncoder), kickoff)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	var want []interval
	for i, tag := range []string{"ok", "connect-timeout", "peak-1/lag"} {
		var h measure.Hist
		for range 1000 {
			h.Record(time.Duration(r.ExpFloat64() * float64(50*ms)))
		}
		start := time.Duration(i) * 100 * ms
		want = append(want, interval{tag, start, start + 100*ms, h})
	}
	for _, i := range append(want, interval{tag: "empty"}) {
		if err := log.write(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.flush(); err != nil {
		t.Fatal(err)
	}
	got, err := collect(intervals("x", bytes.NewReader(out.Bytes())))
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d intervals, %v", len(got), err)
	}
	theirs := hdrhistogram.NewHistogramLogReader(&out)
	for i, w := range want {
		if g := got[i]; g.tag != w.tag || g.start != w.start || g.end != w.end || measure.LatencyOf(g.hist) != measure.LatencyOf(w.hist) {
			t.Errorf("%v is read as %v", w, g)
		}
		h, err := theirs.NextIntervalHistogram()
		if err != nil || h == nil {
			t.Fatal(h, err)
		}
		off := kickoff.Add(w.start).UnixMilli() - h.StartTimeMs() // it cuts what it should round
		if h.Tag() != w.tag || off < 0 || off > 1 || h.TotalCount() != 1000 || h.Max() != w.hist.Packed().Max() {
			t.Errorf("the library reads %s at %d, %d values up to %d", h.Tag(), h.StartTimeMs(), h.TotalCount(), h.Max())
		}
	}
	if h, err := theirs.NextIntervalHistogram(); h != nil || err != nil {
		t.Errorf("the library reads more: %v, %v", h, err)
	}
}

// What is written has the form that other programs expect.
func TestLogForm(t *testing.T) {
	text, err := os.ReadFile("testdata/v1/trials/01-20-100-r1/latency.hlog")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"#[Histogram log format version 1.3]",
		"#[StartTime: 1795335301.123 (seconds since epoch), 2026-11-22T08:15:01Z]",
		"#[BaseTime: 1795335301.123 (seconds since epoch)]",
		`"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"`,
		"Tag=ok,0.000000,0.100000,39.",
	}
	for i, line := range strings.Split(string(text), "\n")[:len(want)] {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("line %d is %q, want %q", i+1, line, want[i])
		}
	}
}

// A damaged line must not unfold into something enormous.
func TestHistBounds(t *testing.T) {
	fine := hdrhistogram.NewPacked(1, int64(time.Hour), 5)
	wide := hdrhistogram.NewPacked(1, 1<<60, 3)
	for _, p := range []*hdrhistogram.PackedHistogram{fine, wide} {
		_ = p.RecordValue(1000)
		text, err := p.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := new(histDecoder).decode(string(text)); err == nil || !strings.Contains(err.Error(), "wanted no more than 3 up to a day") {
			t.Errorf("%v", err)
		}
	}
	for _, text := range []string{"", "HIST", "####", "HISTFAAAABl4nJNpmSzMwMDAxAABzFCaCUoz2X+AMACAwgM0"} {
		if _, err := new(histDecoder).decode(text); err == nil {
			t.Errorf("%q is a histogram", text)
		}
	}
}

// Phases of the same name, or of names that come out the same in a tag, keep
// their histograms apart.
func TestTags(t *testing.T) {
	tags := tagger{}
	for i, name := range []string{"all", "peak 1", "peak-1", "peak/1", "base", "base"} {
		want := []string{"all", "peak-1", "peak-1~2", "peak-1~3", "base", "base~2"}[i]
		if got := tags.phase(name); got != want {
			t.Errorf("phase %q is tagged %q, want %q", name, got, want)
		}
	}
}
