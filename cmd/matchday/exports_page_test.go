package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exportsPage shows what the exports look like.
const exportsPage = "../../docs/exports.md"

// Every command on the page on exports is run, one after the other, and what
// stands below it is what it writes.
func TestExportsPage(t *testing.T) {
	skipUnderRace(t)
	text, err := os.ReadFile(exportsPage)
	if err != nil {
		t.Fatal(err)
	}
	dir, path := t.TempDir(), beside(t)
	page := regexp.MustCompile("(?s)```console\n(.*?)```").ReplaceAllStringFunc(string(text), func(block string) string {
		var shown strings.Builder
		for _, line := range consoleCommands(block) {
			c := exec.CommandContext(t.Context(), "sh", "-e", "-c", line)
			c.Dir, c.Env = dir, append(os.Environ(), "PATH="+path+":"+os.Getenv("PATH"))
			out, err := c.Output()
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			shown.WriteString("$ " + line + regexp.MustCompile(` +\n`).ReplaceAllString(string(out), "\n"))
		}
		return "```console\n" + shown.String() + "```"
	})
	if *update {
		if err := os.WriteFile(exportsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if page != string(text) {
		t.Errorf("docs/exports.md is not what its commands write: run go test ./cmd/matchday -run ExportsPage -update and look at the difference")
	}
}

// consoleCommands returns the commands of a block, each of which begins with a
// dollar sign and goes on behind a backslash.
func consoleCommands(block string) []string {
	var all []string
	more := false
	for line := range strings.Lines(block) {
		command, begins := strings.CutPrefix(line, "$ ")
		switch {
		case begins:
			all = append(all, command)
		case more:
			all[len(all)-1] += line
		default:
			continue
		}
		more = strings.HasSuffix(line, "\\\n")
	}
	return all
}

// beside returns a directory with the program in it, the benchstat of this module,
// and a vegeta that does no more than see that it is fed.
func beside(t *testing.T) string {
	t.Helper()
	dir := filepath.Dir(itself(t))
	benchstat, err := exec.CommandContext(t.Context(), "go", "tool", "-n", "benchstat").Output() // built, and where it is
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"benchstat": "exec " + strings.TrimSpace(string(benchstat)) + ` "$@"`, "vegeta": "exec grep -c code"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
