package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// A recorderProcess is this program, called as a recording server.
type recorderProcess struct {
	command *exec.Cmd
	end     io.Closer // closing it ends the server
	out     *bufio.Reader
	url     string
}

// startRecorder starts a server on one core. It has served when recording
// is called.
func startRecorder(ctx context.Context, cpu int, args ...string) (*recorderProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := command(ctx, append([]string{self, recordVerb}, args...)...)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := start(c, cpu); err != nil {
		return nil, err
	}
	r := &recorderProcess{command: c, end: in, out: bufio.NewReader(out)}
	line, err := r.out.ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("recorder: %w", err), stop(c))
	}
	port, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("recorder: port %q: want a number", line), stop(c))
	}
	r.url = fmt.Sprintf("http://127.0.0.1:%d/", port)
	return r, nil
}

// recording ends the server and returns what it saw.
func (r *recorderProcess) recording() (recording, error) {
	var out recording
	r.end.Close()
	err := json.NewDecoder(r.out).Decode(&out)
	return out, errors.Join(err, r.command.Wait())
}
