package experiment

import (
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/procfs"
	"golang.org/x/sys/unix"
)

// processTime returns the processor time that the process has used.
func processTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// throttled returns for how long the container was kept from running; 0 where
// there is no such limit.
func throttled() time.Duration {
	text, err := os.ReadFile("/sys/fs/cgroup/cpu.stat")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "throttled_usec "); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			return time.Duration(n) * time.Microsecond
		}
	}
	return 0
}

// descriptors returns how many file descriptors are in use and allowed, 0 where
// unknown.
func descriptors() (used, limit int) {
	p, err := procfs.Self()
	if err != nil {
		return 0, 0
	}
	used, err = p.FileDescriptorsLen()
	if err != nil {
		return 0, 0
	}
	var r unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &r) != nil {
		return used, 0
	}
	return used, int(min(r.Cur, 1<<30))
}

// sourcePorts returns how many TCP source ports are taken, those waiting to be
// free again included, and how many there are; 0 where unknown.
func sourcePorts() (taken, all int) {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return 0, 0
	}
	stat, err := fs.NetSockstat()
	if err != nil {
		return 0, 0
	}
	for _, p := range stat.Protocols {
		if p.Protocol == "TCP" && p.TW != nil {
			taken = p.InUse + *p.TW
		}
	}
	bounds, err := fs.SysctlInts("net.ipv4.ip_local_port_range")
	if err != nil || len(bounds) != 2 {
		return taken, 0
	}
	return taken, bounds[1] - bounds[0] + 1
}
