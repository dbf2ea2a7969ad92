package bulkhead

import (
	"context"
	"math"
	"sync"
	"time"
)

// A Bulkhead is a Door whose bounds are our own: a State on the wall clock, with
// one lock, one timer for the longest wait, and a channel for each caller who
// waits.
//
// It is safe for concurrent use and must not be copied.
type Bulkhead struct {
	start    time.Time
	channels sync.Pool // of those who waited: empty, and known to nobody else
	leave    func()    // the same for everybody, so that coming in allocates nothing

	mu      sync.Mutex
	state   *State
	waiting []chan error // by id, nil if the id is free
	free    []int        // ids to use again
	alarm   *time.Timer
	ring    time.Duration // when the alarm goes off, or never
}

const never = time.Duration(math.MaxInt64)

// New returns an empty bulkhead. The error is that of NewState.
func New(setting Setting) (*Bulkhead, error) {
	state, err := NewState(setting)
	if err != nil {
		return nil, err
	}
	b := &Bulkhead{
		start:    time.Now(),
		channels: sync.Pool{New: func() any { return make(chan error, 1) }},
		state:    state,
		ring:     never,
	}
	b.leave = b.release
	return b, nil
}

// Enter implements Door. Where there is room it does not allocate, nor where the
// caller is refused at once; those who wait are let in one by one in the order
// of the setting. A seat handed over at the very instant the context ends is
// kept.
func (b *Bulkhead) Enter(ctx context.Context, patience time.Duration) (leave func(), err error) {
	b.mu.Lock()
	now := b.now()
	b.expire(now)
	id := b.spare()
	verdict := b.state.ArriveFor(now, id, patience)
	if verdict != Queued {
		b.mu.Unlock()
		return b.answer(verdict)
	}
	ready := b.channels.Get().(chan error)
	b.park(id, ready)
	b.mu.Unlock()

	select {
	case err = <-ready:
	case <-ctx.Done():
		err = b.cancel(id, ready, ctx.Err())
	}
	b.channels.Put(ready)
	if err != nil {
		return nil, err
	}
	return b.leave, nil
}

// answer tells a caller what became of it who does not have to wait.
func (b *Bulkhead) answer(verdict Verdict) (leave func(), err error) {
	switch verdict {
	case Refused:
		return nil, ErrFull
	case Late:
		return nil, ErrDeadline
	}
	return b.leave, nil
}

// release gives a seat back. Whoever is next in the queue has it at once.
func (b *Bulkhead) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state.tally.Inside == 0 {
		panic("bulkhead: somebody left who was not inside")
	}
	now := b.now()
	b.expire(now)
	if id, ok := b.state.Leave(now); ok {
		b.wake(id, nil)
	}
}

// Setting implements Door.
func (b *Bulkhead) Setting() Setting {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state.Setting()
}

// Snapshot implements Door.
func (b *Bulkhead) Snapshot() Snapshot {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.expire(now)
	return b.state.Snapshot(now)
}

// change brings another setting into force at once: where it has more room it
// lets in who waits, and a shorter wait is that of those who wait already.
func (b *Bulkhead) change(setting Setting) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.expire(now)
	if err := b.state.Change(now, setting); err != nil {
		return err
	}
	for id, ok := b.state.Admit(now); ok; id, ok = b.state.Admit(now) {
		b.wake(id, nil)
	}
	b.expire(now)
	b.arm()
	return nil
}

func (b *Bulkhead) now() time.Duration { return time.Since(b.start) }

// spare returns an id that nobody queued bears, and leaves it free.
func (b *Bulkhead) spare() int {
	if last := len(b.free) - 1; last >= 0 {
		return b.free[last]
	}
	return len(b.waiting)
}

// park remembers where to wake the caller who queued under a spare id.
func (b *Bulkhead) park(id int, ready chan error) {
	if id == len(b.waiting) {
		b.waiting = append(b.waiting, nil)
	} else {
		b.free = b.free[:len(b.free)-1]
	}
	b.waiting[id] = ready
	b.arm()
}

// wake tells a caller who has left the queue what became of it. The channel
// has room for this one answer, so nobody is waited for.
func (b *Bulkhead) wake(id int, err error) {
	b.waiting[id] <- err
	b.vacate(id)
}

func (b *Bulkhead) vacate(id int) {
	b.waiting[id] = nil
	b.free = append(b.free, id)
}

// cancel takes a caller out of the queue whose context has ended, unless its
// answer is already on the way.
func (b *Bulkhead) cancel(id int, ready chan error, cause error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.expire(now)
	if b.waiting[id] != ready {
		return <-ready
	}
	b.state.Drop(now, id)
	b.vacate(id)
	return cause
}

// expire refuses all who have waited too long. Every event begins with it, so
// that a late timer lets nobody in who should have been refused.
func (b *Bulkhead) expire(now time.Duration) {
	for id, ok := b.state.Expire(now); ok; id, ok = b.state.Expire(now) {
		b.wake(id, ErrWait)
	}
}

// arm sets the alarm for the head of the queue if none is set. When the head
// leaves in time the alarm goes off early and is set anew then, which is
// cheaper than moving it with every head.
func (b *Bulkhead) arm() {
	deadline, ok := b.state.Deadline()
	if !ok || b.ring <= deadline {
		return
	}
	b.ring = deadline
	wait := deadline - b.now()
	if b.alarm == nil {
		b.alarm = time.AfterFunc(wait, b.onAlarm)
		return
	}
	b.alarm.Reset(wait)
}

func (b *Bulkhead) onAlarm() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ring = never
	b.expire(b.now())
	b.arm()
}
