package proxy

import (
	"bytes"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// aheadAfter is how long a caller has waited in the queue when its body is read
// ahead: long enough for everybody who is let in at once, or refused.
const aheadAfter = time.Millisecond

// aheadMost is the longest body that is read ahead, in bytes.
const aheadMost = 64 << 10

// A body is that of a request, as the service gets to read it.
//
// The server notices that a caller has left only once it has read the body to
// its end, so one who waits in the queue with a body unread would be queued, and
// later served, long after leaving. A short body is therefore read ahead while
// its caller waits: not before, since a request that is refused at once is to
// cost nothing. What is long, of unknown length, or waits for a word of ours
// (Expect: 100-continue) is read when the service reads it; that such a caller
// has left is noticed then.
//
// A nil body is that of a request without one.
type body struct {
	from  io.ReadCloser
	left  atomic.Bool   // the caller broke it off
	alarm *time.Timer   // nil if the body is not to be read ahead
	ready chan struct{} // closed when it has been
	ahead bytes.Reader  // what was read ahead
	err   error         // with which that ended
}

func newBody(r *http.Request) *body {
	b := &body{from: r.Body}
	short := r.ContentLength > 0 && r.ContentLength <= aheadMost
	if short && r.ProtoMajor == 1 && r.Header.Get("Expect") == "" {
		b.ready = make(chan struct{})
		b.alarm = time.AfterFunc(aheadAfter, func() { b.readAhead(r.ContentLength) })
	}
	return b
}

func (b *body) readAhead(length int64) {
	defer close(b.ready)
	read := make([]byte, length)
	n, err := io.ReadFull(b.from, read)
	if err == nil {
		// The end of it is what the server has to see.
		_, err = b.from.Read(make([]byte, 1))
	}
	b.ahead.Reset(read[:n])
	b.err = err
}

// hold stops reading ahead: the queue is behind us.
func (b *body) hold() {
	if b == nil || b.alarm == nil {
		return
	}
	if b.alarm.Stop() {
		b.alarm = nil // it never began
	}
}

// Read returns what was read ahead, and then the rest.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.read(p)
	if err != nil && err != io.EOF {
		b.left.Store(true)
	}
	return n, err
}

func (b *body) read(p []byte) (int, error) {
	if b.alarm == nil {
		return b.from.Read(p)
	}
	<-b.ready
	if b.ahead.Len() > 0 {
		return b.ahead.Read(p)
	}
	return 0, b.err
}

// Close ends reading.
func (b *body) Close() error { return b.from.Close() }

// broken tells whether the caller broke the body off.
func (b *body) broken() bool { return b != nil && b.left.Load() }
