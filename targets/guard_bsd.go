//go:build unix && !linux

package targets

import (
	"os/exec"
	"syscall"
)

// Orphans cannot be taken in here. Those that stay in the group are found.
func adopt() error { return nil }

func startWard(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd.Start()
}

// tell sends a signal to the group of what is guarded.
func tell(leader int, signal syscall.Signal) { _ = syscall.Kill(-leader, signal) }
