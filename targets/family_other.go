//go:build !unix

package targets

import (
	"context"
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

// There is no asking here; the end of its standard input has to be enough.
func terminate(*os.Process) {}

func kill(p *os.Process) { p.Kill() }

// shellCommand returns the command that has the shell run a line.
func shellCommand(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "cmd", "/C", line)
}
