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

// stolen returns the processor time that the host has given to others, over all
// processors.
func stolen() time.Duration {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return 0
	}
	stat, err := fs.Stat()
	if err != nil {
		return 0
	}
	return seconds(stat.CPUTotal.Steal)
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

// sourcePorts returns how many TCP source ports are taken and how many there
// are, 0 where unknown. Ports of connections that have ended wait a minute to be
// free again, unless the kernel gives them away before; to loopback it usually
// does.
func sourcePorts(loopback bool) (taken, all int) {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return 0, 0
	}
	stat, err := fs.NetSockstat()
	if err != nil {
		return 0, 0
	}
	for _, p := range stat.Protocols {
		if p.Protocol != "TCP" {
			continue
		}
		taken = p.InUse
		if p.TW != nil && !reusesPorts(fs, loopback) {
			taken += *p.TW
		}
	}
	bounds, err := fs.SysctlInts("net.ipv4.ip_local_port_range")
	if err != nil || len(bounds) != 2 {
		return taken, 0
	}
	return taken, bounds[1] - bounds[0] + 1
}

// reusesPorts tells whether the kernel gives waiting ports away: 1 means always,
// 2 to loopback only.
func reusesPorts(fs procfs.FS, loopback bool) bool {
	reuse, err := fs.SysctlInts("net.ipv4.tcp_tw_reuse")
	return err == nil && len(reuse) == 1 && (reuse[0] == 1 || reuse[0] == 2 && loopback)
}
