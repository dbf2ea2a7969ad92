//go:build !race

// The cells of a map share nothing; the race detector would take minutes over
// them.

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The pictures in docs/model.md are what the commands beside them draw.
func TestDocumentedMaps(t *testing.T) {
	text, err := os.ReadFile("../../docs/model.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^matchday (map .*) --svg docs/(.*)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) != 2 {
		t.Fatalf("%d maps in docs/model.md, want 2", len(lines))
	}
	for _, line := range lines {
		t.Run(line[2], func(t *testing.T) {
			t.Parallel()
			var out, messages strings.Builder
			args := append(strings.Fields(line[1]), "--format", "svg")
			if code := run(t.Context(), args, streams{strings.NewReader(""), &out, &messages}); code != exitOK {
				t.Fatalf("exit code %d: %s", code, messages.String())
			}
			if stored, err := os.ReadFile("../../docs/" + line[2]); err != nil || string(stored) != out.String() {
				t.Errorf("docs/%s is not what matchday %s draws (%v)", line[2], line[1], err)
			}
		})
	}
}
