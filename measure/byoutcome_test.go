package measure

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestByOutcomeJSON(t *testing.T) {
	check := func(b ByOutcome, want string) {
		t.Helper()
		text, err := json.Marshal(b)
		if err != nil || string(text) != want {
			t.Errorf("%v is written %s, %v; want %s", b, text, err, want)
		}
		back := ByOutcome{DNS: 99}
		if err := json.Unmarshal(text, &back); err != nil || back != b {
			t.Errorf("%s is read as %v, %v; want %v", text, back, err, b)
		}
	}
	check(ByOutcome{}, `{}`)
	check(ByOutcome{OK: 3, Rejected: 2, Unsent: 1}, `{"ok":3,"rejected":2,"unsent":1}`)
	var all ByOutcome
	for o := range all {
		all[o] = int64(o) + 1
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	check(all, string(text))
}

func TestByOutcomeBadJSON(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		var b ByOutcome
		if err := json.Unmarshal([]byte(text), &b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", text, err, want)
		}
	}
	check(`{"fine":3}`, `outcome "fine" is not one of`)
	check(`{"ok":"3"}`, "cannot unmarshal string")
}

func TestByOutcomeWhere(t *testing.T) {
	b := ByOutcome{OK: 1, Timeout: 10, ConnectTimeout: 100, Reset: 1000, Cut: 10_000}
	if got := b.Where(Outcome.TimedOut); got != 110 {
		t.Errorf("%d timed out, want 110", got)
	}
	if got := b.Where(Outcome.Failed); got != 1000 {
		t.Errorf("%d failed, want 1000", got)
	}
}
