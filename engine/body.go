package engine

import (
	"bytes"
	"crypto/sha256"
	"io"
)

// A body is what is remembered of a body that was read.
type body struct {
	length int64
	found  bool              // the text looked for was in it
	sum    [sha256.Size]byte // if that was wanted
}

// bufferSize is how much of a body is held at once.
const bufferSize = 16 << 10

// newBuffer returns a buffer for reading bodies in which the text is looked for.
func newBuffer(text []byte) []byte { return make([]byte, max(bufferSize, 2*len(text))) }

// drain reads r to its end without keeping it. What it returns holds for what
// was read also when there is an error. The buffer must be longer than the text.
func drain(r io.Reader, text, buffer []byte) (b body, err error) {
	kept := 0 // bytes at the front of the buffer that may be the start of the text
	for {
		n, err := r.Read(buffer[kept:])
		b.length += int64(n)
		if len(text) > 0 && !b.found {
			window := buffer[:kept+n]
			b.found = bytes.Contains(window, text)
			kept = copy(buffer, window[max(0, len(window)-len(text)+1):])
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
