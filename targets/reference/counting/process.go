//go:build unix

package counting

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A process is a worker seen by the crew. It ends when its standard input does,
// also if the crew's process is killed, because nobody else holds that pipe.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   io.ReadCloser
	words strings.Builder // what it said on its standard error
}

// start starts a worker.
func start(o Options, counter *os.File) (*process, error) {
	arguments := append(o.Command[1:len(o.Command):len(o.Command)], o.Job.Args()...)
	p := &process{cmd: exec.Command(o.Command[0], arguments...)}
	p.cmd.ExtraFiles = []*os.File{counter}
	p.cmd.Stderr = &p.words
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	return p, nil
}

// ready waits for the worker to say that it is, and ends one that does not.
func (p *process) ready() error {
	var a answer
	if err := binary.Read(p.out, binary.LittleEndian, &a); err != nil {
		p.end()
		return fmt.Errorf("worker %q: ended before it was ready: %s", strings.Join(p.cmd.Args, " "), strings.TrimSpace(p.words.String()))
	}
	return nil
}

// Args returns the flags by which a worker is told its job.
func (j Job) Args() []string {
	return []string{"--width", strconv.Itoa(j.Width), "--locked=" + strconv.FormatBool(!j.Unlocked)}
}

// ask has the worker count for one request. If the context ends first the worker
// is killed, which is the only way to interrupt it.
func (p *process) ask(ctx context.Context, hold time.Duration) (a answer, err error) {
	defer context.AfterFunc(ctx, func() { p.cmd.Process.Kill() })()
	if err := binary.Write(p.in, binary.LittleEndian, int64(hold)); err != nil {
		return a, err
	}
	err = binary.Read(p.out, binary.LittleEndian, &a)
	return a, err
}

// end ends the worker and reaps it.
func (p *process) end() {
	p.in.Close()
	p.cmd.Process.Kill()
	p.cmd.Wait() // its status is of no interest: it was killed, or died as told
}
