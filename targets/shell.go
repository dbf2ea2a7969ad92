package targets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// shell runs a command line and returns what it printed to its standard output.
// When the context ends, so do the command and whatever is in its process group.
func shell(ctx context.Context, dir, line string) (string, error) {
	var answer strings.Builder
	words := new(tail)
	cmd := shellCommand(ctx, line)
	cmd.Dir = dir
	cmd.Stdout = io.MultiWriter(&cappedWriter{to: &answer, room: longestAnswer}, words)
	cmd.Stderr = words
	ownGroup(cmd)
	cmd.Cancel = func() error { kill(cmd.Process); return nil }
	// A command may start something that goes on and holds on to its streams; a
	// step is over when the command is.
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if err == nil || errors.Is(err, exec.ErrWaitDelay) {
		return answer.String(), nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return "", fmt.Errorf("%q: %w%s", line, err, lastWords(words))
}

// A cappedWriter passes on what there is room for and drops the rest.
type cappedWriter struct {
	to   io.Writer
	room int
}

func (c *cappedWriter) Write(p []byte) (int, error) {
	kept := p[:min(len(p), c.room)]
	c.room -= len(kept)
	if _, err := c.to.Write(kept); err != nil {
		return 0, err
	}
	return len(p), nil
}
