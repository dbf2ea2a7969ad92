package targets

import (
	"time"

	"github.com/prometheus/procfs"
)

// usage returns the processor time and the resident memory of a process, zero
// if it cannot be seen.
func usage(pid int) (cpu time.Duration, rss int64) {
	proc, err := procfs.NewProc(pid)
	if err != nil {
		return 0, 0
	}
	stat, err := proc.Stat()
	if err != nil {
		return 0, 0
	}
	return time.Duration(stat.CPUTime() * float64(time.Second)), int64(stat.ResidentMemory())
}
