package engine

import (
	"time"

	"matchday/measure"
)

// regroup returns how long a caller of a closed loop stays away after an attempt
// that ended so. Where nobody can be reached that is 10 ms, and twice as long
// each time that all callers have tried: a target that is down is not to be
// measured by how fast it can be knocked at.
func (s *shard) regroup(o measure.Outcome) time.Duration {
	const first, doublings = 10 * time.Millisecond, 6
	switch o {
	case measure.DNS, measure.Refused, measure.TLS, measure.Unsent:
		s.outside++
		return first << min(s.outside/s.callers, doublings)
	}
	s.outside = 0
	return 0
}

// call has the next user of a closed loop come.
func (s *shard) call(now time.Duration) {
	if now >= s.plan.Length || s.stopped.Load() {
		return
	}
	s.retries.push(attempt{user: s.caller, number: 1, arrived: now, due: now})
	s.caller += int64(len(s.shards))
}
