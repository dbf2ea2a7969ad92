package targets

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A process is a child that is ended and reaped whatever happens. It runs in a
// process group of its own, so that what it starts ends with it and an
// interrupt from the terminal reaches only the parent, which decides.
type process struct {
	name   string
	cmd    *exec.Cmd
	stdin  io.Closer // the pipe that tells the child that its parent lives
	stdout *firstLine
	stderr *tail
	grace  time.Duration

	asked atomic.Bool // to end
	stop  func() error
	done  chan struct{}
	err   error // why it ended by itself; read only once done is closed
}

// start starts a command. Between being asked to end and being killed it is
// left a time of grace.
func start(command []string, grace time.Duration) (*process, error) {
	p := &process{
		name:   strings.Join(command, " "),
		cmd:    exec.Command(command[0], command[1:]...),
		stdout: newFirstLine(),
		stderr: new(tail),
		grace:  grace,
		done:   make(chan struct{}),
	}
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stderr
	p.cmd.WaitDelay = grace // for what the child started and left behind with its pipes
	ownGroup(p.cmd)
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, p.errorf("%w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, p.errorf("%w", err)
	}
	p.stdin = stdin
	p.stop = sync.OnceValue(p.end)
	go p.reap()
	return p, nil
}

// reap waits for the child, which must be done even if nobody cares.
func (p *process) reap() {
	err := p.cmd.Wait()
	if !p.asked.Load() {
		p.err = p.obituary(err)
	}
	close(p.done)
}

func (p *process) obituary(err error) error {
	cause := "ended with status 0"
	if err != nil {
		cause = "ended with " + err.Error()
	}
	if words := p.stderr.String(); words != "" {
		return p.errorf("%s; its last words:\n%s", cause, words)
	}
	return p.errorf("%s, without a word", cause)
}

// end asks the child to end, and kills it if it does not.
func (p *process) end() error {
	select {
	case <-p.done: // its number may be another's by now
		return nil
	default:
	}
	p.asked.Store(true)
	p.stdin.Close()
	terminate(p.cmd.Process)
	late := time.NewTimer(p.grace)
	defer late.Stop()
	select {
	case <-p.done:
		return nil
	case <-late.C:
	}
	kill(p.cmd.Process)
	<-p.done
	return p.errorf("had to be killed, it did not end within %v of being asked", p.grace)
}

// firstWords returns the first line of the child's standard output.
func (p *process) firstWords(ctx context.Context) (string, error) {
	select {
	case line := <-p.stdout.line:
		return line, nil
	case <-p.done:
		return "", p.err
	case <-ctx.Done():
		return "", p.errorf("said nothing: %w", ctx.Err())
	}
}

// death returns why the child ended by itself, or nil.
func (p *process) death() error {
	select {
	case <-p.done:
		return p.err
	default:
		return nil
	}
}

func (p *process) errorf(format string, args ...any) error {
	return fmt.Errorf("target %q: "+format, append([]any{p.name}, args...)...)
}
