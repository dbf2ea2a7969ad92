package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table at a glance into README.md")

// README.md shows the figures of the page at a glance, and no others.
func TestReadmeAtAGlance(t *testing.T) {
	const page, readme = "../../../docs/benchmarks.md", "../../../README.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want, err := glance(string(text))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	if *update {
		p, err := openPage(readme)
		if err == nil {
			err = p.write(want)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	front, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(front), want) {
		t.Errorf("%s does not show the figures of %s; see -update:\n%s", readme, page, want)
	}
}

func TestGlance(t *testing.T) {
	facts := []fact{{"date", "today"}, {"machine", "a big one"}}
	var tables []table
	for _, c := range glimpses() {
		tables = append(tables, table{title: c.table, heads: []string{"tool", c.unless, c.column}, rows: [][]string{{"wrk", "1", "2.50 (2.0–3.1)"}, {"hey", unknown, "1"}}})
	}
	got, err := glance(beginMark + "\n" + markdown(facts, tables))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Measured today on a big one:", "| wrk | 2.50 | 2.50 |", "| hey | – | – |", "| k6 | – |"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %q in it", got, want)
		}
	}
	if _, err := glance("### Closed loop\n"); err == nil {
		t.Error("a page without tables has a table at a glance")
	}
}
