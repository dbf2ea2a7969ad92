package main

import (
	"encoding/csv"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"matchday/report"
	"matchday/report/stats"
)

// must runs the program and returns what it wrote.
func must(t *testing.T, args ...string) string {
	t.Helper()
	var out, messages strings.Builder
	if code := run(t.Context(), args, streams{strings.NewReader(""), &out, &messages}); code != exitOK {
		t.Fatalf("matchday %q: exit code %d: %s", args, code, messages.String())
	}
	return out.String()
}

// rounds is a run of several short rounds in virtual time, whose figures differ
// from round to round.
func rounds(t *testing.T, n int) (store string, c report.Comparison) {
	t.Helper()
	store = t.TempDir()
	must(t, "simulate", "--store", store, "--quiet", "--rounds", fmt.Sprint(n), "--profile", "base:hold 300/s 3s, peak-1:hold 900/s 2s, tail:hold 300/s 4s",
		"--bulkhead", "20/20", "--bulkhead", "20/200 codel", "--bulkhead", "none")
	c, err := compareRuns(store, []string{"latest"})
	if err != nil {
		t.Fatal(err)
	}
	return store, c
}

// benchstat runs it and returns its tables: rows of cells by unit. Every variant
// after the first has four cells in a row, the first has two.
func benchstat(t *testing.T, args ...string) map[string][][]string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", append([]string{"tool", "benchstat", "-format", "csv"}, args...)...)
	var messages strings.Builder
	c.Stderr = &messages
	text, err := c.Output()
	if err != nil {
		t.Fatalf("benchstat %q: %v: %s", args, err, messages.String())
	}
	tables := map[string][][]string{}
	for block := range strings.SplitSeq(string(text), "\n\n") {
		r := csv.NewReader(strings.NewReader(block))
		r.FieldsPerRecord = -1
		all, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for len(all) > 0 && len(all[0]) == 1 {
			all = all[1:] // configuration
		}
		if len(all) > 1 {
			tables[all[1][1]] = append(tables[all[1][1]], all...)
		}
	}
	return tables
}

// A sample is a metric of a variant in a phase, round by round, as it was exported.
func sample(v report.Variant, phase string, m report.Metric) (values []float64) {
	for _, cells := range v.ByRound {
		for _, cell := range cells {
			if value, known := m.Of(cell); known && cell.Name == phase {
				if m.Unit == report.Share {
					value *= 100
				}
				values = append(values, value)
			}
		}
	}
	return values
}

// width is half an interval around a median as benchstat writes it.
func width(values []float64) string {
	i, ok := stats.MedianInterval(values, .95)
	middle := stats.Median(values)
	switch {
	case !ok:
		return "∞"
	case middle == 0 && i.Low == 0 && i.High == 0:
		return "0%"
	case i.Low <= 0:
		return "?"
	}
	return fmt.Sprintf("%.0f%%", 100*max(i.High/middle-1, 1-i.Low/middle))
}

// benchstat reads an export and comes to our medians, to the last digit, and to
// our intervals and our rank test as far as it prints them.
func TestBenchstat(t *testing.T) {
	skipUnderRace(t)
	for _, n := range []int{5, 6} {
		store, c := rounds(t, n)
		file := filepath.Join(t.TempDir(), "run.txt")
		must(t, "runs", "export", "latest", "--store", store, "--format", "benchfmt", "--out", file)
		tables := benchstat(t, "-row", "/phase", "-col", "/bulkhead", file)
		checked := 0
		for _, m := range report.Metrics() {
			unit := m.Name + map[report.Unit]string{report.Seconds: "-sec", report.Share: "-%", report.Rate: "/s"}[m.Unit]
			for _, row := range tables[unit][min(2, len(tables[unit])):] {
				if row[0] == "geomean" {
					continue
				}
				checked += against(t, c, m, row)
			}
		}
		if want := 3 * 4 * 30; checked < want { // variants × phases × metrics known to all of them
			t.Errorf("%d rounds: benchstat showed %d figures, want %d or more", n, checked, want)
		}
	}
}

