package ci

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/measure"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name, or writes it there.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs (-want +got); go test ./ci -update writes it anew:\n%s", file, d)
	}
}

func TestConclude(t *testing.T) {
	check := func(want Status, code int, all ...Status) {
		t.Helper()
		var results []Result
		for _, s := range all {
			results = append(results, Result{Status: s})
		}
		if got := conclude(results); got.Status != want || got.ExitCode() != code {
			t.Errorf("%v: %s with code %d, want %s with %d", all, got.Status, got.ExitCode(), want, code)
		}
	}
	check(Pass, 0, Pass)
	check(Pass, 0, Pass, Pass)
	check(Fail, 1, Fail)
	check(Fail, 1, Pass, Fail, Pass)
	check(Invalid, 3, Invalid)
	check(Invalid, 3, Pass, Invalid, Pass)
	check(Fail, 1, Invalid, Fail, Invalid) // what is certainly broken is, whatever else is not known
	check(Invalid, 3)                      // a gate without rules
	if code := (Verdict{}).ExitCode(); code != 3 {
		t.Errorf("the zero verdict has code %d, want 3", code)
	}
}

// sample is a verdict with every kind of line in it.
func sample(t *testing.T) Verdict {
	t.Helper()
	none := variant("none", served("", .291, 371*ms), served("", .02, 499*ms))
	none.Verdict, none.Reason = measure.Metastable, "not back 60s after peak-1 at a load served before (300 users/s)"
	pool := variant("20/20", served("", .944, 99*ms), served("", .6, 99*ms))
	pool.Validity = measure.Suspect
	long := variant("20/100", served("", .957, 298*ms), served("", .58, 298*ms))
	long.Validity = measure.Invalid
	baseline := comparison(variant("20/20", served("", .95, 80*ms), served("", .6, 80*ms)))

	rules, err := ParseRules("gate.rules", `
users_served >= 90%
20/20: verdict == recovered
20/20: users_served >= 95% of baseline
20/20 @ peak-1: p99 <= 110% of baseline
none: verdict == recovered
none: goodput < 50%
none: p99 <= 110% of baseline
20/50: p99 < 500ms
`)
	if err != nil {
		t.Fatal(err)
	}
	return Check(rules, comparison(none, pool, long), runOf(&baseline))
}

func TestTable(t *testing.T) {
	var b bytes.Buffer
	if err := sample(t).Table(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "verdict.txt", b.Bytes())
}

func TestTableWithoutRules(t *testing.T) {
	var b bytes.Buffer
	if err := Check(nil, steady(1, ms), nil).Table(&b); err != nil {
		t.Fatal(err)
	}
	if want := "gate  invalid  nothing was judged: there are no rules\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// What a name from a file may hold does not reach the terminal.
func TestTableKeepsLines(t *testing.T) {
	c := steady(1, ms)
	c.Variants[0].Name, c.Variants[0].Errors = "20\x1b[2J\n/20", []string{"gone\nfor good"}
	var b bytes.Buffer
	if err := Check([]Rule{rule(t, "p99 < 1s")}, c, nil).Table(&b); err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(b.Bytes(), []byte("\n")); got != 6 || bytes.ContainsRune(b.Bytes(), '\x1b') {
		t.Errorf("%d lines, want 6 without escapes: %q", got, b.String())
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := sample(t).JSON(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "verdict.json", b.Bytes())
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// A verdict that could not be written must not look as if it had been.
func TestWriteErrors(t *testing.T) {
	v := sample(t)
	if err := v.Table(full{}); !errors.Is(err, errFull) {
		t.Errorf("Table gives %v", err)
	}
	if err := v.JSON(full{}); !errors.Is(err, errFull) {
		t.Errorf("JSON gives %v", err)
	}
}
