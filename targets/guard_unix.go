//go:build unix

package targets

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// canGuard tells whether [Guard] does anything on this system.
const canGuard = true

// killEvery is how often those are killed who are still there after the time of
// grace: one of them may have started another meanwhile.
const killEvery = 10 * time.Millisecond

// Guard starts a command and returns once it has ended, and with it everything
// that came of it, how far ever it went: into the background, out of the
// process group, away from its parent. When the command ends or ctx does, who is
// left is asked to end, and killed after a time of grace.
//
// It returns how the command ended as a shell would: its exit status, or 128 and
// the number of the signal that killed it.
//
// It is to be all that a process does, between a service and somebody who starts
// it: it waits for every child the process has and takes in orphans. With
// [UntilParentEnds] a service ends even if who started it is killed. The
// command's streams must be files or nil: nobody copies them. Only Linux tells
// who came of whom; elsewhere those who leave the process group get away.
func Guard(ctx context.Context, cmd *exec.Cmd, grace time.Duration) (status int, err error) {
	defer runtime.UnlockOSThread() // which startWard may have locked
	if err := adopt(); err != nil {
		return 0, err
	}
	if err := startWard(cmd); err != nil {
		return 0, err
	}
	w := ward{leader: cmd.Process.Pid, ended: make(chan int, 1), all: make(chan struct{})}
	go w.reap()
	select {
	case status = <-w.ended:
	case <-ctx.Done():
	}
	w.sweep(grace)
	select {
	case status = <-w.ended:
	default: // it was read above
	}
	return status, nil
}

// A ward is what a guard guards.
type ward struct {
	leader int
	ended  chan int      // how the leader ended; has room for it
	all    chan struct{} // closed when nobody is left
}

// reap waits for every child, whoever brought it here, until there is none.
func (w ward) reap() {
	defer close(w.all)
	for {
		var how syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &how, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return // there is nobody left to wait for
		case pid == w.leader:
			w.ended <- shellStatus(how)
		}
	}
}

// shellStatus returns how a process ended, as one number.
func shellStatus(how syscall.WaitStatus) int {
	if how.Signaled() {
		return 128 + int(how.Signal())
	}
	return how.ExitStatus()
}

// sweep ends whoever is left.
func (w ward) sweep(grace time.Duration) {
	tell(w.leader, syscall.SIGTERM)
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-w.all:
		return
	case <-late.C:
	}
	again := time.NewTicker(killEvery)
	defer again.Stop()
	for {
		tell(w.leader, syscall.SIGKILL)
		select {
		case <-w.all:
			return
		case <-again.C:
		}
	}
}
