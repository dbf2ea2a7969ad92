package main

import (
	"path/filepath"
	"strconv"
)

// matchday returns the rows of the program that this one belongs to: the same
// program with each way of sending that it has.
func matchday() []tool {
	var out []tool
	for _, way := range []struct {
		name  string
		flags []string
	}{
		{"matchday-exact", []string{"--engine", "native", "--pacing", "exact"}},
		{"matchday-batched", []string{"--engine", "native", "--pacing", "batched"}},
		{"matchday-vegeta", []string{"--engine", "vegeta"}},
	} {
		out = append(out, tool{
			name: way.name, program: "matchday", version: []string{"version"}, told: toldByMatchday,
			closed: func(t task) call {
				return matchdayCall(t, way.flags, "--rate", "max", "--connections", strconv.Itoa(t.connections))
			},
			open: func(t task) call { return evenly(matchdayCall(t, way.flags, "--rate", t.perSecond()+"/s")) },
		})
	}
	return out
}

// matchdayCall stores the run and prints all of it, as a user's would.
func matchdayCall(t task, way []string, how ...string) call {
	args := []string{"run", "--url", t.url, "--duration", t.length.String(), "--quiet", "--json", "--store", filepath.Join(t.dir, "runs")}
	return call{args: append(append(args, way...), how...)}
}

// evenly makes users come at equal distances. A run by flags alone spaces them
// at random, as users are, and there is no flag for it: a file has to say so.
func evenly(c call) call {
	c.stdin = "name: even\narrivals: even\nseed: 1\nrounds: 1\nclient:\n  timeout: 10s\n"
	c.args = append([]string{"run", "/dev/stdin"}, c.args[1:]...)
	return c
}
