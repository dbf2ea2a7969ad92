package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchday/results"
)

// A program is the real program as a process, with a store of its own and a
// seed by which the targets it starts can be found among all processes.
type program struct {
	*exec.Cmd
	t      *testing.T
	store  string
	seed   string
	stderr bytes.Buffer
}

// start starts a run of a quarter of a minute, which no test lets come to its
// end, with the further flags.
func start(t *testing.T, flags ...string) *program {
	t.Helper()
	link := itself(t)
	p := &program{t: t, store: filepath.Join(t.TempDir(), "runs"), seed: strconv.Itoa(1_000_000 + os.Getpid())}
	args := []string{"run", "--rate", "50/s", "--duration", "15s", "--seed", p.seed, "--store", p.store, "--bulkhead", "20/20"}
	p.Cmd = exec.Command(link, append(args, flags...)...)
	p.Cmd.Stderr = &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// rows returns how many windows have been stored.
func (p *program) rows() int {
	files, _ := filepath.Glob(filepath.Join(p.store, "*", "trials", "*", "timeline.csv"))
	n := 0
	for _, f := range files {
		text, _ := os.ReadFile(f)
		n += max(0, strings.Count(string(text), "\n")-1)
	}
	return n
}

// targets returns the processes of the targets that the program has started.
func (p *program) targets() []int {
	var pids []int
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range files {
		text, _ := os.ReadFile(f)
		args := strings.Split(string(text), "\x00")
		if len(args) > 2 && args[1] == "target" && strings.Contains(string(text), "\x00"+p.seed+"\x00") {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(f)))
			pids = append(pids, pid)
		}
	}
	return pids
}

// running waits until the program has stored something.
func (p *program) running() {
	p.t.Helper()
	await(p.t, "windows are stored", func() bool { return p.rows() >= 3 })
	if len(p.targets()) != 1 {
		p.t.Fatalf("%d targets run, want 1", len(p.targets()))
	}
}

// ended waits for the program and returns its exit code, −1 for a signal.
func (p *program) ended() int {
	p.t.Helper()
	done := make(chan struct{})
	go func() { _ = p.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		p.t.Fatal("the program does not end")
	}
	await(p.t, "no target is left", func() bool { return len(p.targets()) == 0 })
	return p.ProcessState.ExitCode()
}

// partial loads what was stored and checks that the windows are there and that
// the run says it is not whole.
func (p *program) partial(windows int) *results.Run {
	p.t.Helper()
	path, err := results.Store{Dir: p.store}.Find("latest")
	if err != nil {
		p.t.Fatal(err)
	}
	run, err := results.Load(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if run.Status == results.Complete {
		p.t.Errorf("the run is called %s", run.Status)
	}
	rows, err := run.Trials[0].Timeline()
	if err != nil || len(rows) < windows {
		p.t.Errorf("%d windows, %v; want the %d that were stored at least", len(rows), err, windows)
	}
	return run
}

func TestInterrupted(t *testing.T) {
	p := start(t)
	p.running()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d; %s", code, exitInterrupted, &p.stderr)
	}
	run := p.partial(3)
	// What was under way and what never came are both accounted for.
	a := run.Trials[0].Account
	if got := a.Users; got < 600 || a.NotReached == 0 {
		t.Errorf("%d users, %d of them not reached; want all of some 750, and most not reached", got, a.NotReached)
	}
}

func TestKilled(t *testing.T) {
	p := start(t)
	p.running()
	stored := p.rows()
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.ended()
	p.partial(stored)
}

func TestTargetDies(t *testing.T) {
	p := start(t)
	p.running()
	if err := syscall.Kill(p.targets()[0], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if run := p.partial(3); !strings.Contains(run.Trials[0].Error, "killed") {
		t.Errorf("the trial's error is %q, want what became of the target", run.Trials[0].Error)
	}
	if !strings.Contains(p.stderr.String(), "target 20/20") {
		t.Errorf("the program says %q, want which target", &p.stderr)
	}
}

func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("none", disk, "tmpfs", 0, "size=160k"); err != nil {
		t.Skipf("a small disk cannot be had: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	p := start(t, "--store", disk, "--samples", "--rate", "400/s")
	p.store = disk
	if code := p.ended(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	for _, want := range []string{"cannot store", "no space left"} {
		if !strings.Contains(p.stderr.String(), want) {
			t.Errorf("the program says %q, want %q in it", &p.stderr, want)
		}
	}
	p.partial(1)
}

// A service of one's own goes with the program however that ends, even if it has
// left the process group and heeds no parent.
func TestOwnServiceIsLeftByNobody(t *testing.T) {
	for _, how := range []os.Signal{os.Interrupt, os.Kill} {
		t.Run(how.String(), func(t *testing.T) {
			dir := t.TempDir()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Link(self, filepath.Join(dir, "matchday")); err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprintf(`profile: hold 1/s 1s
client: {timeout: 500ms}
target:
  process:
    command: [sh, -c, 'setsid ./matchday target ps --seed %d --bulkhead {{.Name}} --listen 127.0.0.1:{{.Port}} & wait']
    url: "http://127.0.0.1:{{.Port}}/order"
variants: [20/20]
`, 1_000_000+os.Getpid())
			file := filepath.Join(dir, "shop.yaml")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			p := start(t, file)
			p.running()
			if err := p.Process.Signal(how); err != nil {
				t.Fatal(err)
			}
			p.ended()
			p.partial(3)
		})
	}
}
