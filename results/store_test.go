package results

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNewID(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 15, 0, 612e6, time.FixedZone("CET", 3600))
	if got := NewID(at, 0x3e7); got != "20261122-081500-k4z7" {
		t.Errorf("id %q", got)
	}
	var ids []string
	for i := range 3000 {
		ids = append(ids, NewID(at.Add(time.Duration(i)*ms), uint64(-i)))
	}
	if !slices.IsSorted(ids) {
		t.Error("ids do not sort by time")
	}
}

// fill makes runs with these ids, a second apart, and leaves the last as a kill
// would.
func fill(t *testing.T, s Store, ids ...string) {
	t.Helper()
	for i, id := range ids {
		w, err := s.Create(Run{ID: id, Name: "n " + id, Started: kickoff.Add(time.Duration(i) * time.Second)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if i == len(ids)-1 {
			return
		}
		if _, err := w.Finish(Complete); err != nil {
			t.Fatal(err)
		}
	}
}

func TestList(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "results", "runs")}
	if heads, errs := s.List(); heads != nil || errs != nil {
		t.Errorf("a store that is not there lists %v, %v", heads, errs)
	}
	fill(t, s, "c", "a", "b")
	for _, name := range []string{"other", ".git"} {
		if err := os.Mkdir(filepath.Join(s.Dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	heads, errs := s.List()
	var got []string
	for _, h := range heads {
		got = append(got, h.ID+" "+string(h.Status)+" "+filepath.Base(h.Path))
	}
	if want := []string{"b partial b.partial", "a complete a", "c complete c"}; !slices.Equal(got, want) {
		t.Errorf("heads %q, want %q", got, want)
	}
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), `other": there is no run here`) {
		t.Errorf("errors %v", errs)
	}
}

func TestFind(t *testing.T) {
	s := Store{t.TempDir()}
	check := func(ref, want string) {
		t.Helper()
		got, err := s.Find(ref)
		if err != nil {
			got = err.Error()
		}
		if got = strings.ReplaceAll(got, s.Dir, "S"); !strings.HasPrefix(got, want) {
			t.Errorf("find %q: %s, want %s", ref, got, want)
		}
	}
	check("latest", `results: there is no "latest": "S" holds 0 runs`)
	check("x", `results: there is no run "x" in "S": wanted an id or its beginning, latest, latest~1 or a path; there is none yet`)
	fill(t, s, "2026-a1", "2026-a2", "2026-b1", "2026-b")
	check("2026-a1", "S/2026-a1")
	check("2026-b", "S/2026-b.partial") // an id, though it begins another
	check("2026-b1", "S/2026-b1")
	check("2026-b.p", "S/2026-b.partial")
	check("latest", "S/2026-b.partial")
	check("latest~0", "S/2026-b.partial")
	check("latest~3", "S/2026-a1")
	check("latest~4", `results: there is no "latest~4": "S" holds 4 runs`)
	check("latest~x", `results: "latest~x" does not say how many runs back`)
	check("2026-a", `results: "2026-a" begins the ids of 2 runs: 2026-a2, 2026-a1`)
	check("2025", `results: there is no run "2025" in "S": wanted an id or its beginning, latest, latest~1 or a path; there is 2026-b1, `)
	check("", `results: there is no run ""`)
	check(filepath.Join(s.Dir, "2026-a1")+"/", "S/2026-a1")
	check(s.Dir, `results: "S" is not the directory of a run: there is no run.json in it`)
	t.Chdir(s.Dir)
	s = Store{"elsewhere"}
	check("2026-a1", "2026-a1")
	check("./2026-a1", "2026-a1")
}

// Remove deletes runs of the store and nothing else.
func TestRemove(t *testing.T) {
	s := Store{t.TempDir()}
	fill(t, s, "a", "b", "c")
	away := Store{t.TempDir()}
	fill(t, away, "d", "e")
	if err := os.Mkdir(filepath.Join(s.Dir, "other"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(s.Dir, "foreign"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "foreign", "run.json"), []byte(`{"jobs": 3}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(away.Dir, "d"), filepath.Join(s.Dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"other", "foreign", "link", s.Dir, filepath.Join(away.Dir, "d"), s.Dir + "/link", ""} {
		if err := s.Remove(ref); err == nil {
			t.Errorf("%q was removed", ref)
		}
	}
	for _, ref := range []string{"a", "latest"} {
		if err := s.Remove(ref); err != nil {
			t.Error(err)
		}
	}
	heads, _ := s.List()
	if _, err := os.Stat(filepath.Join(away.Dir, "d", "run.json")); err != nil || len(heads) != 1 || heads[0].ID != "b" {
		t.Errorf("left are %v, %v", heads, err)
	}
}
