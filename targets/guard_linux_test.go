package targets

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// A worker that has left the group and heeds no signal ends all the same: with
// the service.
func TestGuardFindsEverybody(t *testing.T) {
	p := playing(t, "employer")
	p.Ready, p.Grace, p.Guard = Ready{Within: patience}, 50*time.Millisecond, []string{os.Args[0], guarding}
	target, err := p.Apply(t.Context(), bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	// The guard, the employer and its worker.
	await(t, "three processes", func() bool { return len(descendants(os.Getpid())) == 3 })
	if err := target.Close(); err != nil {
		t.Error(err)
	}
	alone(t)
}

// So it does when the parent of all is killed.
func TestGuardOutlivesNobody(t *testing.T) {
	guard := exec.Command(os.Args[0], guarding, "50ms", "--", os.Args[0], "--listen", "127.0.0.1:0")
	guard.Env = append(os.Environ(), kind+"=employer", untethered+"=yes")
	parent, err := guard.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := guard.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "three processes", func() bool { return len(descendants(os.Getpid())) == 3 })
	below := descendants(guard.Process.Pid)
	parent.Close() // as the system does when the parent is killed
	guard.Wait()
	for _, pid := range below {
		if syscall.Kill(pid, 0) == nil {
			t.Errorf("process %d is left", pid)
		}
	}
}
