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

func at(x float64) *float64 { return &x }

// strange is a baseline whose names hold whatever names can hold.
func strange() Baseline {
	return Baseline{
		Name: "main", Run: "20261122-081500-k3f7", Title: `a "night" out`,
		Started: time.Date(2026, 11, 22, 8, 15, 0, 5e6, time.UTC),
		Unfit:   []string{`run "20261122-081500-k3f7" is not whole`, ""},
		Facts:   []BaselineFact{{"profile", "match-day 0a1b2c3d"}, {"in-flight cap", ""}, {"host", "br\xffken\n[x] @"}},
		Variants: []BaselineVariant{
			{Name: "20/20 codel", Validity: "valid", Verdicts: []string{"recovered", ""}, Seeds: []uint64{1, 1<<64 - 1}, Figures: []BaselineFigure{
				{Phase: "all", Metric: "p99", Merged: at(.0995), Rounds: []*float64{at(.1), at(1.0 / 3)}},
				{Phase: "@", Metric: "unsent", Merged: at(0), Rounds: []*float64{nil, at(2e18)}},
				{Stream: "check out]", Phase: "-", Metric: "variant", Rounds: []*float64{nil, at(5e-324)}},
			}},
			{Name: "", Validity: "invalid"},
		},
	}
}

func TestBaselineReadsBack(t *testing.T) {
	text := strange().String()
	b, err := ParseBaseline("b", text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if d := cmp.Diff(strange(), b); d != "" {
		t.Error(d)
	}
	want := `matchday baseline 1
name main
run 20261122-081500-k3f7
title "a \"night\" out"
started 2026-11-22T08:15:00.005Z
unfit "run \"20261122-081500-k3f7\" is not whole"
unfit ""
fact profile "match-day 0a1b2c3d"
fact "in-flight cap" ""
fact host "br\xffken\n[x] @"

variant "20/20 codel"
validity valid
verdicts recovered ""
seeds 1 18446744073709551615
p99 @ all             0.0995  0.1 0.3333333333333333
unsent @ "@"          0  - 2e+18
["check out]"] variant @ "-"  -  - 5e-324

variant ""
validity invalid
`
	if d := cmp.Diff(want, text); d != "" {
		t.Error(d)
	}
}

// A file of every version stays readable.
func TestStoredBaseline(t *testing.T) {
	b, err := LoadBaseline("testdata/baseline-v1.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strange()
	want.Unfit = nil // it was set when unfit runs left no mark
	if d := cmp.Diff(want, b); d != "" {
		t.Error(d)
	}
}

func TestBaselineFaults(t *testing.T) {
	const head, variant = "matchday baseline 1\n", "matchday baseline 1\nvariant a\nseeds 1 2\n"
	check := func(text, want string) {
		t.Helper()
		_, err := ParseBaseline("main.txt", text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	check("", `main.txt:1:1: this is no baseline: wanted "matchday baseline 1"`)
	check("{}\n", `main.txt:1:1: this is no baseline`)
	check("matchday baseline 2\n", "main.txt:1:1: version 2 is not one from 1 to 1")
	check(head+"name a", "main.txt:2:1: the line is torn")
	check(head+"name a b\n", "main.txt:2:1: name wants one word")
	check(head+"name a\nname b\n", `main.txt:3:1: "name" is there twice`)
	check(head+"<<<<<<< ours\n", `main.txt:2:1: "<<<<<<<" is not one of`)
	check(head+"started soon\n", `main.txt:2:9: "soon" is not an instant`)
	check(head+"started 9999-12-31T23:59:59-01:00\n", "main.txt:2:9:")
	check(head+"unfit\n", "main.txt:2:1: unfit wants one reason")
	check(head+"variant a\nunfit b\n", "main.txt:3:1: wanted validity")
	check(head+"fact a\n", "main.txt:2:1: fact wants a name and a value")
	check(head+"fact a 1\nfact a 2\n", `main.txt:3:6: fact "a" is there twice`)
	check(head+"p99 @ all  1\n", "main.txt:2:1: this figure is of no variant")
	check(head+"variant a\nvariant a\n", `main.txt:3:9: variant "a" is there twice`)
	check(head+`variant "a`+"\n", "main.txt:2:9: a word in quotes does not end")
	check(head+`variant "a"b`+"\n", "main.txt:2:12: wanted a space")
	check(variant+"fact a 1\n", "main.txt:4:1: wanted validity")
	check(variant+"p99 @ all  1  2\n", "main.txt:4:1: 2 figures, wanted that of all rounds and one for each of 2 seeds")
	check(variant+"p99 @ all  1  2 0x1p\n", `main.txt:4:17: "0x1p" is not a figure`)
	check(variant+"p99 @ all  1  2 inf\n", "main.txt:4:17:")
	check(variant+"p99 @ all  1  2 1e400\n", "main.txt:4:17:")
	check(variant+"p99 @ all  1  2 -0.5\n", `main.txt:4:17: "-0.5" is below zero, which no figure is`)
	check(variant+"p99 @ all  1  2 3\np99 @ all  1  2 3\n", `main.txt:5:1: p99 is there twice for phase "all"`)
	check(variant+"p99 @ all  1  2 3\nseeds 1\n", "main.txt:5:1:")
	check(variant+"[a p99 @ all  1  2 3\n", "main.txt:4:1: the name of a stream does not end")
	check(variant+"[] p99 @ all  1  2 3\n", "main.txt:4:1: a bracket without a name")
	check(variant+`[""] p99 @ all  1  2 3`+"\n", "main.txt:4:1: a stream without a name")
	check("matchday baseline 1\nvariant a\nverdicts x\nseeds 1 2\np99 @ all  1  2 3\n", "main.txt:5:1: the variant has 1 verdicts and 2 seeds")
	check("matchday baseline 1\nvariant a\nseeds 1 x\n", `main.txt:3:9: "x" is not a seed`)
}

func FuzzBaseline(f *testing.F) {
	f.Add(strange().String())
	f.Add("matchday baseline 1\r\nvariant a\r\nseeds\r\n[b] p99 @ c 1e-3\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		b, err := ParseBaseline("in", in)
		if err != nil {
			return
		}
		again, err := ParseBaseline("again", b.String())
		if err != nil || !reflect.DeepEqual(b, again) {
			t.Fatalf("%q = %+v, which is written %q and reads back as %+v, %v", in, b, b.String(), again, err)
		}
	})
}

func TestBaselines(t *testing.T) {
	folder := Baselines{filepath.Join(t.TempDir(), "kept", "here")}
	_, err := folder.Load("main")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none yet") {
		t.Error(err)
	}
	for _, name := range []string{"", ".main", "a/b", `a\b`, "..", "latest", "latest~1", "latest-of=main", "c:", "main.txt"} {
		if _, err := folder.Save(Baseline{Name: name}); err == nil {
			t.Errorf("%q was saved", name)
		}
	}
	for _, title := range []string{"old", "new"} {
		if _, err := folder.Save(Baseline{Name: "main", Title: title}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := folder.Load("main")
	if err != nil || b.Title != "new" {
		t.Error(b, err)
	}
	if files, _ := os.ReadDir(folder.Dir); len(files) != 1 {
		t.Errorf("files %v, want one", files)
	}
	if _, err := folder.Load("maine"); err == nil || !strings.Contains(err.Error(), "there is main") {
		t.Error(err)
	}
	if err := folder.Remove("main"); err != nil {
		t.Error(err)
	}
	if names, err := folder.Names(); len(names) > 0 || err != nil {
		t.Error(names, err)
	}
	if err := folder.Remove("main"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
