package engine

import "time"

const (
	// headStart is how much before an instant a loop wakes up: about what waking
	// takes. The rest is spent on looking for answers without sleeping.
	headStart = 20 * time.Microsecond

	// paceCheck is how often an automatic pace looks at the processor time used.
	paceCheck = 100 * time.Millisecond

	// tooBusy is the share of a processor from which on a loop has none to spare,
	// and calm the share under which it has again. A loop that changes to batches
	// uses far less at once, so they lie far apart.
	tooBusy, calm = .85, .25
)

// A pace says when a loop is to wake up.
type pace struct {
	batched bool
	auto    bool
	checked time.Duration // when the processor time was looked at last,
	used    time.Duration // and what it was
	past    []Batching    // when it was batched, the last still open if it is
}

func newPace(p Pacing) pace {
	return pace{batched: p == PaceBatched, auto: p == PaceAuto}
}

// wake returns when to wake up for what is due.
func (p *pace) wake(due time.Duration) time.Duration {
	switch {
	case due == never:
		return never
	case p.batched:
		return batch(due)
	}
	return due - headStart
}

// batch returns when the batch is that an instant belongs to.
func batch(at time.Duration) time.Duration {
	return (at + BatchTime - 1) / BatchTime * BatchTime
}

// heed changes an automatic pace by the processor time that the loop's thread
// has used so far, where that is known. It looks at it from time to time only.
func (p *pace) heed(now time.Duration, used func() (time.Duration, bool)) {
	if !p.auto || now-p.checked < paceCheck {
		return
	}
	spent, known := used()
	if !known {
		p.auto = false
		return
	}
	share := float64(spent-p.used) / float64(now-p.checked)
	p.checked, p.used = now, spent
	if !p.batched && share > tooBusy || p.batched && share < calm {
		p.turn(now)
	}
}

// turn changes an automatic pace.
func (p *pace) turn(now time.Duration) {
	p.batched = !p.batched
	if p.batched {
		p.past = append(p.past, Batching{Start: now})
		return
	}
	p.past[len(p.past)-1].End = now
}

// stretches returns when an automatic pace was batched, up to now.
func (p *pace) stretches(now time.Duration) []Batching {
	if p.batched && len(p.past) > 0 {
		p.past[len(p.past)-1].End = now
	}
	return p.past
}
