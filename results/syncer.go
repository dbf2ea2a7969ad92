package results

import (
	"sync"
	"time"
)

// A syncer brings files to the disk beside their writer. However often it is
// woken, it does not begin again before it is done and has rested: a sync takes
// more computing than the window that asks for it.
type syncer struct {
	due  chan struct{} // holds one: that there is something to do
	over chan struct{} // closed when there is no more time to rest
	done sync.WaitGroup
}

// startSyncer returns a syncer that calls sync after a wake, and rests so long
// after it.
func startSyncer(rest time.Duration, sync func()) *syncer {
	s := &syncer{due: make(chan struct{}, 1), over: make(chan struct{})}
	s.done.Go(func() {
		for range s.due {
			sync()
			select {
			case <-time.After(rest):
			case <-s.over:
			}
		}
	})
	return s
}

// wake says that there is something to bring to the disk. It never waits.
func (s *syncer) wake() {
	select {
	case s.due <- struct{}{}:
	default:
	}
}

// stop waits until what was begun is done. There must be no wake after it.
func (s *syncer) stop() {
	close(s.over)
	close(s.due)
	s.done.Wait()
}
