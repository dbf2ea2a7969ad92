package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// ordinary returns a job in an empty folder, on a core that there is.
func ordinary(t *testing.T, script string) job {
	t.Helper()
	var allowed unix.CPUSet
	if err := unix.SchedGetaffinity(0, &allowed); err != nil {
		t.Fatal(err)
	}
	cpu := 0
	for !allowed.IsSet(cpu) {
		cpu++
	}
	return job{args: []string{"/bin/sh", "-c", script}, stdin: "in", cpu: cpu, dir: t.TempDir(), limit: time.Minute}
}

func TestJob(t *testing.T) {
	j := ordinary(t, "cat; grep Cpus_allowed_list /proc/self/status >cores")
	_, err := j.run(t.Context())
	said, _ := os.ReadFile(filepath.Join(j.dir, "stdout"))
	if err != nil || string(said) != "in" {
		t.Errorf("%q, %v; want what it read", said, err)
	}
	cores, _ := os.ReadFile(filepath.Join(j.dir, "cores"))
	if list := strings.Fields(string(cores)); len(list) != 2 || strings.ContainsAny(list[1], ",-") {
		t.Errorf("%q; want one core", cores)
	}
}

func TestJobThatFails(t *testing.T) {
	check := func(script, want string) {
		t.Helper()
		if _, err := ordinary(t, script).run(t.Context()); err == nil || err.Error() != want {
			t.Errorf("%q: %v; want %s", script, err, want)
		}
	}
	check("exit 3", "exit status 3")
	check("echo out; echo first >&2; echo wrong flag >&2; exit 2", "exit status 2: wrong flag")
	check("echo no such host; exit 1", "exit status 1: no such host")
}

func TestJobIsKilled(t *testing.T) {
	j := ordinary(t, "sleep 600")
	j.limit = time.Millisecond
	if _, err := j.run(t.Context()); err == nil || err.Error() != "killed after 1ms" {
		t.Errorf("%v; want it to be killed", err)
	}
}

// What a job has started ends with it: a pipe ends when nobody is left who
// could write into it.
func TestJobLeavesNothingBehind(t *testing.T) {
	j := ordinary(t, "sleep 600 >pipe & sleep 600")
	pipe := filepath.Join(j.dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := j.run(ctx)
		ended <- err
	}()
	r, err := os.Open(pipe) // when the job has opened its side
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cancel()
	if _, err := io.ReadAll(r); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want that it was cancelled", err)
	}
}

func TestPeakMemory(t *testing.T) {
	if _, err := os.Stat(accountant); err != nil {
		t.Skip(err)
	}
	j := ordinary(t, "true")
	j.peak = true
	b, err := j.run(t.Context())
	if err != nil || b.memory <= 0 {
		t.Errorf("%+v, %v; want some memory", b, err)
	}
	j.args = []string{"/bin/sh", "-c", "exit 4"}
	if _, err := j.run(t.Context()); err == nil || err.Error() != "exit status 4" {
		t.Errorf("%v; want the tool's own exit status", err)
	}
}
