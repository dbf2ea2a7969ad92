//go:build !race

// Dozens of evenings, each of one goroutine: there is nothing in them for the
// race detector to find.

package main

import (
	"math"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/report"
)

// A fate is what a simulator that shares no code with this program says of an
// example.
type fate struct {
	none, saved float64 // share of users served without a bulkhead, and with one; 0 where nobody knows
	back        bool    // whether with one everybody is served again after the last peak
}

// fates are those of every example.
func fates() map[string]fate {
	return map[string]fate{
		"gallery:pool":          {.312, .948, true},
		"gallery:async":         {.292, .946, true},
		"gallery:lock":          {.313, .949, true},
		"gallery:owners":        {.316, .864, true},
		"gallery:owners-hot":    {.287, .592, false},
		"gallery:owners-each":   {.287, .857, false},
		"gallery:loop":          {.305, .947, true},
		"gallery:loop-blocking": {.140, .855, true},
		"gallery:pipeline":      {.317, .945, true},
		"gallery:fan":           {.315, .944, true},
		"gallery:fan-ordered":   {.315, .925, true},
		"gallery:prefetch":      {.315, .948, true},
		"gallery:leak":          {back: true},
	}
}

// near is how far from the other simulator the share of users may be: both had
// one seed, and other users.
const near = .02

// Every example of the gallery dies without a bulkhead and lives with its own, as
// it should, and the page on them shows what the program prints and draws of it.
func TestGallery(t *testing.T) {
	text, err := os.ReadFile(targetsPage)
	if err != nil {
		t.Fatal(err)
	}
	p := &galleryPage{text: string(text)}
	if *update {
		t.Cleanup(func() {
			if err := os.WriteFile(targetsPage, []byte(p.text), 0o644); err != nil {
				t.Error(err)
			}
		})
	}
	for _, name := range experiment.Examples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := simulated(t, name)
			if f, ok := fates()[name]; !ok {
				t.Errorf("nobody says what should become of it")
			} else {
				f.check(t, c)
			}
			p.check(t, "simulate "+name, screenOfRun(t, c))
			picture(t, strings.TrimPrefix(name, "gallery:"), c)
		})
	}
}

// simulated makes the run of an example with the program.
func simulated(t *testing.T, name string) report.Comparison {
	t.Helper()
	store := t.TempDir()
	var out, messages strings.Builder
	if code := run(t.Context(), []string{"simulate", name, "--quiet", "--store", store}, streams{strings.NewReader(""), &out, &messages}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, messages.String())
	}
	c, err := compareRuns(store, []string{"latest"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// check holds a run against what should become of it.
func (f fate) check(t *testing.T, c report.Comparison) {
	t.Helper()
	if len(c.Variants) != 2 || c.Variants[0].Bulkhead || !c.Variants[1].Bulkhead {
		t.Fatalf("%d variants, want none and a bulkhead that saves it", len(c.Variants))
	}
	for i, want := range []float64{f.none, f.saved} {
		v := c.Variants[i]
		if got := v.Cells[0].UsersServed; want > 0 && math.Abs(got-want) > near {
			t.Errorf("%s: served %.3f of the users, want %.3f ± %v", v.Name, got, want, near)
		}
		if v.Oracle != "closed" {
			t.Errorf("%s: the books of the target: %s", v.Name, v.Oracle)
		}
	}
	none, saved := c.Variants[0], c.Variants[1]
	if none.Verdict != measure.Metastable {
		t.Errorf("none: %s (%s), want it dead", none.Verdict, none.Reason)
	}
	if last := saved.Recovery[len(saved.Recovery)-1].InTime; last.Back != f.back {
		t.Errorf("%s: back after the last peak: %v, want %v (%s)", saved.Name, last.Back, f.back, saved.Reason)
	}
}

// screenOfRun returns the table that the terminal shows of a run.
func screenOfRun(t *testing.T, c report.Comparison) string {
	t.Helper()
	var screen strings.Builder
	if err := renderers["terminal"](&screen, c); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(screen.String(), "\nbulkhead")
	table, _, _ = strings.Cut("bulkhead"+table, "\n\n")
	return regexp.MustCompile(` +\n`).ReplaceAllString(table+"\n", "\n")
}

// A galleryPage is the page in the making, where it is to be made anew.
type galleryPage struct {
	mu   sync.Mutex
	text string
}

// check holds what the page shows behind a command against what the command
// shows.
func (p *galleryPage) check(t *testing.T, command, want string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	block := regexp.MustCompile("(?s)(matchday " + command + "\n```\n\n```text\n)(.*?)```")
	found := block.FindStringSubmatch(p.text)
	switch {
	case found == nil:
		t.Errorf("docs/targets.md has no matchday %s with a text block behind it", command)
	case *update:
		p.text = block.ReplaceAllString(p.text, "${1}"+want+"```")
	case found[2] != want:
		t.Errorf("docs/targets.md is not what matchday %s prints: run go test ./cmd/matchday -run Gallery -update and look at the difference to\n%s", command, want)
	}
}

// picture holds the picture of an example against the run.
func picture(t *testing.T, name string, c report.Comparison) {
	t.Helper()
	file := "../../docs/gallery/" + name + ".svg"
	var drawn strings.Builder
	if err := renderers["svg"](&drawn, c); err != nil {
		t.Fatal(err)
	}
	if drawn.Len() > 60_000 {
		t.Errorf("%s has %d bytes, more than 60 kB", file, drawn.Len())
	}
	if *update {
		if err := os.WriteFile(file, []byte(drawn.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if stored, err := os.ReadFile(file); err != nil || string(stored) != drawn.String() {
		t.Errorf("%s is not what is drawn now (%v): run go test ./cmd/matchday -run Gallery -update and look at it", file, err)
	}
}
