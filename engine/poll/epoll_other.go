//go:build !linux

package poll

import "time"

// Precision is how late Wait usually returns when nothing is in the way.
const Precision = time.Millisecond

// Precise makes waiting as precise as Precision says for the calling thread, to
// which the goroutine should be locked. There is nothing to do on this system.
func Precise() error { return nil }

// An epoll is there on Linux only.
type epoll struct{}

func newEpoll() (*epoll, error)                  { return nil, nil }
func (*epoll) adopt(stream, *Conn) (wire, error) { return nil, nil }
func (*epoll) wait(*Poller, time.Duration)       {}
func (*epoll) ring()                             {}
func (*epoll) doze(time.Duration)                {}
func (*epoll) hold()                             {}
func (*epoll) close()                            {}
