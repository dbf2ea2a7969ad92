package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/results"
)

// A baseline is made again only where it comes out as it would have then: a
// service that has changed since would be held against itself.
func TestBaselineMadeAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	defer served.Close()
	args := os.Args
	defer func() { os.Args = args }()
	made := func(line string) string {
		t.Helper()
		os.Args = append([]string{"matchday"}, words(line)...) // which is stored with the run
		var out, messages strings.Builder
		if code := run(t.Context(), words(line), streams{strings.NewReader(""), &out, &messages}); code != exitOK {
			t.Fatalf("%q: exit code %d: %s", line, code, messages.String())
		}
		path, err := results.Store{Dir: defaultStore}.Find("latest")
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	check := func(path, want string) {
		t.Helper()
		_, stays, err := book{path: path}.again()
		if err != nil || !strings.HasPrefix(stays, want) || (stays == "") != (want == "") {
			t.Errorf("%s: %q, %v; want %q", path, stays, err, want)
		}
	}
	check(made("run --url "+served.URL+" --rate 50/s --duration 200ms --quiet"), "the baseline was measured on "+served.URL+", which may be another by now")
	simulated := made("simulate --bulkhead 20/20 --duration 1s --quiet")
	check(simulated, "")

	file := filepath.Join(simulated, "run.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`"matchday": "`+programVersion()+`"`), []byte(`"matchday": "0.1"`), 1)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	check(simulated, "the baseline was made by matchday 0.1, which this is not")
}

// Runs that are made again in virtual time get users that none of them had.
func TestSeedsBeyond(t *testing.T) {
	of := func(seed uint64, rounds int) rerun {
		return rerun{experiment: experiment.Experiment{Seed: seed, Rounds: rounds}}
	}
	check := func(want uint64, all ...rerun) {
		t.Helper()
		if got := seedsBeyond(all); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	check(5, of(1, 5))
	check(5, of(1, 5), of(1, 5))
	check(10, of(6, 5), of(1, 5))
	check(12, of(1, 2), of(3, 10))
}

// Whoever stops a second look still learns of the first.
func TestConfirmInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	args := os.Args
	defer func() { os.Args = args }()
	os.Args = words("matchday simulate --bulkhead 20/20 --duration 1s --quiet") // which is stored with the run
	if code := run(t.Context(), os.Args[1:], streams{nil, io.Discard, io.Discard}); code != exitOK {
		t.Fatal(code)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, told strings.Builder
	code := run(ctx, words("gate latest --confirm --rule 'p99 < 1ms'"), streams{nil, &out, &told})
	if code != exitInterrupted || !strings.Contains(out.String(), "gate  fail") || !strings.Contains(out.String(), "what failed was not confirmed: interrupted") {
		t.Errorf("code %d, %q, %q", code, out.String(), told.String())
	}
}
