package gallery

import (
	"math"
	"time"
)

// A crew is so many equal servers, such as threads or connections, and the line
// of those who wait for one. Whoever has been given one does with it what it
// likes, and gives it back.
type crew struct {
	clock *calendar
	size  int
	busy  int
	line  line
	came  int64 // those who had to wait
	wait  meter // the time they did
}

// boundless is the size of a crew that nobody waits for.
const boundless = math.MaxInt

func newCrew(clock *calendar, size int) crew { return crew{clock: clock, size: size} }

// take gives a server, at once or when it is one's turn.
func (c *crew) take(next func()) {
	if c.busy < c.size {
		c.busy++
		next()
		return
	}
	c.line.push(waiter{c.clock.now, next})
	c.came++
	c.wait.add(c.clock.now, 1)
}

// give takes a server back, for whoever has waited longest.
func (c *crew) give() {
	w, ok := c.line.pop()
	if !ok {
		c.busy--
		return
	}
	c.wait.add(c.clock.now, -1)
	w.next()
}

// full reports whether a newcomer would find so many others waiting.
func (c *crew) full(b bound) bool {
	return b >= 0 && c.busy == c.size && c.line.len >= int(b)
}

// waited returns the time that all together have waited.
func (c *crew) waited(at time.Duration) time.Duration { return c.wait.read(at) }
