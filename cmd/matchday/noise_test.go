package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/report"
	"matchday/results"
)

// A machine that tells apart what is the same is unfit, and nothing is stored.
func TestUnfitMachine(t *testing.T) {
	store := filepath.Join(t.TempDir(), "runs")
	test := report.NoiseTest{Noise: results.Noise{Rounds: 6}, Contrasts: []report.Contrast{{Finding: report.Worse, Why: "p99 is 8 ms higher"}}}
	var out, told bytes.Buffer
	f := runFlags{store: store}
	err := f.tell(streams{nil, &out, io.Discard}, test)
	if code := exitCode(err, &told); code != exitFailed || !strings.Contains(told.String(), "not fit to judge by") || !strings.Contains(out.String(), "p99 is 8 ms higher") {
		t.Errorf("code %d, %q, %q", code, told.String(), out.String())
	}
	if _, err := os.Stat(noiseDir(store)); !os.IsNotExist(err) {
		t.Errorf("something was stored: %v", err)
	}
}

// Whoever stops it learns nothing of noise, and finds what was measured.
func TestNoiseInterrupted(t *testing.T) {
	store := filepath.Join(t.TempDir(), "runs")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var told bytes.Buffer
	code := run(ctx, []string{"noise", "--engine", "virtual", "-q", "--store", store}, streams{nil, io.Discard, &told})
	if code != exitInterrupted || !strings.Contains(told.String(), "interrupted") {
		t.Errorf("code %d, %q", code, told.String())
	}
	if known, _ := (results.NoiseStore{Dir: noiseDir(store)}).List(); len(known) > 0 {
		t.Errorf("%+v was stored", known)
	}
	if runs, _ := (results.Store{Dir: filepath.Join(noiseDir(store), "runs")}).List(); len(runs) != 1 || runs[0].Status != results.Partial {
		t.Errorf("runs %+v, want what was measured", runs)
	}
}
