package bulkhead

import (
	"fmt"
	"time"
)

// A Setting is what a bulkhead bounds, and how. The zero value is none:
// everybody goes straight in. Settings can be compared and be keys.
type Setting struct {
	// Kind is who keeps the bounds, and by what.
	Kind Kind
	// Inside is the most callers at work at once; zero means no bound, or one
	// that adapts.
	Inside int
	// Queue is the most callers waiting for a seat, from zero, which refuses
	// everybody who finds all seats taken, up to Unbounded.
	Queue int
	// Wait is the longest anybody waits before being refused; zero means as
	// long as it takes.
	Wait time.Duration
	// Shrunk is what the longest wait shrinks to once the queue has not been
	// empty for as long as Wait, which is known as controlled delay; zero means
	// that it does not shrink.
	Shrunk time.Duration
	// LIFO gives a free seat to whoever came last instead of first. In overload
	// some wait for ever then and the others hardly at all, while first come,
	// first served makes everybody wait as long as the queue is.
	LIFO bool
	// Limits are how a bound adapts; zero where none does.
	Limits Limits
}

// Unbounded as Setting.Queue lets everybody wait. Such a bulkhead is merely a
// pool of workers: it refuses nobody and protects nobody.
const Unbounded = -1

// A Kind is who keeps the bounds of a setting, and by what.
type Kind uint8

// The kinds.
const (
	Counted  Kind = iota // ours: so many inside, so many queued
	Deadline             // ours, and who cannot be answered in time is refused at once
	Adaptive             // failsafe-go's adaptive limiter: a limit that follows the service's times
	Failsafe             // failsafe-go's bulkhead: so many inside, and a queue bounded in time alone
	XSync                // the semaphore of golang.org/x/sync: so many inside, and a queue without bound
)

// String returns the kind in one word, as the notation of a setting has it.
// Counted is the empty word, since its notation has none.
func (k Kind) String() string {
	switch k {
	case Deadline:
		return "deadline"
	case Adaptive:
		return "adaptive"
	case Failsafe:
		return "failsafe"
	case XSync:
		return "xsync"
	}
	return ""
}

// Modelled reports whether the setting is known to State, the bulkhead in
// virtual time. Those that a library keeps exist on the wall clock alone.
func (s Setting) Modelled() bool { return s.Kind == Counted || s.Kind == Deadline }

// CheckModelled returns an error that says what to do instead unless the
// setting is Modelled.
func (s Setting) CheckModelled() error {
	if s.Modelled() {
		return nil
	}
	return fmt.Errorf("%v has no model in virtual time; want one of ours, such as 20/100, or a run on the wire", s.Kind)
}

// most is the largest count a setting may hold, so that sums of two cannot
// overflow even where an int has 32 bits.
const most = 1_000_000_000

var errNobody = fmt.Errorf("inside must be at least 1, for example 20/100")

// Check returns an error if the setting is not one that ParseSetting could
// have read, for settings put together by hand.
func (s Setting) Check() error {
	switch {
	case s == Setting{}:
		return nil
	case s.Kind == Adaptive:
		return s.checkAdaptive()
	case s.Kind > XSync:
		return fmt.Errorf("kind %d is not one of those there are", s.Kind)
	case s.Limits != Limits{}:
		return fmt.Errorf("only a limit that adapts has parameters, for example adaptive:max=100")
	case s.Inside < 1:
		return errNobody
	case s.Inside > most || s.Queue > most:
		return fmt.Errorf("bounds must be at most %d, for example 20/100", most)
	case s.Queue < Unbounded:
		return fmt.Errorf("queue must be at least 0, or inf, for example 20/100")
	case s.Wait < 0:
		return fmt.Errorf("wait must be positive, for example 20/100 wait 2s")
	}
	if s.Kind != Counted {
		return s.checkKind()
	}
	return s.checkQueue()
}

// checkQueue returns an error if the queue cannot be kept in that way.
func (s Setting) checkQueue() error {
	switch {
	case s.Wait > 0 && s.Queue == 0:
		return fmt.Errorf("a longest wait needs a queue, for example 20/100 wait 2s")
	case s.LIFO && s.Queue == 0:
		return fmt.Errorf("an order needs a queue, for example 20/100 lifo")
	case s.Shrunk < 0 || s.Shrunk > 0 && s.Shrunk >= s.Wait:
		return fmt.Errorf("codel wants a positive wait and a longer interval, for example 20/100 codel 5ms/100ms")
	}
	return nil
}

// checkKind returns an error if the kind does not know what is asked of it. The
// bounds themselves have been checked.
func (s Setting) checkKind() error {
	knows := Setting{Kind: s.Kind, Inside: s.Inside, Queue: s.Queue}
	if s.Kind == Failsafe {
		knows.Wait = s.Wait
	}
	switch {
	case s != knows:
		return fmt.Errorf("%v has a queue of its own: want no order and no wait beside its bounds, for example %v", s.Kind, s.Kind.example())
	case s.Kind == Deadline && s.Queue == 0:
		return fmt.Errorf("a deadline needs a queue, for example %v", s.Kind.example())
	case s.Kind != Deadline && s.Queue != Unbounded:
		return fmt.Errorf("%v does not count its queue: want one without bound, for example %v", s.Kind, s.Kind.example())
	case s.Kind == Failsafe && s.Wait == 0:
		return fmt.Errorf("%v wants a longest wait, for example %v", s.Kind, s.Kind.example())
	}
	return nil
}

// example returns a setting of the kind that is not counted by number alone.
func (k Kind) example() string {
	switch k {
	case Deadline:
		return "deadline:20/200"
	case Failsafe:
		return "failsafe:20,2s"
	}
	return "xsync:20"
}
