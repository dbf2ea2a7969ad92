package main

import "testing"

func TestTicks(t *testing.T) {
	before, err := parseTicks("cpu  100 0 50 800 10 0 5 35 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n")
	if want := (ticks{all: 1000, stolen: 35}); before != want || err != nil {
		t.Fatalf("%v, %v; want %v: guests are in user time already", before, err, want)
	}
	after := ticks{all: 1400, stolen: 45}
	if got := after.since(before); got != 10./400 {
		t.Errorf("%v stolen; want %v", got, 10./400)
	}
	if got := before.since(before); got != 0 {
		t.Errorf("%v stolen in no time; want 0", got)
	}
	for _, stat := range []string{"", "cpu 1 2 3", "cpu0 1 2 3 4 5 6 7 8", "cpu 1 2 3 4 5 6 7 x"} {
		if got, err := parseTicks(stat); err == nil {
			t.Errorf("%q: %v; want an error", stat, got)
		}
	}
}

func TestVersionIn(t *testing.T) {
	for text, want := range map[string]string{
		"nginx version: nginx/1.22.1\n":                            "1.22.1",
		"wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012\nUsage:": "4.1.0-3+b2",
		"h2load nghttp2/1.52.0\n":                                  "1.52.0",
		"matchday c05cfd9-dirty go1.26.8 linux/amd64\n":            "c05cfd9-dirty",
		"no idea": "unknown",
	} {
		if got := versionIn(text); got != want {
			t.Errorf("%q: %q; want %q", text, got, want)
		}
	}
}

func TestProcessor(t *testing.T) {
	if got := processor("processor\t: 0\nmodel name\t: Abacus 9: fast\nmodel name\t: other\n"); got != "Abacus 9: fast" {
		t.Errorf("%q", got)
	}
	if got := processor(""); got != "unknown processor" {
		t.Errorf("%q", got)
	}
}
