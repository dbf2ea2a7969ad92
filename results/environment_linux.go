package results

import (
	"github.com/prometheus/procfs"
	"golang.org/x/sys/unix"
)

// detectMachine fills in kernel, memory and processor.
func (e *Environment) detectMachine() {
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		e.Kernel = unix.ByteSliceToString(name.Release[:])
	}
	var system unix.Sysinfo_t
	if unix.Sysinfo(&system) == nil {
		e.Memory = int64(uint64(system.Totalram) * uint64(system.Unit))
	}
	proc, err := procfs.NewDefaultFS()
	if err != nil {
		return
	}
	// Some architectures have no model name; then it stays unknown.
	if cpus, err := proc.CPUInfo(); err == nil && len(cpus) > 0 {
		e.CPUModel = cpus[0].ModelName
	}
}
