package gallery

import (
	"math"
	"time"

	"matchday/targets/model"
)

// A sharing is CPUs that all requests on them share evenly: model.Sharing on the
// calendar of a service.
type sharing struct {
	*service
	cpus   model.Sharing
	then   []func() // what comes when a request is done here, by id
	alarm  time.Duration
	gone   int   // of those on the CPUs, for callers who have left
	wasted meter // CPUs at work for those
}

const never = time.Duration(math.MaxInt64)

// share gives a service CPUs, with the overhead of model.Sharing.
func (s *service) share(cpus int, overhead float64) *sharing {
	s.cpus = &sharing{service: s, cpus: *model.NewSharing(cpus, overhead), alarm: never}
	return s.cpus
}

// run has a request attain so much work, and then goes on.
func (c *sharing) run(r *request, demand time.Duration, then func()) {
	for r.id >= len(c.then) {
		c.then = append(c.then, make([]func(), max(64, len(c.then)))...)
	}
	c.then[r.id] = then
	c.cpus.Enter(c.now, demand, r.id)
	if r.gone {
		c.gone++
	}
	c.paced()
}

// resize changes how many CPUs there are.
func (c *sharing) resize(cpus int) {
	c.cpus.SetCPUs(c.now, cpus)
	c.paced()
}

// abandon is told that the caller of a request has left.
func (c *sharing) abandon(r *request) {
	c.cpus.Advance(c.now)
	attained, on := c.cpus.Attained(r.id)
	if !on {
		return
	}
	c.wasted.lump(attained)
	c.gone++
	c.paced()
}

// done returns the work attained by all that ever were on the CPUs.
func (c *sharing) done() time.Duration {
	c.cpus.Advance(c.now)
	return c.cpus.Work()
}

// paced puts down when the next request is done, now that others have come or
// gone. An alarm for an earlier instant is left to go off in vain: with everybody
// who comes, all the others are done a little later.
func (c *sharing) paced() {
	c.wasted.set(c.now, float64(c.gone)*c.cpus.Speed())
	due, ok := c.cpus.Next()
	if !ok || c.alarm <= due {
		return
	}
	c.alarm = due
	c.after(due-c.now, c.ring)
}

// ring lets go of all who are done.
func (c *sharing) ring() {
	if c.alarm <= c.now {
		c.alarm = never
	}
	for due, ok := c.cpus.Next(); ok && due <= c.now; due, ok = c.cpus.Next() {
		id, _ := c.cpus.Leave()
		if c.by[id].gone {
			c.gone--
		}
		then := c.then[id]
		c.then[id] = nil
		then()
	}
	c.paced()
}
