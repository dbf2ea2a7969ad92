package targets

import (
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// adopt has every process below this one whose parent ends become a child of
// this one, instead of the system's first process. So none of them gets lost,
// wherever it goes.
func adopt() error { return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// startWard starts what is guarded. Should this process be killed, so is that.
// The kernel takes the end of the thread that started it for this, which is why
// the caller stays on the thread.
func startWard(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return cmd.Start()
}

// tell sends a signal to everybody below this process.
func tell(_ int, signal syscall.Signal) {
	for _, pid := range descendants(unix.Getpid()) {
		_ = syscall.Kill(pid, signal) // one that is gone needs none
	}
}
