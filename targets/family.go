package targets

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// A launch is what it takes to start a family.
type launch struct {
	name    string // what errors call it
	command []string
	dir     string
	env     []string // name=value, besides what this process has in its own
	stdout  io.Writer
	stderr  io.Writer
	words   *tail         // where its last words are; it is among the writers
	guarded bool          // by [Guard], which passes on what is asked of it
	grace   time.Duration // between being asked to end and being killed
}

// A family is a child and whatever it starts. It is ended and reaped whatever
// happens. It runs in a process group of its own, so that what the child starts
// ends with it and an interrupt from the terminal reaches only the parent, which
// decides.
type family struct {
	launch
	cmd   *exec.Cmd
	stdin io.Closer // the pipe that tells the child that its parent lives
	meter usageMeter

	asked atomic.Bool // to end
	stop  func() error
	done  chan struct{}
	err   error // why it ended by itself; read only once done is closed
}

// start starts a command.
func start(l launch) (*family, error) {
	f := &family{launch: l, cmd: exec.Command(l.command[0], l.command[1:]...), done: make(chan struct{})}
	f.cmd.Stdout, f.cmd.Stderr = l.stdout, l.stderr
	f.cmd.WaitDelay = l.grace // for what the child started and left behind with its pipes
	f.cmd.Dir = l.dir
	f.cmd.Env = append(f.cmd.Environ(), l.env...)
	ownGroup(f.cmd)
	stdin, err := f.cmd.StdinPipe()
	if err != nil {
		return nil, f.errorf("%w", err)
	}
	if err := f.cmd.Start(); err != nil {
		return nil, f.errorf("%w", err)
	}
	f.stdin = stdin
	f.stop = sync.OnceValue(f.end)
	go f.reap()
	return f, nil
}

// reap waits for the child, which must be done even if nobody cares.
func (f *family) reap() {
	err := f.cmd.Wait()
	if !f.asked.Load() {
		f.err = f.obituary(err)
	}
	close(f.done)
}

func (f *family) obituary(err error) error {
	cause := "ended with status 0"
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		cause = "ended with " + err.Error()
	}
	return f.errorf("%s%s", cause, lastWords(f.words))
}

// lastWords ends a sentence about somebody with what they said last.
func lastWords(t *tail) string {
	words := t.String()
	if words == "" {
		return ", without a word"
	}
	return "; its last words:\n" + words
}

// end asks the child to end, and kills it if it does not.
func (f *family) end() error {
	select {
	case <-f.done: // its number may be another's by now
		return nil
	default:
	}
	f.asked.Store(true)
	f.stdin.Close()
	if !f.guarded {
		terminate(f.cmd.Process)
	}
	late := time.NewTimer(f.grace)
	defer late.Stop()
	select {
	case <-f.done:
		return nil
	case <-late.C:
	}
	kill(f.cmd.Process)
	<-f.done
	return f.errorf("had to be killed, it did not end within %v of being asked", f.grace)
}

// death returns why the child ended by itself, or nil.
func (f *family) death() error {
	select {
	case <-f.done:
		return f.err
	default:
		return nil
	}
}

// usage returns what the family uses, nothing once its child has ended.
func (f *family) usage() Usage {
	select {
	case <-f.done:
		return Usage{}
	default:
		return f.meter.read(f.cmd.Process.Pid, f.guarded)
	}
}

func (f *family) errorf(format string, args ...any) error {
	return fmt.Errorf("target %q: "+format, append([]any{f.name}, args...)...)
}
