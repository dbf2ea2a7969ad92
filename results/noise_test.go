package results

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func quiet() Noise {
	return Noise{
		Run: "20261122-081500-k3f7", Title: "check out", Started: time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC), Rounds: 10,
		Facts:  []BaselineFact{{"profile", "match-day 0a1b2c3d"}, {"processors", "2"}},
		Floors: []NoiseFloor{{"20/20", "p99", .0019, .0995}, {"20/20 codel", "users_served", 0, 1}, {"of", "of", 1e-12, 1}},
	}
}

func TestNoiseReadsBack(t *testing.T) {
	n, err := ParseNoise("n", quiet().String())
	if d := cmp.Diff(quiet(), n); d != "" || err != nil {
		t.Error(err, d)
	}
	if line := "\np99 of 20/20              0.0019  0.0995\n"; !strings.Contains(quiet().String(), line) {
		t.Errorf("%q is not in\n%s", line, quiet())
	}
}

func TestNoiseFaults(t *testing.T) {
	check := func(line, want string) {
		t.Helper()
		if _, err := ParseNoise("n", "matchday noise 1\n"+line+"\n"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", line, err, want)
		}
	}
	check("run", "n:2:1: wanted one word after run")
	check("runs 1", `n:2:1: "runs" is not one of`)
	check("run a\nrun b", `n:3:1: "run" is there twice`)
	check("rounds -1", `n:2:8: "-1" is not a number of rounds`)
	check("started now", `n:2:9: "now" is not an instant`)
	check("p99 of a  - 1", "n:2:11: a floor wants both figures")
	check("p99 of a  1 x", `n:2:13: "x" is not a figure`)
	check("p99 of a  1 1\np99 of a  1 1", `n:3:1: p99 of "a" is there twice`)
	if _, err := ParseNoise("n", "matchday baseline 1\n"); err == nil || !strings.Contains(err.Error(), `this is no noise: wanted "matchday noise 1"`) {
		t.Error(err)
	}
}

func FuzzNoise(f *testing.F) {
	f.Add(quiet().String())
	f.Fuzz(func(t *testing.T, in string) {
		n, err := ParseNoise("in", in)
		if err != nil {
			return
		}
		again, err := ParseNoise("again", n.String())
		if err != nil || !reflect.DeepEqual(n, again) {
			t.Fatalf("%q = %+v, which is written %q and reads back as %+v, %v", in, n, n.String(), again, err)
		}
	})
}

// What is known is found by its facts, all of them and in their order.
func TestNoiseStore(t *testing.T) {
	s := NoiseStore{filepath.Join(t.TempDir(), "noise")}
	if _, err := s.Load(quiet().Facts); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	for range 2 {
		if _, err := s.Save(quiet()); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Load(quiet().Facts)
	if d := cmp.Diff(quiet(), n); d != "" || err != nil {
		t.Error(err, d)
	}
	if _, err := s.Load(quiet().Facts[:1]); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "torn.txt"), []byte("matchday"), 0o644); err != nil {
		t.Fatal(err)
	}
	all, errs := s.List()
	if len(all) != 1 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "torn.txt:1:1:") {
		t.Error(all, errs)
	}
}
