package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// costs makes a reading of a client that sends at a rate.
func costs(cpu time.Duration, rate float64) reading { return reading{cpu: cpu, rate: rate} }

func TestTable(t *testing.T) {
	o := options{rounds: 3, length: time.Second, tools: []string{"matchday-exact", "wrk", "h2load", "vegeta", "hey"}, only: []string{"open"}}
	at5000 := measurement{open, 5000}
	r := newResults()
	for _, cpu := range []time.Duration{4000, 6000, 5000} {
		r.add(at5000, "matchday-exact", costs(cpu, 5000), nil)
	}
	r.add(at5000, "wrk", reading{}, errors.New("has no rate"))
	r.add(at5000, "h2load", costs(10*us, 4990), nil)
	r.add(at5000, "vegeta", costs(2*us, 4000), nil) // the cheapest, but it did not send
	r.add(at5000, "hey", costs(25*us, 4900), nil)
	r.add(at5000, "hey", reading{}, errors.Join(errors.New("one"), errors.New("two")))

	got := r.tables(o)[0]
	want := [][]string{
		{"matchday-exact", "5.00 (4.00–6.00)", "0.500×", "5000 (5000–5000)"},
		{"wrk", "–", "–", "–"},
		{"h2load", "10.0", "1.00×", "4990"},
		{"vegeta", "2.00", "–", "4000"},
		{"hey", "25.0", "2.50×", "4900"},
	}
	if !slices.EqualFunc(got.rows, want, slices.Equal[[]string]) {
		t.Errorf("rows %q\nwant %q", got.rows, want)
	}
	notes := []string{"wrk: has no rate", "hey: 1 of 2 rounds came to nothing: one; two"}
	if !slices.Equal(got.notes, notes) {
		t.Errorf("notes %q; want %q", got.notes, notes)
	}
}

// The closed loop is run for memory alone, too, but then has no table.
func TestTablesAskedFor(t *testing.T) {
	check := func(want int, only ...string) {
		t.Helper()
		o := options{length: time.Second, only: only}
		if got := len(newResults().tables(o)); got != want {
			t.Errorf("%q: %d tables; want %d", only, got, want)
		}
	}
	check(8)
	check(1, "memory")
	check(2, "memory", "closed")
	check(3, "punctual")
}

func TestTruthIsTheFirstRow(t *testing.T) {
	o := options{length: 5 * time.Second, only: []string{"freeze"}}
	got := newResults().tables(o)[0]
	if want := "truth 50.0 50.0 950 1050 0 100"; strings.Join(got.rows[0], " ") != want {
		t.Errorf("%q; want %q", got.rows[0], want)
	}
	if want := "A freeze of 1s in a run of 15s, 1000/s"; got.title != want {
		t.Errorf("%q; want %q", got.title, want)
	}
}

func TestRendered(t *testing.T) {
	facts := []fact{{"kernel", "Linux 6.1_x"}}
	tables := []table{{title: "T", about: "A.", heads: []string{"tool", "µs"}, rows: [][]string{{"wrk", "9.8"}, {"p99_ms", "10.0 (9–11)"}}, notes: []string{"hey: a|b"}}}
	const wantMarkdown = `- kernel: Linux 6.1\_x

### T

A.

| tool   |          µs |
|:-------|------------:|
| wrk    |         9.8 |
| p99_ms | 10.0 (9–11) |

- hey: a\|b
`
	if got := markdown(facts, tables); got != wantMarkdown {
		t.Errorf("got\n%s\nwant\n%s", got, wantMarkdown)
	}
	const wantTerminal = `kernel   Linux 6.1_x

T
A.

 tool             µs 
 wrk             9.8 
 p99_ms  10.0 (9–11) 
  hey: a|b
`
	if got := terminal(facts, tables); got != wantTerminal {
		t.Errorf("got\n%s\nwant\n%s", got, wantTerminal)
	}
}
