package bulkhead

import (
	"sync"
	"time"
)

// A census counts who is where at a door whose seats a library hands out, since
// the libraries count too little or nothing.
type census struct {
	start time.Time
	limit func() int // how many may be inside before newcomers are refused; nil if they always may wait

	mu    sync.Mutex
	tally Snapshot
	full  bool // newcomers are refused
}

// note changes what is counted, now.
func (c *census) note(change func(*Snapshot)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tally.advance(time.Since(c.start), c.full)
	change(&c.tally)
	c.full = c.limit != nil && c.tally.Inside >= c.limit()
}

// Snapshot implements Door.
func (c *census) Snapshot() Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tally.advance(time.Since(c.start), c.full)
	return c.tally
}
