package report

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"

	"matchday/measure"
	"matchday/results"
)

func benchText(t *testing.T, c Comparison) string {
	t.Helper()
	var b bytes.Buffer
	if err := Benchfmt(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// partOf returns the value of a key in a benchmark's name.
func partOf(r *benchfmt.Result, key string) string {
	_, parts := r.Name.Parts()
	for _, p := range parts {
		if value, ok := strings.CutPrefix(string(p), "/"+key+"="); ok {
			return value
		}
	}
	return ""
}

// readBench returns a copy of every line of an export, and fails for one that the
// format does not know.
func readBench(t *testing.T, c Comparison) []*benchfmt.Result {
	t.Helper()
	var out []*benchfmt.Result
	r := benchfmt.NewReader(strings.NewReader(benchText(t, c)), "export")
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.Result:
			out = append(out, rec.Clone())
		case *benchfmt.SyntaxError:
			t.Fatal(rec)
		}
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// An export of one phase of one round, as a person would read it. Units, which come
// first, are held to the metrics elsewhere.
func TestBenchfmt(t *testing.T) {
	c := compared(fourSettings()[1])
	c.Variants[0].ByRound = [][]Cell{c.Variants[0].Cells[:1]}
	_, text, _ := strings.Cut(benchText(t, c), "profile:")
	golden(t, "benchfmt.txt", "profile:"+text)
}

// Every round of every variant in every phase is a line with each figure that is
// known, and its name reads back.
func TestBenchfmtReadsBack(t *testing.T) {
	for name, c := range examples() {
		lines := readBench(t, c)
		for _, v := range c.Variants {
			for _, round := range v.ByRound {
				for _, cell := range round {
					if len(lines) == 0 {
						t.Fatalf("%s: lines are missing", name)
					}
					r := lines[0]
					lines = lines[1:]
					setting, err := results.FromWord(partOf(r, "bulkhead"))
					if err != nil || setting != v.Setting || partOf(r, "phase") != results.Word(cell.Name) || string(r.Name.Base()) != "Matchday" {
						t.Errorf("%s: %s in %s is called %s", name, v.Setting, cell.Name, r.Name)
					}
					sameValues(t, r, cell)
				}
			}
		}
		if len(lines) > 0 {
			t.Errorf("%s: %d lines too many", name, len(lines))
		}
	}
}

// sameValues checks that a line has the figures of a cell that are known, and
// nothing for the others.
func sameValues(t *testing.T, r *benchfmt.Result, cell Cell) {
	t.Helper()
	known := 0
	for _, m := range Metrics() {
		value, ok := m.Of(cell)
		unit, factor := m.benchUnit()
		got, there := r.Value(unit)
		if there != ok || ok && got != value*factor {
			t.Errorf("%s: %s is %v (%v), want %v (%v)", r.Name, unit, got, there, value*factor, ok)
		}
		if ok {
			known++
		}
	}
	if known != len(r.Values) || r.Iters != int(cell.Attempts) {
		t.Errorf("%s: %d figures of %d attempts, want %d of %d", r.Name, len(r.Values), r.Iters, known, cell.Attempts)
	}
}

// Units keep their names and sizes when benchstat brings them to base units, and
// it is told which way of each is better.
func TestBenchUnits(t *testing.T) {
	seen := map[string]bool{}
	told := benchfmt.NewReader(strings.NewReader(benchText(t, Comparison{})), "units")
	for told.Scan() {
	}
	for _, m := range Metrics() {
		unit, _ := m.benchUnit()
		line := fmt.Sprintf("BenchmarkX 1 0.5 %s\n", unit)
		r := benchfmt.NewReader(strings.NewReader(line), "x")
		if !r.Scan() {
			t.Fatal(line)
		}
		if got, ok := r.Result().(*benchfmt.Result).Value(unit); !ok || got != .5 || seen[unit] {
			t.Errorf("%s: %v is read of it, or another has the unit", unit, r.Result())
		}
		seen[unit] = true
		if got := told.Units().GetBetter(unit); got != int(m.Better) {
			t.Errorf("%s: %d is better, want %d", unit, got, m.Better)
		}
	}
}

// No number at the end of a name is taken for one of processors.
func TestLastWord(t *testing.T) {
	for name, want := range map[string]string{"none": "none", "20/20": "20_20", "v-2": "v%2D2", "a-b-12": "a-b%2D12", "-7": "%2D7", "7": "7", "v-": "v-", "": ""} {
		got := lastWord(name)
		back, err := results.FromWord(got)
		if got != want || err != nil || back != name {
			t.Errorf("%q ends a name as %q, want %q; it reads back as %q, %v", name, got, want, back, err)
		}
		_, parts := benchfmt.Name("Matchday/phase=peak-1/bulkhead=" + got).Parts()
		if len(parts) != 2 {
			t.Errorf("%q is taken apart into %q", got, parts)
		}
	}
}

// What may not be held against the rest has configuration of its own, by which
// benchstat puts it into another table; several runs are told apart.
func TestBenchConfig(t *testing.T) {
	c := compared(fourSettings()...)
	c.Variants[0].Validity = measure.Invalid
	c.Variants[1].Validity, c.Variants[1].Partial = measure.Suspect, true
	byVariant := map[string]*benchfmt.Result{}
	for _, r := range readBench(t, c) {
		byVariant[partOf(r, "bulkhead")] = r
	}
	check := func(variant, key, want string) {
		t.Helper()
		if got := byVariant[variant].GetConfig(key); got != want {
			t.Errorf("%s: %s is %q, want %q", variant, key, got, want)
		}
	}
	check("none", "generator", "invalid")
	check("20_20", "generator", "")
	check("20_20", "trials", "partial")
	check("20_100", "trials", "")
	check("20_100", "run", "")
	check("20_100", "system", "linux/amd64 6.1.0")
	check("20_100", "kind", "measured")
	check("20_100", "profile", "match-day retry 0a1b2c3d")
	check("20_100", "slo", "125 ms")
	c.Runs[0].Simulated = true
	if got := readBench(t, c)[0].GetConfig("system"); got != "" {
		t.Errorf("virtual time passed on %q", got)
	}
	c.Runs = append(c.Runs, Source{ID: "20261122-091500-zzzz"})
	for _, r := range readBench(t, c) {
		if r.GetConfig("run") != c.Runs[0].ID {
			t.Errorf("%s is of run %q", r.Name, r.GetConfig("run"))
		}
	}
}

// Streams are lines of their own, and so are phases of the same name.
func TestBenchfmtOfStreams(t *testing.T) {
	lines := readBench(t, Compare([]Input{{Run: duet()}}))
	streams := map[string]int{}
	for _, r := range lines {
		streams[partOf(r, "stream")]++
	}
	if streams[""] != 16 || streams["checkout"] != 16 || streams["browse"] != 16 || len(streams) != 3 {
		t.Errorf("lines by stream: %v, want two variants in two rounds in four phases each", streams)
	}

	c := compared(fourSettings()[1])
	for _, cells := range c.Variants[0].ByRound {
		cells[4].Name, cells[6].Name = "base", "base"
	}
	names := map[string]int{}
	for _, r := range readBench(t, c) {
		names[partOf(r, "phase")]++
	}
	if names["base"] != 5 || names["base~2"] != 5 || names["base~3"] != 5 {
		t.Errorf("lines by phase: %v", names)
	}
}

// A disk that is full is an error of every export.
func TestExportsFail(t *testing.T) {
	full := errors.New("no space left")
	c := compared(fourSettings()...)
	for name, write := range map[string]func(c Comparison) error{
		"benchfmt":    func(c Comparison) error { return Benchfmt(refusing{full}, c) },
		"figures":     func(c Comparison) error { return FiguresCSV(refusing{full}, c) },
		"openmetrics": func(c Comparison) error { return OpenMetrics(refusing{full}, c) },
	} {
		if err := write(c); err != full {
			t.Errorf("%s: %v", name, err)
		}
	}
}
