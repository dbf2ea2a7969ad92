package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/report"
	"matchday/results"
	"matchday/targets"
	"matchday/targets/bulkhead"
)

// found is a cell that was decided.
func found(v measure.Verdict, share float64, queue int) experiment.Finding {
	return experiment.Finding{
		Setting: bulkhead.Setting{Inside: 20, Queue: queue}, Protects: queue <= 180,
		Figures:   measure.Figures{UsersInSLO: share, UsersServed: share},
		Judgement: measure.Judgement{Verdict: v, Recovery: []measure.Recovery{{InTime: measure.Return{Back: v == measure.Recovered, After: time.Second}}}},
	}
}

// What is stored of a map says all that was found.
func TestMapOf(t *testing.T) {
	axes := experiment.Axes{Inside: []int{20}, Queue: []int{0, 200}, Like: bulkhead.Setting{LIFO: true, Wait: time.Second}}
	e := experiment.Experiment{Seed: 7, Client: engine.Client{Timeout: time.Minute}}
	all := []experiment.Finding{found(measure.Recovered, .93, 0), found(measure.Metastable, .36, 200)}
	all[1].Judgement.Reason, all[1].Validity = "not back", measure.Invalid
	back := time.Second
	want := results.Map{
		Version: results.Version, Seed: 7, Timeout: time.Minute, LIFO: true, Wait: time.Second, Inside: axes.Inside, Queue: axes.Queue,
		Cells: []results.MapCell{
			{Setting: "20/0", Verdict: measure.Recovered, UsersServed: .93, UsersInSLO: .93, Back: &back, Protects: true, Best: true},
			{Setting: "20/200", Verdict: measure.Metastable, Reason: "not back", UsersServed: .36, UsersInSLO: .36, Validity: measure.Invalid},
		},
	}
	if diff := cmp.Diff(want, mapOf(e, axes, all)); diff != "" {
		t.Error(diff)
	}
}

func TestHeatOfTriggers(t *testing.T) {
	g := mapGrid{
		triggers: true, rows: experiment.Span{.4, .5}, columns: experiment.Span{1, 2}, panels: []string{"none", "20/20"},
		tail: time.Minute, shows: report.ShowBack,
	}
	up, down, open := found(measure.Recovered, .9, 200), found(measure.Metastable, .3, 200), found(measure.Undecided, .5, 200)
	h := g.heat([]experiment.Finding{up, up, up, down, up, up, up, open})
	if got, want := []string{h.Panels[0].Says, h.Panels[1].Says}, []string{"1 of 4 stay down, from base 0.5 with trigger 2 on", "0 of 4 stay down"}; !slices.Equal(got, want) {
		t.Errorf("panels say %q, want %q", got, want)
	}
	if want := []string{"1 cell is undecided: a --tail longer than 1m0s may tell"}; !slices.Equal(h.Notes, want) {
		t.Errorf("notes %q, want %q", h.Notes, want)
	}
	c := h.Panels[0].Rows[1][1]
	if c.Name != "base 0.5, trigger 2" || c.Best || c.Beyond || c.Back != nil {
		t.Errorf("cell %+v", c)
	}
}

func TestMapInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, err bytes.Buffer
	code := run(ctx, []string{"map", "--inside", "20", "--queue", "20"}, streams{out: &out, err: &err})
	if code != exitInterrupted || out.Len() > 0 || !strings.Contains(err.String(), "interrupted; a map is made as a whole or not at all") {
		t.Errorf("code %d, out %q, err %q", code, out.String(), err.String())
	}
}

// A map beside a run takes a few seconds at most, or a hundredth of what the run
// took.
func TestPassing(t *testing.T) {
	check := func(length time.Duration, rounds int, want time.Duration) {
		t.Helper()
		e := experiment.Experiment{Curve: profiles.Hold(1, length), Rounds: rounds, Variants: make([]bulkhead.Setting, 4)}
		if got := passing(e); got != want*time.Duration(runtime.GOMAXPROCS(0)) {
			t.Errorf("%v × 4 × %d: %v on %d processors, want %v on each", length, rounds, got, runtime.GOMAXPROCS(0), want)
		}
	}
	check(30*time.Second, 1, 5*time.Second)
	check(15*time.Minute, 5, 3*time.Minute)
}

// Where a map would take too long its place says so, and so does a line.
func TestSurveyLeavesOut(t *testing.T) {
	e := experiment.Experiment{Seed: 7, Curve: profiles.Hold(1000, 24*time.Hour), Variants: []bulkhead.Setting{{Inside: 20, Queue: 20}}}
	e.Target.Facts = targets.Facts{CPUs: 20, Demand: 50 * time.Millisecond}
	for _, quiet := range []bool{false, true} {
		var out strings.Builder
		m, err := surveyor{out: &out, quiet: quiet, most: 10 * time.Second}.survey(t.Context(), e)
		if err != nil || m.LeftOut != leftOut || len(m.Cells) > 0 || m.Seed != 7 {
			t.Errorf("map %+v, %v", m, err)
		}
		if got := strings.Contains(out.String(), leftOut); got == quiet {
			t.Errorf("quiet %v: %q", quiet, out.String())
		}
	}
}

func TestSurveyInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := experiment.Experiment{Curve: profiles.Hold(1, time.Second), Variants: []bulkhead.Setting{{Inside: 20, Queue: 20}}}
	e.Target.Facts = targets.Facts{CPUs: 20, Demand: 50 * time.Millisecond}
	_, err := surveyor{out: io.Discard, most: time.Hour}.survey(ctx, e)
	var messages strings.Builder
	if code := exitCode(err, &messages); code != exitInterrupted || !strings.Contains(messages.String(), "the run is saved, without a map") {
		t.Errorf("code %d, %q", code, messages.String())
	}
}

// A map that cannot be read takes nothing away from the run.
func TestDamagedMap(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/match-day")); err != nil {
		t.Fatal(err)
	}
	plain, err := compare(dir)
	if err != nil || plain.Map != nil {
		t.Fatalf("a run without a map: %v, %v", plain.Map, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "map.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := compare(dir)
	if err != nil || c.Map != nil || len(c.Warnings) != len(plain.Warnings)+1 || !strings.Contains(c.Warnings[len(c.Warnings)-1], "map.json:") {
		t.Errorf("warnings %q, %v", c.Warnings, err)
	}
}

func TestMapProgress(t *testing.T) {
	if got, want := mapProgress(100, 400, 2*time.Second), "map: 100 of 400 cells, about 6 s to go"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
