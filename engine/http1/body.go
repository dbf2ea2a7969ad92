package http1

import (
	"bytes"
	"crypto/sha256"
)

// count goes on to a body of that length.
func (a *Answer) count(length int64) {
	a.next, a.rest = inCounted, length
	if length == 0 {
		a.finish()
	}
}

// readCounted reads what b has of the body, or of a chunk.
func (a *Answer) readCounted(b []byte) (used int) {
	if int64(len(b)) > a.rest {
		b = b[:a.rest]
	}
	a.take(b)
	a.rest -= int64(len(b))
	switch {
	case a.rest > 0:
	case a.next == inChunk:
		a.await(inChunkEnd, int64(len("\r\n")))
	default:
		a.finish()
	}
	return len(b)
}

// take looks at a piece of the body.
func (a *Answer) take(piece []byte) {
	a.at += int64(len(piece))
	a.Body += int64(len(piece))
	if len(a.wants.Contains) > 0 && !a.Found {
		a.search(piece)
	}
	if a.wants.Sum {
		a.digest.Write(piece)
	}
}

// search looks for the wanted text in a piece of the body and across the seam to
// the piece before. A text of n bytes can have n − 1 of them before the seam and
// as many behind it.
func (a *Answer) search(piece []byte) {
	text, side := a.wants.Contains, len(a.wants.Contains)-1
	if len(a.tail) > 0 || len(piece) < side {
		a.tail = append(a.tail, piece[:min(len(piece), side)]...)
	}
	a.Found = bytes.Contains(a.tail, text) || bytes.Contains(piece, text)
	if len(piece) >= side {
		a.tail = append(a.tail[:0], piece[len(piece)-side:]...)
		return
	}
	a.tail = append(a.tail[:0], a.tail[max(0, len(a.tail)-side):]...)
}

// sumAnew starts the sum of a body.
func (a *Answer) sumAnew() {
	if a.digest == nil {
		a.digest = sha256.New()
		return
	}
	a.digest.Reset()
}
