package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Every row is whole: it has a name of its own, it is told the target, and
// where it cannot do something it says why.
func TestTools(t *testing.T) {
	k := task{url: "http://127.0.0.1:7/", rate: 5000, connections: 64, length: 5 * time.Second, dir: "/x"}
	var names []string
	for _, tool := range tools() {
		names = append(names, tool.name)
		if cannot := tool.open == nil || tool.told == nil; cannot != (tool.lacks != "") {
			t.Errorf("%s lacks %q, which does not fit what it can", tool.name, tool.lacks)
		}
		for _, m := range (options{length: k.length}).measurements() {
			c, ok := tool.command(m, k)
			if ok && !strings.Contains(c.stdin+strings.Join(c.args, " "), k.url) {
				t.Errorf("%s, %s: %q does not name the target", tool.name, m, c.args)
			}
		}
	}
	slices.Sort(names)
	if unique := slices.Compact(slices.Clone(names)); len(unique) != len(names) {
		t.Errorf("names %q are not unique", names)
	}
}

// Command lines of tools that are told a share of the rate, or a script.
func TestCommands(t *testing.T) {
	k := task{url: "http://127.0.0.1:7/", rate: 1000, connections: 64, length: 10 * time.Second, pause: pause{freeze: time.Second}, dir: "/x"}
	check := func(name, want string) {
		t.Helper()
		for _, tool := range tools() {
			c, ok := tool.command(measurement{freeze, k.rate}, k)
			if tool.name == name && (!ok || !strings.Contains(strings.Join(c.args, " ")+"\n"+c.stdin, want)) {
				t.Errorf("%s: %q, %q; want %q in it", name, c.args, c.stdin, want)
			}
		}
	}
	check("hey", "-z 10s -c 64 -q 15.625 http://127.0.0.1:7/")
	check("k6", "rate: 1000, timeUnit: '1s', preAllocatedVUs: 1264, maxVUs: 1264, duration: '10s'")
	check("vegeta", "-rate 1000/1s\nGET http://127.0.0.1:7/\n")
	check("matchday-exact", "run /dev/stdin --url http://127.0.0.1:7/ --duration 10s --quiet --json --store /x/runs --engine native --pacing exact --rate 1000/s")
	check("matchday-exact", "\narrivals: even\n")
	if c, _ := h2load().command(measurement{open, 1000}, k); !slices.Contains(c.args, "--rps=15.625") {
		t.Errorf("h2load: %q; want 1000/64 for each connection", c.args)
	}
	if _, ok := h2load().command(measurement{freeze, 1000}, k); ok {
		t.Error("h2load tells no percentiles, but is asked for them")
	}
}
