package http1

import (
	"crypto/sha256"
	"hash"
	"io"
)

// An Answer reads one answer after the other from the bytes of a connection,
// however they are split. A connection holds one and begins it anew for each
// answer; the little memory that it may need is then used again. It must not be
// copied while it reads.
type Answer struct {
	Started   bool  // the first byte has come
	Status    int   // three digits; 0 until all headers of the final answer have come
	Marked    bool  // it has one of the wanted headers
	Timing          // what Server-Timing says, if that was wanted; known with the status
	Body      int64 // bytes of the body so far, without chunk sizes and trailers
	Found     bool  // the wanted text was in the body
	Complete  bool  // all of it has come
	KeepAlive bool  // it is complete, and the connection may carry another one

	wants    *Wants
	bodiless bool // it answers a HEAD request
	next     part
	err      error // what ended it

	at    int64 // bytes read of the answer, held ones not included
	from  int64 // where the line began that is looked at
	limit int64 // where the lines of this part must have ended

	head    head
	interim int    // answers before the final one
	rest    int64  // bytes to come of the body, or of the chunk
	waste   int64  // bytes that chunks have spent on themselves beyond what is fair
	hold    []byte // a line that has not come to its end
	tail    []byte // the end of the body so far, which may be the beginning of the wanted text
	digest  hash.Hash
}

// A part is what comes next of an answer.
type part int

const (
	inHead     part = iota // status line and headers, line by line
	inCounted              // a body whose length is known
	inOpen                 // a body that ends with the connection
	inSize                 // the line before a chunk
	inChunk                // a chunk
	inChunkEnd             // the line end after a chunk
	inTrailer              // what comes after the last chunk, line by line
	nothing
)

// unwanted is what an answer begins with that was given no wants.
var unwanted = NewWants(Wants{})

// Begin makes a ready for the next answer, which is to a HEAD request or not. It
// must come before anything else; nil wants nothing.
func (a *Answer) Begin(head bool, w *Wants) {
	if w == nil {
		w = unwanted
	}
	hold, tail, digest := a.hold[:0], a.tail[:0], a.digest
	*a = Answer{wants: w, bodiless: head, limit: MaxHead, hold: hold, tail: tail, digest: digest}
	if w.Sum {
		a.sumAnew()
	}
}

// Feed takes the next bytes as they came and returns how many of them belong to
// the answer. Fewer than all means that it was complete before they ended: what
// follows was not asked for, and the connection is of no more use. The error is
// a *[MalformedError], and is returned again by every later call. Nothing of b
// is kept.
func (a *Answer) Feed(b []byte) (used int, err error) {
	if len(b) > 0 {
		a.Started = true
	}
	for used < len(b) && a.next != nothing && a.err == nil {
		used += a.read(b[used:])
	}
	return used, a.err
}

// End says that the connection was closed. That completes an answer whose body
// ends with the connection; any other that is not complete is cut off, which is
// [io.ErrUnexpectedEOF].
func (a *Answer) End() error {
	if a.next == inOpen {
		a.finish()
	}
	if a.err == nil && a.next != nothing {
		a.err = io.ErrUnexpectedEOF
	}
	return a.err
}

// Protocol returns the version that the answer is of, "HTTP/1.1" or "HTTP/1.0".
// It is known with the status.
func (a *Answer) Protocol() string {
	if a.head.old {
		return "HTTP/1.0"
	}
	return "HTTP/1.1"
}

// RetryAfter returns the value of the header Retry-After if that was wanted and
// is there, or nothing. It is known with the status, and holds until the next
// Begin. A value that is longer than any date or number of seconds is left out.
func (a *Answer) RetryAfter() []byte { return a.head.pause[:a.head.pauseLength] }

// Sum returns the SHA-256 of the body so far, if that was wanted.
func (a *Answer) Sum() (sum [sha256.Size]byte) {
	if a.digest != nil && a.wants.Sum {
		a.digest.Sum(sum[:0])
	}
	return sum
}

// read reads from b, which is not empty, and returns how many bytes that took.
func (a *Answer) read(b []byte) int {
	switch a.next {
	case inHead:
		return a.readHead(b)
	case inCounted, inChunk:
		return a.readCounted(b)
	case inOpen:
		a.take(b)
		return len(b)
	}
	return a.readChunkLine(b)
}

// finish ends a complete answer.
func (a *Answer) finish() {
	a.next = nothing
	a.Complete = true
	a.KeepAlive = a.head.keepsAlive()
}

// fail ends a malformed answer. The text is what is to be quoted.
func (a *Answer) fail(f Fault, text []byte) {
	a.err = &MalformedError{Fault: f, Offset: a.from, Text: string(text[:min(len(text), excerpt)])}
}
