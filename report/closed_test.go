package report

import (
	"strings"
	"testing"
	"time"

	"matchday/results"
)

// inTurns is a run of callers who took turns, for whom the generator was short of
// processor time in two stretches.
func inTurns() Input {
	e := experimentOf(variantOf("none", 0, 0))
	e.Callers, e.Pacing, e.ProfileName, e.Target = 64, "batched", "hold 0/s 20s", "http://127.0.0.1:8080/"
	m := steady("none", 1, 100, ok(10*time.Millisecond))
	m.Account.Batched = []results.Batching{{Start: 4 * time.Second, End: 7 * time.Second}, {Start: 19 * time.Second, End: 20 * time.Second}}
	return runOf("1-a", e, m)
}

// Where callers take turns nobody offered, planned or was due anything: they
// sent. It says so with a warning, and lists how many there were in the place of
// a profile.
func TestClosedLoop(t *testing.T) {
	in := inTurns()
	c := Compare([]Input{in})
	golden(t, "closed-terminal.txt", terminal(t, c, Screen{}))
	var markdown, phases strings.Builder
	if err := Markdown(&markdown, c); err != nil {
		t.Fatal(err)
	}
	golden(t, "closed-markdown.md", markdown.String())
	if err := Phases(&phases, c, "none", Screen{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "closed-phases.txt", phases.String())

	page, head, _ := strings.Cut(asPage(t, c), "<h4>Experiment</h4>")
	for _, word := range []string{">planned<", ">due<", ">offered<", "\nplanned ", "Planned users", "were planned"} {
		if strings.Contains(page, word) {
			t.Errorf("the page says %q of callers who take turns", word)
		}
	}
	if facts, _, _ := strings.Cut(head, "</dl>"); strings.Contains(facts, "profile") || !strings.Contains(facts, "64 take turns") {
		t.Errorf("the page lists %s", facts)
	}

	open := runOf("1-b", experimentOf(variantOf("none", 0, 0)), steady("none", 1, 100, ok(10*time.Millisecond)))
	if both := Compare([]Input{in, open}); both.Closed || both.Winner.Variant != "" {
		t.Errorf("beside an open loop it is closed: %v, and %q wins: %s", both.Closed, both.Winner.Variant, both.Winner.Sentence)
	}
}
