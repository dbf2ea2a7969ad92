package targets

import (
	"time"

	"github.com/prometheus/procfs"
)

// ticks is how many there are in a second of the processor times in /proc. It is
// the same on every machine.
const ticks = 100

// usageOf returns what a process uses, with the processor time of its children
// that it has waited for; nothing if it cannot be seen.
func usageOf(pid int) Usage {
	proc, err := procfs.NewProc(pid)
	if err != nil {
		return Usage{}
	}
	stat, err := proc.Stat()
	if err != nil {
		return Usage{}
	}
	files, _ := proc.FileDescriptorsLen() // of another user's process they cannot be counted
	used := int64(stat.UTime) + int64(stat.STime) + int64(stat.CUTime) + int64(stat.CSTime)
	return Usage{
		CPU: time.Duration(used) * (time.Second / ticks), RSS: int64(stat.ResidentMemory()),
		Threads: int64(stat.NumThreads), Descriptors: int64(files),
	}
}
