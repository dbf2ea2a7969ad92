package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A stand is where blocks of shell are run with the real program in reach, and a
// compiler that builds nothing since it is built already.
type stand struct {
	bin string   // the programs that are in reach before all others
	dir string   // where they run
	env []string // besides what the test has
}

func newStand(t *testing.T) stand {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Link(self, filepath.Join(bin, "matchday")); err != nil {
		t.Fatal(err)
	}
	s := stand{bin, t.TempDir(), []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "GITHUB_ACTIONS=", "GITLAB_CI="}}
	s.tool(t, "go", "exit 0")
	return s
}

// tool puts a program of shell in reach.
func (s stand) tool(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.bin, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// bash runs a block as a pipeline does, and returns its output and exit code.
func (s stand) bash(t *testing.T, block string, env map[string]string) (string, int) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", block)
	c.Dir = s.dir
	c.Env = append(os.Environ(), s.env...)
	for name, value := range env {
		c.Env = append(c.Env, name+"="+value)
	}
	out, err := c.CombinedOutput()
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

func (s stand) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s stand) has(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if info, err := os.Stat(filepath.Join(s.dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not made: %v", name, err)
		}
	}
}
