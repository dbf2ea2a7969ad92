package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	check := func(want string, args ...string) {
		t.Helper()
		o, err := parseOptions(args, io.Discard)
		got := fmt.Sprintf("%d x %s of %d tools, %d measurements", o.rounds, o.length, len(o.chosen()), len(o.measurements()))
		if err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", args, got, err, want)
		}
	}
	check("5 x 5s of 11 tools, 7 measurements")
	check("2 x 1s of 11 tools, 7 measurements", "--quick")
	check("7 x 1s of 2 tools, 1 measurements", "--quick", "--rounds", "7", "--tools", "wrk,hey", "--only", "memory")
	check("2 x 3s of 11 tools, 4 measurements", "--quick", "--duration", "3s", "--only", "punctual,freeze")
}

func TestOptionsRefused(t *testing.T) {
	check := func(want string, args ...string) {
		t.Helper()
		if _, err := parseOptions(args, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", args, err, want)
		}
	}
	check(`--tools "ab": want one of matchday-exact`, "--tools", "wrk,ab")
	check(`--only "speed": want one of closed, open`, "--only", "speed")
	check(`--rounds 0`, "--rounds", "0")
	check(`--duration "1.5s": want whole seconds`, "--duration", "1500ms")
	check(`--duration "1h0m0s"`, "--duration", "1h")
	check(`--cpus "1": want two`, "--cpus", "1")
	check(`--cpus "1,1": want two`, "--cpus", "1,1")
	check(`"wrk": want flags only`, "wrk")
}