// against holds a row of benchstat's against the comparison and returns how many
// figures there were.
func against(t *testing.T, c report.Comparison, m report.Metric, row []string) (figures int) {
	t.Helper()
	first := sample(c.Variants[0], row[0], m)
	for i, v := range c.Variants {
		values := sample(v, row[0], m)
		at := max(1, 4*i-1)
		if len(values) == 0 || len(row) < at+2 {
			if len(values) > 0 || len(row) > at && row[at] != "" {
				t.Errorf("%s of %s in %s: %d rounds, and benchstat shows %q", m.Name, v.Name, row[0], len(values), row)
			}
			continue
		}
		figures++
		if got, want := number(t, row[at]), stats.Median(values); got != want {
			t.Errorf("%s of %s in %s: benchstat's median is %v, ours %v", m.Name, v.Name, row[0], got, want)
		}
		if got, want := row[at+1], width(values); got != want {
			t.Errorf("%s of %s in %s: benchstat's interval is %s, ours %s", m.Name, v.Name, row[0], got, want)
		}
		if i > 0 && len(first) > 0 {
			want := fmt.Sprintf("p=%.3f n=%d", stats.RankSum(first, values, stats.TwoSided), len(values))
			if got := row[at+3]; len(first) == len(values) && got != want {
				t.Errorf("%s of %s in %s: benchstat says %s, we %s", m.Name, v.Name, row[0], got, want)
			}
		}
	}
	return figures
}

func number(t *testing.T, cell string) float64 {
	t.Helper()
	var x float64
	if _, err := fmt.Sscan(cell, &x); err != nil {
		t.Fatalf("%q: %v", cell, err)
	}
	return x
}

// Two runs in one file are columns of their own, and what runs do not share keeps
// them in tables apart.
func TestBenchstatOfRuns(t *testing.T) {
	store, _ := rounds(t, 2)
	must(t, "simulate", "--store", store, "--quiet", "--rounds", "2", "--seed", "9", "--profile", "base:hold 300/s 3s, peak-1:hold 900/s 2s, tail:hold 300/s 4s", "--bulkhead", "20/20")
	file := filepath.Join(t.TempDir(), "runs.txt")
	must(t, "runs", "export", "latest~1", "latest", "--store", store, "--format", "benchfmt", "--out", file)
	tables := benchstat(t, "-col", "run", "-filter", "/bulkhead:20_20 /phase:all .unit:p50-sec", file)
	rows := tables["p50-sec"]
	if len(rows) < 3 || rows[2][0] != "Matchday/phase=all/bulkhead=20_20" || len(rows[2]) < 7 || rows[0][1] == rows[0][3] {
		t.Errorf("two runs side by side: %q", rows)
	}

	must(t, "simulate", "--store", store, "--quiet", "--rounds", "2", "--profile", "base:hold 100/s 9s", "--bulkhead", "20/20")
	must(t, "runs", "export", "latest~1", "latest", "--store", store, "--format", "benchfmt", "--out", file)
	tables = benchstat(t, "-col", "run", "-filter", "/phase:all .unit:p50-sec", file)
	if n := strings.Count(fmt.Sprint(tables["p50-sec"]), "p50-sec"); n != 2 {
		t.Errorf("runs of different profiles are in %d tables, want 2: %q", n, tables)
	}
}

// Every form is written of a stored run, and those that take one run say so.
func TestExports(t *testing.T) {
	store, _ := rounds(t, 1)
	must(t, "simulate", "--store", store, "--quiet", "--samples", "--profile", "hold 100/s 1s", "--bulkhead", "none")
	for _, e := range exports() {
		if out := must(t, "runs", "export", "latest", "--store", store, "--format", e.name); len(out) < 100 {
			t.Errorf("%s: %q", e.name, out)
		}
		var messages strings.Builder
		code := run(t.Context(), []string{"runs", "export", "latest", "latest~1", "--store", store, "--format", e.name}, streams{nil, &strings.Builder{}, &messages})
		want := exitOK
		if e.render == nil {
			want = exitUsage
			if !strings.Contains(messages.String(), "--format "+e.name+" takes one run, not 2") {
				t.Errorf("%s of two runs: %s", e.name, messages.String())
			}
		}
		if code != want {
			t.Errorf("%s of two runs ends with %d, want %d", e.name, code, want)
		}
	}
}
