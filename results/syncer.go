package results

import "sync"

// A syncer brings files to the disk beside their writer. However often it is
// woken, it does not begin again before it is done.
type syncer struct {
	due  chan struct{} // holds one: that there is something to do
	done sync.WaitGroup
}

// startSyncer returns a syncer that calls sync after each wake.
func startSyncer(sync func()) *syncer {
	s := &syncer{due: make(chan struct{}, 1)}
	s.done.Go(func() {
		for range s.due {
			sync()
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
	close(s.due)
	s.done.Wait()
}
