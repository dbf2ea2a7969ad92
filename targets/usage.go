package targets

import (
	"sync"
	"time"
)

// A Usage is what a machine says of a target: of all its processes together,
// also of those that have ended. What is unknown is zero; it is known on Linux
// only.
type Usage struct {
	CPU         time.Duration `json:"cpu_ns"`      // processor time used so far
	RSS         int64         `json:"rss_bytes"`   // resident memory; what processes share counts for each of them
	Threads     int64         `json:"threads"`     // of the operating system
	Descriptors int64         `json:"descriptors"` // open files and connections
}

// Most returns the most of each that two usages have.
func (u Usage) Most(v Usage) Usage {
	return Usage{max(u.CPU, v.CPU), max(u.RSS, v.RSS), max(u.Threads, v.Threads), max(u.Descriptors, v.Descriptors)}
}

// add adds another process to those of a target.
func (u *Usage) add(one Usage) {
	u.CPU += one.CPU
	u.RSS += one.RSS
	u.Threads += one.Threads
	u.Descriptors += one.Descriptors
}

// A usageMeter reads what the processes of a target use.
type usageMeter struct {
	mu      sync.Mutex
	looked  time.Time     // when the processes were looked for
	members []int         // as they were then
	last    time.Duration // processor time of those alive, at the reading before
	gone    time.Duration // processor time of those who ended and whose parent does not tell
}

// lookEvery is how often the processes of a target are looked for at most. It
// takes a look at every process of the machine.
const lookEvery = time.Second

// read returns what the processes below root use, root itself among them unless
// it is only their guard.
//
// A process tells of its children what they used once it has waited for them.
// When one ends that nobody waited for, the sum drops by what it had used, and
// the drop is added for good: a total does not fall.
func (m *usageMeter) read(root int, guard bool) Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := time.Now(); now.Sub(m.looked) >= lookEvery {
		m.looked, m.members = now, descendants(root)
		if !guard {
			m.members = append(m.members, root)
		}
	}
	var sum Usage
	for _, pid := range m.members {
		sum.add(usageOf(pid))
	}
	m.gone += max(0, m.last-sum.CPU)
	m.last = sum.CPU
	sum.CPU += m.gone
	return sum
}
