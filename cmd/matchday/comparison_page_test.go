package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The page on comparing shows what its own commands print.
func TestComparisonPage(t *testing.T) {
	skipUnderRace(t)
	const page = "../../docs/comparison.md"
	t.Setenv("COLUMNS", "")
	store := t.TempDir()
	var last string
	for _, line := range commands(t, page) {
		var out, messages strings.Builder
		args := strings.Fields(strings.Replace(line, "--store runs", "--store "+store, 1))
		if code := run(t.Context(), args[1:], streams{strings.NewReader(""), &out, &messages}); code != exitOK {
			t.Fatalf("%s: exit code %d: %s", line, code, messages.String())
		}
		last = out.String()
	}
	_, end, _ := strings.Cut(last, "\nagainst")
	want := "against" + end
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)(```text\n)(.*?)```")
	if *update {
		text = block.ReplaceAll(text, []byte("${1}"+want+"```"))
		if err := os.WriteFile(page, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if found := block.FindSubmatch(text); found == nil || string(found[2]) != want {
		t.Errorf("%s does not show what its commands print; go test ./cmd/matchday -run ComparisonPage -update writes it:\n%s", page, want)
	}
}
