package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/report"
)

// copied stores the match day under another id, with an engine's name and with
// what else is changed in its run.json.
func copied(t *testing.T, engine string, changes ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "20261122-183325-"+engine)
	if err := os.CopyFS(dir, os.DirFS("testdata/match-day")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "run.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changes = append(changes, "20261122-183325-deqj", "20261122-183325-"+engine, `"engine": "native"`, `"engine": "`+engine+`"`)
	if err := os.WriteFile(file, []byte(strings.NewReplacer(changes...).Replace(string(text))), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Two runs that say the same end with 0, two that do not with 3. Both have a
// page, and both are in the text and in the data.
func TestShowBoth(t *testing.T) {
	check := func(vegeta string, code int, want ...string) {
		t.Helper()
		native := copied(t, "native")
		var out bytes.Buffer
		if got := exitCode(new(runFlags).showBoth(streams{out: &out}, native, vegeta), io.Discard); got != code {
			t.Errorf("exit code %d, want %d", got, code)
		}
		for _, w := range append(want, "none (native)", "none (vegeta)", "figure", "report      "+native, "report      "+vegeta) {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%q is not in\n%s", w, &out)
			}
		}
		for _, dir := range []string{native, vegeta} {
			if _, err := os.Stat(filepath.Join(dir, "report.html")); err != nil {
				t.Error(err)
			}
		}

		var data bytes.Buffer
		if got := exitCode((&runFlags{json: true}).showBoth(streams{out: &data}, native, vegeta), io.Discard); got != code {
			t.Errorf("exit code %d with --json, want %d", got, code)
		}
		var c report.Comparison
		if err := json.Unmarshal(data.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if x := c.CrossCheck; len(c.Runs) != 2 || len(c.Variants) != 8 || x == nil || x.Agree != (code == exitOK) || len(x.Trials) != 4 {
			t.Errorf("the data is of %d runs with %d variants, cross-check %+v", len(c.Runs), len(c.Variants), x)
		}
	}
	check(copied(t, "vegeta"), exitOK, "cross-check  the engines agree: native and vegeta counted the same")
	check(copied(t, "vegeta", `"ok": 9380`, `"ok": 9379`), exitFailed,
		"cross-check  the engines differ in counts (20/20); native stands before vegeta", "counts differ: ok 9 380 against 9 379")
}

// What the model says of a run is stored beside another one too, if there is
// anything.
func TestSharePrediction(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	if err := sharePrediction(from, to); err != nil {
		t.Errorf("without a prediction: %v", err)
	}
	file := filepath.Join(predictionDir, "a", "run.json")
	if err := os.MkdirAll(filepath.Dir(filepath.Join(from, file)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(from, file), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := sharePrediction(from, to); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(to, file)); err != nil || string(text) != "{}" {
		t.Errorf("stored %q, %v", text, err)
	}
}
