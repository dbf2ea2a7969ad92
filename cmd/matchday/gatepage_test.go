package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"matchday/cmd/matchday/internal/experiment"
)

// The page on the gate shows what its commands print.
func TestGatePage(t *testing.T) {
	skipUnderRace(t)
	text, err := os.ReadFile("../../docs/gate.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(text), "\\\n ", "")
	t.Chdir(t.TempDir())
	head, tail, _ := bytes.Cut(experiment.DefaultFile(), []byte("\ntarget:"))
	slower := bytes.Join([][]byte{head, bytes.Replace(tail, []byte("demand: 50ms"), []byte("demand: 55ms"), 1)}, []byte("\ntarget:"))
	if err := os.WriteFile("slower.yaml", slower, 0o644); err != nil {
		t.Fatal(err)
	}
	check := func(line string, code int, shown bool) {
		t.Helper()
		if !strings.Contains(page, "\nmatchday "+line+"\n") {
			t.Errorf("the page does not have the command %q", line)
		}
		var out, messages strings.Builder
		if got := run(t.Context(), words(line), streams{strings.NewReader(""), &out, &messages}); got != code {
			t.Fatalf("%q: exit code %d, want %d: %s", line, got, code, messages.String())
		}
		if shown && !strings.Contains(string(text), "\n```\n"+out.String()+"```\n") {
			t.Errorf("the page does not show what %q prints:\n%s", line, out.String())
		}
	}
	check("simulate --rounds 5", exitOK, false)
	check("baseline set latest", exitOK, false)
	check("simulate slower.yaml --rounds 5", exitOK, false)
	check("gate latest --baseline main --rule '20/20: p99 <= baseline + 5% or 3ms' "+
		" --rule '20/20: p99 < 125ms for 99% of seconds @ peak-2' --rule '20/20: recovery(peak-2) < 10s'", exitRegressed, true)
	check("gate --self-test", exitOK, true)
}

// words splits a command line in which what holds spaces stands in quotes.
func words(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}
