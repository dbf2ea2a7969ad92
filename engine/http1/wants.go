package http1

import "slices"

// Wants is what to look for in answers besides their status and length. It is
// shared by all answers of a run and not changed meanwhile. The zero value wants
// nothing; one made by [NewWants] is quicker.
type Wants struct {
	Headers    []string // names of headers, each of which marks an answer; in any case of letters
	RetryAfter bool     // keep what Retry-After says
	Timing     bool     // keep what Server-Timing says
	Contains   []byte   // text that is looked for in the body; empty means none
	Sum        bool     // sum up the body

	// dull has a bit for each length that no name of a header of interest has.
	// Most headers of an answer are told from all of those by that alone.
	dull uint64
}

// The headers that say where an answer ends and what becomes of its connection.
const (
	contentLength    = "Content-Length"
	transferEncoding = "Transfer-Encoding"
	connection       = "Connection"
	trailer          = "Trailer"
	retryAfter       = "Retry-After"
	serverTiming     = "Server-Timing"
)

// NewWants returns a copy of w that is prepared for many answers.
func NewWants(w Wants) *Wants {
	w.Headers = slices.Clone(w.Headers)
	w.Contains = slices.Clone(w.Contains)
	w.dull = ^uint64(0)
	names := append([]string{contentLength, transferEncoding, connection, trailer, retryAfter}, w.Headers...)
	if w.Timing { // many an answer has other headers of its length
		names = append(names, serverTiming)
	}
	for _, name := range names {
		w.dull &^= 1 << len(name) // nothing for a length over 63, which is never dull
	}
	return &w
}

// skips tells whether a header with such a name cannot be of interest.
func (w *Wants) skips(name []byte) bool { return w.dull>>uint(len(name))&1 != 0 }

// marks tells whether a header of that name marks an answer.
func (w *Wants) marks(name []byte) bool {
	for _, wanted := range w.Headers {
		if equalFold(name, wanted) {
			return true
		}
	}
	return false
}
