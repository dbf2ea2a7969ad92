//go:build unix

package targets

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// A negative number addresses the whole group, whose number is its leader's. An
// error says that there is nobody left, which is what was wanted.

func terminate(leader *os.Process) { syscall.Kill(-leader.Pid, syscall.SIGTERM) }

func kill(leader *os.Process) { syscall.Kill(-leader.Pid, syscall.SIGKILL) }

// shellCommand returns the command that has the shell run a line.
func shellCommand(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", line)
}
