package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// accountant is GNU time. The kernel's account of a process begins before it
// becomes another program, so that the peak memory of whoever started it is in
// it too: this program's is larger than that of the smallest tools. GNU time is
// smaller than any.
const accountant = "/usr/bin/time"

// A job is a program to be run to its end.
type job struct {
	args  []string
	stdin string
	cpu   int
	dir   string        // for its files: what it prints, and what it leaves behind
	limit time.Duration // after which it is killed
	peak  bool          // account for its memory
}

// A bill is what a program cost.
type bill struct {
	cpu    time.Duration // user and system, of the whole process from start to end
	memory int64         // peak resident bytes, 0 if it was not accounted for
}

// run runs the job on its core. Everything that it started has ended when run
// returns.
func (j job) run(ctx context.Context) (bill, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, j.limit, fmt.Errorf("killed after %s", j.limit))
	defer cancel()
	args := j.args
	if j.peak {
		args = append([]string{accountant, "--quiet", "--format", "%M", "--output", j.file("peak")}, args...)
	}
	c := command(ctx, args...)
	c.Dir = j.dir
	c.Stdin = strings.NewReader(j.stdin)
	closeOutput, err := j.redirect(c)
	if err != nil {
		return bill{}, err
	}
	err = start(c, j.cpu)
	if err == nil {
		err = c.Wait()
	}
	closeOutput()
	if err != nil {
		return bill{}, j.explain(ctx, err)
	}
	b := bill{cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime()}
	if j.peak {
		b.memory, err = j.memory()
	}
	return b, err
}

func (j job) file(name string) string { return filepath.Join(j.dir, name) }

// redirect sends what the program prints to files: to read a pipe would take
// time from the server while it is measured.
func (j job) redirect(c *exec.Cmd) (closeOutput func(), err error) {
	out, err := os.Create(j.file("stdout"))
	if err != nil {
		return nil, err
	}
	diagnostics, err := os.Create(j.file("stderr"))
	if err != nil {
		out.Close()
		return nil, err
	}
	c.Stdout, c.Stderr = out, diagnostics
	return func() { out.Close(); diagnostics.Close() }, nil
}

// explain adds what the program said last to the way in which it ended.
func (j job) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, name := range []string{"stderr", "stdout"} {
		text, _ := os.ReadFile(j.file(name))
		if line := lastLine(string(text)); line != "" {
			return fmt.Errorf("%w: %s", err, line)
		}
	}
	return err
}

// memory reads what GNU time wrote.
func (j job) memory() (int64, error) {
	text, err := os.ReadFile(j.file("peak"))
	if err != nil {
		return 0, err
	}
	kilobytes, err := strconv.ParseInt(lastLine(string(text)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("peak memory %q: want kilobytes such as 5120", lastLine(string(text)))
	}
	return kilobytes << 10, nil
}

// command returns a command that ends, with everything it starts, when the
// context does; and itself when this process does, however that ends.
func command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = time.Second
	return c
}

// start starts the command on one core. A process inherits the cores of the
// thread that makes it, so this costs the process nothing, where taskset would
// have to be a program before it.
func start(c *exec.Cmd, cpu int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var own unix.CPUSet
	if err := unix.SchedGetaffinity(0, &own); err != nil {
		return fmt.Errorf("cores of this thread: %w", err)
	}
	if err := pin(0, cpu); err != nil {
		return err
	}
	return errors.Join(c.Start(), unix.SchedSetaffinity(0, &own))
}

// pin keeps a thread on one core; 0 is the calling one.
func pin(thread, cpu int) error {
	var one unix.CPUSet
	one.Set(cpu)
	if err := unix.SchedSetaffinity(thread, &one); err != nil {
		return fmt.Errorf("core %d: %w", cpu, err)
	}
	return nil
}

// pinSelf keeps the threads that this process has on one core, and with them
// those that they will make.
func pinSelf(cpu int) error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			continue // the kernel numbers its threads
		}
		if err := pin(id, cpu); err != nil && !errors.Is(err, unix.ESRCH) {
			return err
		}
	}
	return nil
}

// lastLine returns the last line with something in it, and not too much.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	line := []rune(strings.TrimSpace(lines[len(lines)-1]))
	const most = 160
	return string(line[:min(len(line), most)])
}

// stop ends a server by its process id, gently at first.
func stop(c *exec.Cmd) error {
	if err := c.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	kill := time.AfterFunc(3*time.Second, func() { _ = c.Cancel() })
	defer kill.Stop()
	err := c.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil // a server that was told to end has ended
	}
	return err
}
