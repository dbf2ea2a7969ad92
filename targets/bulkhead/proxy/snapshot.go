package proxy

import (
	"time"

	"matchday/targets/bulkhead"
)

// sum adds what two doors did. The most ever inside is that of one door.
func sum(a, b bulkhead.Snapshot) bulkhead.Snapshot {
	a.Inside += b.Inside
	a.Queued += b.Queued
	a.MaxInside = max(a.MaxInside, b.MaxInside)
	a.MaxQueued = max(a.MaxQueued, b.MaxQueued)
	return counts(a, b, 1)
}

// since returns what happened since an earlier snapshot of the same doors.
// Whoever was inside or queued then came in or got in line just after it. What
// is a state, such as how many are inside, stays as it is.
func since(s, earlier bulkhead.Snapshot) bulkhead.Snapshot {
	earlier.Admitted -= int64(earlier.Inside)
	return counts(s, earlier, -1)
}

// counts adds to the counts and times of a those of b so many times.
func counts(a, b bulkhead.Snapshot, times int64) bulkhead.Snapshot {
	a.Admitted += times * b.Admitted
	a.Full += times * b.Full
	a.Expired += times * b.Expired
	a.Late += times * b.Late
	a.Limited += times * b.Limited
	a.Cancelled += times * b.Cancelled
	a.InsideTime += b.InsideTime * time.Duration(times)
	a.QueuedTime += b.QueuedTime * time.Duration(times)
	a.FullTime += b.FullTime * time.Duration(times)
	return a
}
