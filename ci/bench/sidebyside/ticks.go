package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ticks are the machine's processor time since it started.
type ticks struct{ all, stolen uint64 }

// parseTicks reads the first line of /proc/stat: user, nice, system, idle,
// iowait, irq, softirq and steal. What follows is part of the first two.
func parseTicks(stat string) (ticks, error) {
	line, _, _ := strings.Cut(stat, "\n")
	fields := strings.Fields(line)
	if len(fields) < 9 || fields[0] != "cpu" {
		return ticks{}, fmt.Errorf("/proc/stat: %q: want cpu and at least eight numbers", line)
	}
	var t ticks
	for i, field := range fields[1:9] {
		n, err := strconv.ParseUint(field, 10, 64)
		if err != nil {
			return ticks{}, fmt.Errorf("/proc/stat: %q is not a number", field)
		}
		t.all += n
		if i == 7 {
			t.stolen = n
		}
	}
	return t, nil
}

// since returns the share of the time since then that was stolen, 0 if no time
// has passed.
func (t ticks) since(before ticks) float64 {
	if t.all <= before.all {
		return 0
	}
	return float64(t.stolen-before.stolen) / float64(t.all-before.all)
}

// versionWord is what follows a slash, as in nginx/1.22.1, or matchday's name.
var versionWord = regexp.MustCompile(`(?:/|matchday )(\S+)`)

// versionIn finds a version in what a program prints of itself.
func versionIn(text string) string {
	if m := versionWord.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return "unknown"
}

// processor returns the name of the first processor in /proc/cpuinfo.
func processor(cpuinfo string) string {
	for line := range strings.Lines(cpuinfo) {
		name, value, ok := strings.Cut(line, ":")
		if ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
